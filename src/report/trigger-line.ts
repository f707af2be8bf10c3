import { withheldSentence, type Trigger } from '../github/trigger.ts';
import type { RunFacts } from '../operations/operation-result.ts';
import { code, link, prose } from './markdown.ts';
import { counted, duration, moment } from './wording.ts';

/** Who or what started the run, as one line of Markdown; empty if nothing is known. */
export function triggerLine(trigger: Trigger): string {
  const cause = causeOf(trigger);
  const run = trigger.runUrl === undefined ? '' : ` (${link('this run', trigger.runUrl)})`;
  const line = cause === '' ? '' : `Started ${cause}${run}.`;
  return [line, prose(withheldSentence(trigger) ?? '')].filter(Boolean).join(' ');
}

/** The last line of every summary: who or what started it, when, how long, how many calls. */
export function footer(run: RunFacts, trigger: Trigger): string {
  const calls = Object.values(run.calls).reduce(
    (sum, amount) => sum + (Number.isFinite(amount) ? amount : 0),
    0,
  );
  const span = `Began ${moment(run.startedAt)}, took ${duration(run.endedAt - run.startedAt)}`;
  const line = `${span}, with ${counted(calls, "call to Cloudflare's API", "calls to Cloudflare's API")}. All times are UTC.`;
  return [triggerLine(trigger), line].filter(Boolean).join(' ');
}

function causeOf({ event, about, url, prerelease, actor, ref }: Trigger): string {
  const by = named(' by', actor);
  const on = named(' on', ref);
  switch (event) {
    case undefined:
      return '';
    case 'release': {
      const tag = about === undefined ? '' : ` ${link(code(about, 100), url)}`;
      return `by ${prerelease ? 'pre-release' : 'release'}${tag}${by && `, published${by}`}`;
    }
    case 'workflow_dispatch':
      return `by hand${by && `,${by}`}${on}`;
    case 'schedule':
      return `by schedule${named('', about)}${on}`;
    case 'repository_dispatch':
      return `by repository dispatch${named('', about)}${by && `, sent${by}`}`;
    // Rare: a reusable workflow normally sees the event of its caller.
    case 'workflow_call':
      return `by another workflow${by && `, run${by}`}`;
    case 'workflow_run':
      return `by the end of a workflow run${named(' of', about)}`;
    case 'push':
      return `by a push${named(' of', about?.slice(0, 12))}${by}${on}`;
    case 'pull_request':
    case 'pull_request_target': {
      const number = about === undefined ? '' : ` ${link(`no. ${about}`, url)}`;
      return `by pull request${number}${by}`;
    }
    default:
      return `by event ${code(event, 100)}${by}`;
  }
}

/** Empty where nothing is known. */
function named(lead: string, value: string | undefined): string {
  return value === undefined ? '' : `${lead} ${code(value, 100)}`;
}
