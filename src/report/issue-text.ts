import type { Trigger } from '../github/trigger.ts';
import { someOf } from '../zone/words.ts';
import { asManyAsFit, plain } from './limits.ts';
import { blocks, code, link, prose } from './markdown.ts';
import type { Findings, Problem } from './problems.ts';
import { triggerLine } from './trigger-line.ts';
import { counted, moment } from './wording.ts';

export interface IssueWish {
  readonly kind: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly comment: string;
}

/** A problem no run has confirmed for so long belongs to a target that is no more. */
const FORGOTTEN_AFTER = 35 * 86_400_000;
/** GitHub takes 65536 characters. */
const LONGEST_BODY = 60_000;

/**
 * The issue after a run with these findings. `former` is its present text (undefined if there is no
 * issue yet), `now` epoch milliseconds. Open while any problem is left, of this run or another job.
 */
export function issueWish(
  former: string | undefined,
  findings: Findings,
  trigger: Trigger,
  now: number,
): IssueWish {
  const others = rememberedProblems(former).filter(
    (problem) => !isSettled(problem, findings) && now - problem.seenAt < FORGOTTEN_AFTER,
  );
  const problems = [...findings.problems, ...others].toSorted(byUrgency);
  const run = trigger.runUrl === undefined ? 'The latest run' : link('The latest run', trigger.runUrl);
  if (problems.length === 0) {
    return {
      kind: 'closed',
      title: 'Origin pull certificates: all is well',
      body: blocks(
        hiddenHead([]),
        `All is well: nothing is due, and no rotation failed (${moment(now)}).`,
        triggerLine(trigger),
      ),
      comment: `${run} found that all is well again.`,
    };
  }
  const names = [...new Set(problems.map(({ target }) => target))];
  const title = `Origin pull certificates: ${counted(names.length, 'target needs', 'targets need')} attention`;
  const comment = `${run} needs attention: ${someOf(names.map((name) => code(name, 200)))}.`;
  const body = asManyAsFit(problems, LONGEST_BODY, (some) => bodyWith(some, problems.length, trigger, now));
  return { kind: 'open', title, body, comment };
}

/** Whether the run may speak of a problem, and so takes it away unless it found it again. */
function isSettled(
  { target, kind, zone }: Problem,
  { covers, coversDue = [], zonesSeen = [] }: Findings,
): boolean {
  if (covers.includes(target)) return true;
  return kind === 'due' && (coversDue.includes(target) || (zone !== undefined && zonesSeen.includes(zone)));
}

function bodyWith(some: readonly Problem[], all: number, trigger: Trigger, now: number): string {
  const more = all - some.length;
  return blocks(
    hiddenHead(some),
    'This issue is kept up to date by the rotation workflow, and closed by it when all is well again.',
    ...some.map(problemText),
    more > 0 ? `And ${more} more: see the summary of the run.` : '',
    `Last updated ${moment(now)}.`,
    triggerLine(trigger),
  );
}

function problemText({ target, kind, sentence, remedy }: Problem): string {
  const mark = kind === 'failed' ? '❌ Failed' : '📅 Due';
  return blocks(
    `### ${mark}: ${prose(target)}`,
    prose(sentence),
    remedy === '' ? '' : `**What to do:** ${prose(remedy)}`,
  );
}

function byUrgency(one: Problem, other: Problem): number {
  if (one.kind !== other.kind) return one.kind === 'failed' ? -1 : 1;
  return one.target < other.target ? -1 : 1;
}

/**
 * What the issue itself remembers, hidden in its text: the problems of all jobs that report to it,
 * so that the job of one target does not close what the job of another opened.
 */

const MARKER = '<!-- origin-pull-certificates:issue -->';
const STATE = /^<!-- origin-pull-certificates:state=1 (\[.*\]) -->$/mu;

/** True for a text with our hidden marker at the start of a line: people may write lines above it. */
export function isOurs(body: string): boolean {
  return body.split('\n').some((line) => line.startsWith(MARKER));
}

/** True for a title we give: where the marker is gone, it is what is left. */
export function hasOurTitle(title: string): boolean {
  return /^Origin pull certificates: (?:all is well|\d+ targets? needs? attention)$/u.test(title);
}

/**
 * The hidden head of the issue's text. Legible JSON, so that whoever looks the text over for secrets
 * sees all of it; nothing in it can end the comment.
 */
export function hiddenHead(problems: readonly Problem[]): string {
  const state = JSON.stringify(problems)
    .replaceAll('--', String.raw`-\u002d`)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`);
  return `${MARKER}\n<!-- origin-pull-certificates:state=1 ${state} -->`;
}

/** The remembered problems; people may have edited the text, so whatever is not well formed is dropped. */
export function rememberedProblems(body: string | undefined): readonly Problem[] {
  const hidden = STATE.exec(body ?? '')?.[1];
  if (hidden === undefined) return [];
  try {
    const state: unknown = JSON.parse(hidden);
    return [state].flat().flatMap(readProblem);
  } catch {
    return [];
  }
}

function readProblem(value: unknown): readonly Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  const { target, kind, zone, sentence, remedy, seenAt }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof target !== 'string' || typeof sentence !== 'string' || typeof remedy !== 'string') return [];
  if (kind !== 'due' && kind !== 'failed') return [];
  if (typeof seenAt !== 'number' || !Number.isFinite(seenAt)) return [];
  const texts = { target: plain(target, 200), sentence: plain(sentence), remedy: plain(remedy) };
  return [{ ...texts, kind, seenAt, ...(typeof zone === 'string' ? { zone: plain(zone, 200) } : {}) }];
}
