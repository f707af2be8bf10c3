import type { Predecessor } from '../zone/result-parts.ts';
import type { Spared, TargetResult } from '../rotation/result.ts';
import { inForceDiffers, subjectUntil, valuesFold } from './certificate-words.ts';
import { failureBlock } from './failure-block.ts';
import { blocks, code, fold, list, prose, warningList } from './markdown.ts';
import { evidenceLines, everyAnswer, legendOf } from './probe-strip.ts';
import { plannedList, stepsFold } from './timeline.ts';
import { capital, count, FATE_WORDS, MARKS, moment } from './wording.ts';

/** What a reader asks first, a line for each answer. */

const MOST_ITEMS = 25;

/** True where a new certificate is in force and nobody saw whether visitors get through. */
export function isUnwatched({ outcome, warnings }: TargetResult): boolean {
  return outcome === 'rotated' && warnings.some(({ reason }) => reason === 'NOBODY_LOOKS');
}

/** A tick stands only next to what was seen. */
export function markOf(target: TargetResult): string {
  return isUnwatched(target) ? '❔' : MARKS[target.outcome];
}

/** All about one target below its headline: a glance, and the rest folded. */
export function targetSections(target: TargetResult): readonly string[] {
  const { failure, inForce, phases, warnings } = target;
  return [
    failure === undefined
      ? prose(target.sentence)
      : failureBlock(failure, inForce === undefined ? '' : subjectUntil(inForce)),
    glance(target),
    warningList(warnings.map(({ sentence }) => sentence)),
    plannedList(phases),
    valuesFold(target),
    everyAnswer(target),
    sparedFold(target.spared),
    stepsFold(phases, failure?.happened),
  ];
}

/** What is in force until when, who renews it, what was seen, and what became of the previous certificates. */
function glance(target: TargetResult): string {
  const lines = [
    inForceLine(target),
    renewalLine(target),
    ...evidenceLines(target).map((line) => `**Evidence:** ${line}`),
    isUnwatched(target) ? '**Evidence:** none. Nothing checked whether visitors get through.' : '',
    ...target.predecessors.filter((one) => one.id !== target.inForce?.id).map(previousLine),
  ];
  return blocks(list(lines, MOST_ITEMS), legendOf(target));
}

/** With a failure this stands in its own lines. */
function inForceLine(target: TargetResult): string {
  const { inForce, failure, outcome, firstSetUp } = target;
  if (failure !== undefined || outcome === 'not-started') return '';
  if (inForce === undefined)
    return `**In force:** ${firstSetUp && outcome === 'planned' ? 'no certificate of its own' : 'not known'}`;
  const other = inForceDiffers(target) && outcome !== 'planned' ? ', which is not the new one' : '';
  return `**In force:** ${subjectUntil(inForce)}${other}`;
}

/** Who signs what is issued, and when the next one comes. */
function renewalLine({ renewal }: TargetResult): string {
  if (renewal === undefined) return '';
  const next =
    renewal.dueAt === undefined
      ? ''
      : `. **Next renewal:** by the first run from ${moment(renewal.dueAt)} on`;
  return `**Signed by:** ${code(renewal.signer)}${next}`;
}

/** Why something was kept is worth a reader's time; why it was deleted is not. */
function previousLine(one: Predecessor): string {
  const gone = one.fate === 'deleted' || one.fate === 'already-gone';
  const fate = `**${capital(FATE_WORDS[one.fate])}:** ${subjectUntil(one)}`;
  if (gone || one.fate === 'to-delete') return fate;
  const id = one.id === undefined ? '' : ` (${code(one.id)})`;
  return `${fate}${id}. ${prose(one.why, 600)}`;
}

/** The certificates deliberately left alone, with the words that would delete them. */
function sparedFold(spared: readonly Spared[]): string {
  if (spared.length === 0) return '';
  const items = spared.map(
    (one) => `${code(one.id ?? 'unknown id')}, ${subjectUntil(one)}: ${prose(one.why, 600)}`,
  );
  return fold(`Left alone: ${count(spared.length, 'certificate')}`, list(items, MOST_ITEMS));
}
