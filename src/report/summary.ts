import type { Trigger } from '../github/trigger.ts';
import type { RunResult } from '../operations/operation-result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Failure } from '../zone/result-parts.ts';
import { failureBlock, outcomeSentence } from './failure-block.ts';
import { markOf } from './glance.ts';
import { blocks, prose } from './markdown.ts';
import { targetSection } from './target-section.ts';
import { targetsSection } from './targets-section.ts';
import { footer, triggerLine } from './trigger-line.ts';
import { MARKS, OUTCOME_WORDS } from './wording.ts';

/** GitHub drops a summary above 1 MiB; other text of the step may stand beside ours. */
export const MOST_BYTES = 1_000_000;

export const DRY_RUN = '**Dry run:** nothing was changed.';
export const TOO_LONG = 'The rest is left out: it is too long for a summary.';

/**
 * The job summary as GitHub-flavoured Markdown: a glance at the outcome, and all that stands behind it, folded.
 * Never longer than `MOST_BYTES` of UTF-8; every foreign value is harmless in it.
 */
export function renderSummary(run: RunResult, trigger: Trigger): string {
  const [first, ...others] = run.targets;
  const dry = run.dryRun ? DRY_RUN : '';
  const foot = footer(run, trigger);
  if (first !== undefined && others.length === 0) return single(first, dry, foot);
  const head = blocks(`## ${MARKS[run.outcome]} ${outcomeSentence(run)}`, dry);
  const room = MOST_BYTES - Buffer.byteLength(head) - Buffer.byteLength(foot) - 10;
  return ended(blocks(head, targetsSection(run, room), foot));
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

function single(target: TargetResult, dry: string, foot: string): string {
  const head = blocks(
    `## ${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${prose(target.name, 200)}`,
    dry,
  );
  const whole = ended(blocks(head, targetSection(target), foot));
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  const failure = target.failure === undefined ? prose(target.sentence) : failureBlock(target.failure);
  return ended(blocks(head, failure, TOO_LONG, foot));
}

function ended(markdown: string): string {
  return `${markdown}\n`;
}
