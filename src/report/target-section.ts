import type { Predecessor } from '../zone/result-parts.ts';
import type { Spared, TargetResult } from '../rotation/result.ts';
import { fateLine, inForceDiffers, previousOf, subjectUntil, valuesFold } from './certificate-words.ts';
import { blocks, code, fold, list, prose, warningList } from './markdown.ts';
import { evidenceLines, everyAnswer, legendOf } from './probe-strip.ts';
import { failureBlock, isUnclear } from './story.ts';
import { plannedList, stepsFold } from './timeline.ts';
import { counted, MARKS, moment } from './wording.ts';

/** What a reader asks first, a line for each answer. */

const MOST_ITEMS = 25;

/** The warning that nothing checks whether visitors get through. */
export const NOBODY_LOOKS = 'NOBODY_LOOKS';

/** The sentence of that warning, unless the run failed: then there is nothing to check. */
export function unwatched({ failure, warnings }: TargetResult): string | undefined {
  return failure === undefined ? warnings.find(({ reason }) => reason === NOBODY_LOOKS)?.sentence : undefined;
}

/** Where nothing looked at the site, and no warning says so, OpenSSL accepted the certificate with `client-ca`. */
export function isVouchedByBundle(target: TargetResult): boolean {
  return target.outcome === 'rotated' && target.evidence.length === 0 && unwatched(target) === undefined;
}

/** A tick stands only next to what was seen. */
export function markOf(target: TargetResult): string {
  const unseen = unwatched(target) !== undefined || isUnclear(target);
  return target.outcome === 'rotated' && unseen ? '❓' : MARKS[target.outcome];
}

export function otherWarnings({ warnings }: TargetResult): TargetResult['warnings'] {
  return warnings.filter(({ reason }) => reason !== NOBODY_LOOKS);
}

/** Whether the line of a previous certificate, or the failure above, says it already. */
function saysItself(target: TargetResult, sentence: string): boolean {
  return previousOf(target).some(({ why }) => why !== '' && sentence.includes(why));
}

/** All about one target below its headline: a glance, and the rest folded. */
export function targetSections(target: TargetResult): readonly string[] {
  const { failure, inForce, phases } = target;
  return [
    failure === undefined ? prose(target.sentence) : failureBlock(failure, inForce),
    glance(target),
    warningList(
      otherWarnings(target)
        .map(({ sentence }) => sentence)
        .filter((sentence) => !saysItself(target, sentence)),
    ),
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
    isVouchedByBundle(target)
      ? '**Evidence:** `client-ca` ✅ OpenSSL accepts the certificate; nothing looked at the site itself'
      : '',
    prose(unwatched(target) ?? '').replace(/^Evidence:/u, '⚠ **Evidence:**'),
    ...previousOf(target).map(previousLine),
  ];
  return blocks(list(lines, MOST_ITEMS), legendOf(target));
}

/** With a failure this stands in its own lines. */
function inForceLine(target: TargetResult): string {
  const { inForce, failure, outcome, stood } = target;
  if (failure !== undefined || outcome === 'not-started') return '';
  if (inForce === undefined)
    return `**In force:** ${prose((outcome === 'planned' ? stood : undefined) ?? 'not known')}`;
  const other = inForceDiffers(target) && outcome !== 'planned' ? ', which is not the new one' : '';
  return `**In force:** ${subjectUntil(inForce)}${other}`;
}

function renewalLine({ renewal, outcome }: TargetResult): string {
  if (renewal === undefined) return '';
  const signed = outcome === 'rotated' || outcome === 'unchanged' ? 'Signed by' : 'Signer';
  const next =
    renewal.dueAt === undefined ? '' : `. **Next renewal:** the first run after ${moment(renewal.dueAt)}`;
  return `**${signed}:** ${prose(renewal.signer.replace(/^The /u, 'the '))}${next}`;
}

/** Why it was deleted is not worth a reader's time. */
function previousLine(one: Predecessor): string {
  return fateLine(one, ['deleted', 'already-gone', 'to-delete'].includes(one.fate));
}

/** The certificates deliberately left alone, with the words that would delete them. */
function sparedFold(spared: readonly Spared[]): string {
  if (spared.length === 0) return '';
  const items = spared.map(
    (one) => `${code(one.id ?? 'unknown id')}, ${subjectUntil(one)}: ${prose(one.why, 600)}`,
  );
  return fold(`Left alone: ${counted(spared.length, 'certificate')}`, list(items, MOST_ITEMS));
}
