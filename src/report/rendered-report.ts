import type { Trigger } from '../github/trigger.ts';
import type { OperationResult } from '../operations/operation-result.ts';
import type { Failure } from '../zone/result-parts.ts';
import { plain, within } from './limits.ts';
import { blocks, prose } from './markdown.ts';
import { deleteStory, disableStory } from './operations/change-stories.ts';
import { matrixStory, statusStory } from './operations/look-stories.ts';
import { rotationStory } from './rotation-story.ts';
import { failureBlock, type Story, type ToldFailure } from './story.ts';
import { MOST_BYTES } from './targets-section.ts';
import { footer, triggerLine } from './trigger-line.ts';
import { counted, duration, MARKS } from './wording.ts';

export interface Annotation {
  readonly kind: 'warning' | 'error';
  /** Our own words only: the runner does not mask titles. */
  readonly title: string;
  /** Plain text of one line, at most 4000 characters. */
  readonly text: string;
}

/** The runner keeps ten of a kind for a step; the tenth is for what comes late. */
const MOST_WARNINGS = 9;
const LONGEST = 4000;
const MOST_FAILURES = 20;

export function storyOf(run: OperationResult): Story {
  switch (run.operation) {
    case 'rotate':
      return rotationStory(run);
    case 'status':
      return statusStory(run);
    case 'matrix':
      return matrixStory(run);
    case 'delete':
      return deleteStory(run);
    case 'disable':
      return disableStory(run);
  }
}

/** One error at most, then as many warnings as the runner keeps; the summary has the others. */
export function annotationsFor(run: OperationResult): readonly Annotation[] {
  const { failures, failedTitle, warnings } = storyOf(run);
  const [first, ...others] = failures;
  const more = others.length === 0 ? '' : ` ${others.length} more went wrong: see the job summary.`;
  const errors = first === undefined ? [] : [`${plain(failureLine(first), LONGEST - 100)}${more}`];
  const fitting = warnings.length > MOST_WARNINGS ? warnings.slice(0, MOST_WARNINGS - 1) : warnings;
  const left = warnings.length - fitting.length;
  return [
    ...errors.map((text) => ({ kind: 'error', title: failedTitle, text }) as const),
    ...fitting.map((text) => warning('Origin pull certificate', plain(text, LONGEST))),
    ...(left === 0 ? [] : [warning('More warnings', `The job summary has ${left} more.`)]),
  ];
}

function warning(title: string, text: string): Annotation {
  return { kind: 'warning', title, text };
}

function failureLine({ name, says }: ToldFailure): string {
  return name === '' ? says : `${name}: ${says}`;
}

/**
 * The last lines of the log, in sentences that can be read aloud. No marks, no tables; every line is harmless in a
 * log. What the steps have said under way, and what the annotations say, is not said again.
 */
export function closingLines(run: OperationResult): readonly string[] {
  const { lines, failures, title } = storyOf(run);
  const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
  const took = `The run took ${duration(run.endedAt - run.startedAt)}.${dry}`;
  return [...lines, ...failures.slice(1).map(failureLine), `${title}. ${took}`]
    .filter((line) => line !== '')
    .map((line) => plain(line, 2000));
}

/**
 * The job summary as GitHub-flavoured Markdown: a glance at the outcome, and all that stands behind it, folded.
 * Never longer than `MOST_BYTES` of UTF-8: blocks that do not fit are left out from the end. Every foreign value is
 * harmless in it.
 */
export function renderSummary(run: OperationResult, trigger: Trigger): string {
  const { mark, title, failures, body } = storyOf(run);
  const head = blocks(
    `## ${mark} ${prose(title, 300)}`,
    run.dryRun ? '**Dry run:** nothing was changed.' : '',
  );
  const parts = [...failureParts(failures), ...body];
  const foot = footer(run, trigger);
  // Room for the sentence that says what is missing.
  const fitting = within(parts, MOST_BYTES - Buffer.byteLength(blocks(head, foot)) - 200);
  const cut = fitting.length < parts.length ? 'The rest is left out: it is too long for a summary.' : '';
  return `${blocks(head, ...fitting, cut, foot)}\n`;
}

function failureParts(failures: readonly ToldFailure[]): readonly string[] {
  const parts = failures.flatMap(({ name, failure }) =>
    failure === undefined
      ? []
      : [blocks(name === '' ? '' : `**${prose(name, 300)}**`, failureBlock(failure))],
  );
  const more = parts.length - MOST_FAILURES;
  return more > 0 ? [...parts.slice(0, MOST_FAILURES), `And ${counted(more, 'more failure')}.`] : parts;
}

/** The summary of a run that ended before it had a result: bad input, or no way to begin. `sent`: changes were sent. */
export function renderEarlyFailure(failure: Failure, trigger: Trigger, sent = false): string {
  const head = `## ${MARKS.failed} ${sent ? 'Failed' : 'Failed before anything was changed'}`;
  return `${blocks(head, failureBlock(failure), triggerLine(trigger))}\n`;
}
