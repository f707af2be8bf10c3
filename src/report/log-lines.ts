import type { RunResult } from '../operations/operation-result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { CertificateFacts, Predecessor } from '../zone/result-parts.ts';
import { worstOf } from './annotations.ts';
import { dayUntil, inForceDiffers } from './certificate-words.ts';
import { outcomeSentence } from './failure-block.ts';
import { plain } from './limits.ts';
import { count, duration, isoMoment, OUTCOME_WORDS } from './wording.ts';

/**
 * The first and the last lines of the log, in sentences that can be read aloud. No marks, no tables; every
 * line is harmless in a log. What the steps have said under way, and what the annotations say, is not said again.
 */

const LONGEST = 2000;

/** What the run is about. */
export function openingLine(names: readonly string[]): string {
  const [only, ...others] = names;
  return plain(
    only !== undefined && others.length === 0 ? `Target: ${only}.` : count(names.length, 'target'),
  );
}

/** Of one target among several, as soon as it has ended. */
export function endingLine(target: TargetResult): string {
  const { name, outcome, inForce } = target;
  const until = inForce?.notAfter === undefined ? '' : `, in force until ${dayUntil(inForce)}`;
  return plain(`${name}: ${OUTCOME_WORDS[outcome].toLowerCase()}${until}.`, LONGEST);
}

/** Where things stand at the end. */
export function closingLines(run: RunResult): readonly string[] {
  const [only, ...others] = run.targets;
  const lines =
    only !== undefined && others.length === 0
      ? linesOfOne(only)
      : [...run.targets.flatMap((target) => untoldFailure(target, worstOf(run))), `${outcomeSentence(run)}.`];
  const dry = run.dryRun ? ' This was a dry run: nothing was changed.' : '';
  const took = `The run took ${duration(run.endedAt - run.startedAt)}.${dry}`;
  return [...lines, took].filter((line) => line !== '').map((line) => plain(line, LONGEST));
}

function linesOfOne(target: TargetResult): readonly string[] {
  const { name, outcome, sentence, failure, phases, predecessors } = target;
  return [
    ...phases.filter((phase) => phase.outcome === 'planned').map(({ detail }) => `To be done: ${detail}.`),
    failure === undefined ? `${OUTCOME_WORDS[outcome]}. ${sentence}` : `${OUTCOME_WORDS[outcome]}: ${name}.`,
    inForceLine(target),
    renewalLine(target),
    ...predecessors.filter(({ id }) => id !== target.inForce?.id || id === undefined).map(fateLine),
  ];
}

/** The annotation tells the worst one. */
function untoldFailure(target: TargetResult, annotated: TargetResult | undefined): readonly string[] {
  const { name, failure } = target;
  if (failure === undefined || target === annotated) return [];
  const inForce = failure.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
  return [`${name}: ${failure.happened}${inForce} What to do: ${failure.remedy}`];
}

function inForceLine(target: TargetResult): string {
  const { inForce } = target;
  if (target.failure?.inForce !== undefined || target.outcome === 'not-started') return '';
  if (inForce === undefined && target.outcome === 'planned' && target.firstSetUp)
    return 'In force now: no certificate of its own.';
  if (inForce === undefined) return 'It is not known what is in force now.';
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
  const valid = isoMoment(facts.notAfter) === undefined ? '' : `, valid until ${dayUntil(facts)}`;
  return `certificate ${facts.id ?? 'with an unknown id'}${valid}`;
}

/** The step has told a deletion, and the plan one to come. */
function fateLine({ id, fate, why }: Predecessor): string {
  const words: Readonly<Partial<Record<Predecessor['fate'], string>>> = {
    kept: 'is kept',
    'in-use': 'is kept because it is still in use',
    'delete-unconfirmed': 'was to be deleted, but that is not confirmed',
  };
  const said = words[fate];
  if (said === undefined) return '';
  return `Previous certificate ${id ?? 'with an unknown id'} ${said}. ${why}`.trimEnd();
}
