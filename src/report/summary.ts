import type { Trigger } from '../github/trigger.ts';
import type { RunResult } from '../operations/result.ts';
import type { Failure, TargetResult } from '../rotation/result.ts';
import { failureBlock, ownWords } from './failure-block.ts';
import { footer } from './footer.ts';
import { blocks, prose } from './markdown.ts';
import { markOf } from './target-mark.ts';
import { targetSection } from './target-section.ts';
import { targetsSection } from './targets-section.ts';
import { triggerLine } from './trigger-line.ts';
import { MARKS, OUTCOME_WORDS } from './wording.ts';
import { outcomeSentence } from './outcome-sentence.ts';

/** GitHub drops a summary above 1 MiB; other text of the step may stand beside ours. */
export const MOST_BYTES = 1_000_000;

/**
 * The job summary as GitHub-flavoured Markdown: the outcome in one sentence, then the evidence for
 * it. Never longer than `MOST_BYTES` of UTF-8; every foreign value is harmless in it.
 */
export function renderSummary(run: RunResult, trigger: Trigger): string {
  const [first, ...others] = run.targets;
  if (first !== undefined && others.length === 0) return single(run, first, trigger);
  const head = blocks(
    `## ${MARKS[run.outcome]} ${outcomeSentence(run)}`,
    dryRunLine(run),
    triggerLine(trigger),
  );
  const foot = footer(run);
  const room = MOST_BYTES - Buffer.byteLength(head) - Buffer.byteLength(foot) - 10;
  return ended(blocks(head, targetsSection(run.targets, room), foot));
}

/** The summary of a run that ended before it had a result: bad input, or no way to begin. `sent`: changes were sent. */
export function renderEarlyFailure(failure: Failure, trigger: Trigger, sent = false): string {
  return ended(
    blocks(
      `## ${MARKS.failed} ${sent ? 'Failed' : 'Failed before anything was changed'}`,
      failureBlock(failure),
      triggerLine(trigger),
    ),
  );
}

function single(run: RunResult, target: TargetResult, trigger: Trigger): string {
  const head = blocks(
    `## ${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${prose(target.name, 200)}`,
    prose(ownWords(target)),
    dryRunLine(run),
    triggerLine(trigger),
  );
  const whole = ended(blocks(head, targetSection(target, { chart: true }), footer(run)));
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  const failure = target.failure === undefined ? '' : failureBlock(target.failure);
  return ended(blocks(head, failure, 'The rest is left out: it is too long for a summary.', footer(run)));
}

function dryRunLine(run: RunResult): string {
  return run.dryRun ? '**Dry run:** nothing was changed.' : '';
}

function ended(markdown: string): string {
  return `${markdown}\n`;
}
