import type { Trigger } from '../../github/trigger.ts';
import type { OtherResult } from '../../operations/operation-result.ts';
import { failureWords, warningAnnotations } from '../annotations.ts';
import type { Annotation } from '../annotations.ts';
import { failureBlock } from '../failure-block.ts';
import { plain } from '../limits.ts';
import { blocks, list, prose } from '../markdown.ts';
import { DRY_RUN, MOST_BYTES, TOO_LONG } from '../summary.ts';
import { footer } from '../trigger-line.ts';
import { count, duration } from '../wording.ts';
import { deleteStory } from './delete-story.ts';
import { disableStory } from './disable-story.ts';
import { matrixStory } from './matrix-story.ts';
import { statusStory } from './status-story.ts';
import type { NamedFailure, Story } from './story.ts';

const MOST_FAILURES = 20;
const LONGEST = 4000;

/** What the operation has to tell. */
export function storyOf(run: OtherResult): Story {
  switch (run.operation) {
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

/** The job summary; blocks that do not fit are left out from the end. */
export function operationSummary(run: OtherResult, trigger: Trigger): string {
  const story = storyOf(run);
  const head = [`## ${story.mark} ${prose(story.title, 300)}`, run.dryRun ? DRY_RUN : ''];
  const [first = '', ...body] = story.body;
  const parts = [...failureParts(story.failures), first, ...warningPart(run, story), ...body];
  const foot = footer(run, trigger);
  // Room for the sentence that says what is missing.
  let room = MOST_BYTES - Buffer.byteLength(blocks(...head, foot)) - 200;
  const fitting = parts.filter((part) => {
    room -= Buffer.byteLength(part) + 2;
    return room >= 0;
  });
  const missing = parts.length - fitting.length;
  const cut = missing === 0 ? '' : TOO_LONG;
  return `${blocks(...head, ...fitting, cut, foot)}\n`;
}

function failureParts(failures: readonly NamedFailure[]): readonly string[] {
  const shown = failures
    .slice(0, MOST_FAILURES)
    .map(({ name, failure }) => blocks(name === '' ? '' : `**${prose(name, 300)}**`, failureBlock(failure)));
  const more = failures.length - shown.length;
  return more > 0 ? [...shown, `And ${count(more, 'more failure')}.`] : shown;
}

/** Status and matrix list their findings themselves, with what to do. */
function warningPart(run: OtherResult, { warnings }: Story): readonly string[] {
  if (run.operation === 'status' || run.operation === 'matrix' || warnings.length === 0) return [];
  return [
    list(
      warnings.map((sentence) => `⚠ ${prose(sentence)}`),
      25,
    ),
  ];
}

/** One error at most, then the warnings. */
export function operationAnnotations(run: OtherResult): readonly Annotation[] {
  const { failures, failedTitle, warnings } = storyOf(run);
  const [first, ...others] = failures;
  const more = others.length === 0 ? '' : ` ${count(others.length, 'more failure')}: see the job summary.`;
  const error = first === undefined ? [] : [`${plain(failureText(first), LONGEST - 100)}${more}`];
  return [
    ...error.map((text): Annotation => ({ kind: 'error', title: failedTitle, text })),
    ...warningAnnotations(warnings),
  ];
}

function failureText({ name, failure }: NamedFailure): string {
  const lead = name === '' ? '' : `${name}: `;
  return `${lead}${failureWords(failure)}`;
}

/** The last lines of the log. */
export function operationLines(run: OtherResult): readonly string[] {
  const { lines, failures, title } = storyOf(run);
  // The first one stands in the log with its annotation.
  const failed = failures
    .slice(1)
    .flatMap(({ name, failure }) => [
      `${name === '' ? '' : `${name}: `}What happened: ${failure.happened}`,
      ...(failure.inForce === undefined ? [] : [`In force now: ${failure.inForce}`]),
      `What to do: ${failure.remedy}`,
    ]);
  const took = duration(run.endedAt - run.startedAt);
  const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
  return [...lines, ...failed, `${title}. The run took ${took}.${dry}`].map((line) => plain(line, 2000));
}
