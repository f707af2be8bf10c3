import type { TargetResult } from '../rotation/result.ts';
import type { Warning } from '../zone/result-parts.ts';
import { subjectUntil, valuesFold } from './certificate-words.ts';
import { failureBlock } from './failure-block.ts';
import { glance, sparedFold } from './glance.ts';
import { blocks, list, prose } from './markdown.ts';
import { everyAnswer } from './probe-strip.ts';
import { plannedList, stepsFold } from './timeline.ts';

const MOST_WARNINGS = 25;

/** All about one target below its headline: a glance, and the rest folded. */
export function targetSection(target: TargetResult): string {
  const { failure, inForce, phases } = target;
  return blocks(
    failure === undefined ? '' : failureBlock(failure, inForce === undefined ? '' : subjectUntil(inForce)),
    failure === undefined ? prose(target.sentence) : '',
    glance(target),
    warningList(target.warnings),
    plannedList(phases),
    valuesFold(target),
    everyAnswer(target),
    sparedFold(target.spared),
    stepsFold(phases, failure?.happened),
  );
}

function warningList(warnings: readonly Warning[]): string {
  return list(
    warnings.map(({ sentence }) => `⚠ ${prose(sentence)}`),
    MOST_WARNINGS,
  );
}
