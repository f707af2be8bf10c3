import { withheldSentence, type Trigger } from '../github/trigger.ts';
import type { RunFacts } from '../operations/operation-result.ts';
import { code, link, prose } from './markdown.ts';
import { count, duration, moment } from './wording.ts';

/** Who or what started the run, as one line of Markdown; empty if nothing is known. */
export function triggerLine(trigger: Trigger): string {
  const cause = causeOf(trigger);
  const run = trigger.runUrl === undefined ? '' : ` (${link('this run', trigger.runUrl)})`;
  const withheld = withheldSentence(trigger);
  const line = cause === '' ? '' : `Started ${cause}${run}.`;
  return [line, withheld === undefined ? '' : prose(withheld)].filter(Boolean).join(' ');
}

/** The last line of every summary: who or what started it, when, how long, how many calls. */
export function footer(run: RunFacts, trigger: Trigger): string {
  const calls = Object.values(run.calls).reduce(
    (sum, amount) => sum + (Number.isFinite(amount) ? amount : 0),
    0,
  );
  const span = `Began ${moment(run.startedAt)}, took ${duration(run.endedAt - run.startedAt)}`;
  const line = `${span}, with ${count(calls, "call to Cloudflare's API", "calls to Cloudflare's API")}. All times are UTC.`;
  return [triggerLine(trigger), line].filter(Boolean).join(' ');
}

function causeOf(trigger: Trigger): string {
  const by = named(' by', trigger.actor);
  const on = named(' on', trigger.ref);
  switch (trigger.kind) {
    case 'release': {
      const tag = trigger.tag === undefined ? '' : ` ${link(code(trigger.tag, 100), trigger.url)}`;
      return `by ${trigger.prerelease ? 'pre-release' : 'release'}${tag}${by && `, published${by}`}`;
    }
    case 'manual':
      return `by hand${by && `,${by}`}${on}`;
    case 'schedule':
      return `by schedule${named('', trigger.cron)}${on}`;
    case 'repository-dispatch':
      return `by repository dispatch${named('', trigger.eventType)}${by && `, sent${by}`}`;
    case 'workflow-call':
      return `by another workflow${by && `, run${by}`}`;
    case 'workflow-run':
      return `by the end of a workflow run${named(' of', trigger.after)}`;
    case 'push':
      return `by a push${named(' of', trigger.commit?.slice(0, 12))}${by}${on}`;
    case 'pull-request': {
      const number = trigger.number === undefined ? '' : ` ${link(`no. ${trigger.number}`, trigger.url)}`;
      return `by pull request${number}${by}`;
    }
    case 'other':
      return `by event ${code(trigger.event, 100)}${by}`;
    case 'none':
      return '';
  }
}

/** Empty where nothing is known. */
function named(lead: string, value: string | undefined): string {
  return value === undefined ? '' : `${lead} ${code(value, 100)}`;
}
