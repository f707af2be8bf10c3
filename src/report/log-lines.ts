import type { RunResult } from '../operations/result.ts';
import type { CertificateFacts, Predecessor, TargetResult } from '../rotation/result.ts';
import { worstOf } from './annotations.ts';
import { inForceDiffers } from './certificate-table.ts';
import { plain } from './neutral-text.ts';
import { ownWords } from './failure-block.ts';
import { outcomeSentence } from './outcome-sentence.ts';
import { daysLeftWords, duration, isoMoment, OUTCOME_WORDS } from './wording.ts';

/**
 * The last lines of the log: where things stand, in sentences that can be read aloud. No marks, no
 * tables; every line is harmless in a log.
 */
export function closingLines(run: RunResult): readonly string[] {
  const took = duration(run.endedAt - run.startedAt);
  const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
  const annotated = worstOf(run);
  const lines = run.targets.flatMap((target) => linesOf(target, run.targets.length > 1, annotated));
  return [...lines, `${outcomeSentence(run)}. The run took ${took}.${dry}`].map((line) => plain(line, 2000));
}

function linesOf(
  target: TargetResult,
  several: boolean,
  annotated: TargetResult | undefined,
): readonly string[] {
  const lines = [
    `${target.name}: ${OUTCOME_WORDS[target.outcome].toLowerCase()}. ${ownWords(target)}`.trimEnd(),
    inForceLine(target),
    renewalLine(target),
    ...(several ? [] : target.predecessors.map(fateLine)),
  ];
  const { failure } = target;
  // The failure that the annotation tells stands in the log with it.
  if (failure !== undefined && target !== annotated) {
    lines.push(`What happened: ${failure.happened}`);
    if (failure.inForce !== undefined) lines.push(`In force now: ${failure.inForce}`);
    lines.push(`What to do: ${failure.remedy}`);
  }
  return lines.filter((line) => line !== '');
}

function inForceLine(target: TargetResult): string {
  const { inForce } = target;
  if (target.failure?.inForce !== undefined || target.outcome === 'not-started') return '';
  if (inForce === undefined && target.outcome === 'planned' && target.firstSetUp)
    return 'In force now: no certificate of its own.';
  if (inForce === undefined) return 'What is in force now is not known.';
  const which = inForceDiffers(target) && target.outcome !== 'planned' ? 'not the new certificate, but ' : '';
  return `In force now: ${which}${certificateWords(inForce)}.`;
}

/** Who signed it, and from when on the next run renews it. */
function renewalLine({ renewal, outcome }: TargetResult): string {
  const day = isoMoment(renewal?.dueAt)?.slice(0, 10);
  if (renewal === undefined || day === undefined || (outcome !== 'rotated' && outcome !== 'unchanged'))
    return '';
  return `${renewal.signer} signed it. Next renewal: from ${day} on, by the first run after that.`;
}

function certificateWords(facts: CertificateFacts): string {
  const day = isoMoment(facts.notAfter)?.slice(0, 10);
  const left = daysLeftWords(facts.daysLeft);
  const valid = day === undefined ? '' : `, valid until ${day}${left === undefined ? '' : `, ${left}`}`;
  return `certificate ${facts.id ?? 'with an unknown id'}${valid}`;
}

function fateLine({ id, fate, why }: Predecessor): string {
  const name = `Previous certificate ${id ?? 'with an unknown id'}`;
  const words: Readonly<Record<Predecessor['fate'], string>> = {
    deleted: 'was deleted',
    'to-delete': 'would be deleted',
    kept: 'is kept',
    'in-use': 'is kept because it is still in use',
    'already-gone': 'was gone already',
    'delete-unconfirmed': 'was to be deleted, but that is not confirmed',
  };
  // The word has just been said.
  const rest = why.replace(/^Deleted, and read/u, 'It was read');
  return `${name} ${words[fate]}.${rest === '' ? '' : ` ${rest}`}`;
}
