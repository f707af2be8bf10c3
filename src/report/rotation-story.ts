import type { RunResult } from '../operations/operation-result.ts';
import { isFailure, worstFirst, type TargetResult } from '../rotation/result.ts';
import type { Predecessor } from '../zone/result-parts.ts';
import { dayUntil, inForceDiffers, previousOf } from './certificate-words.ts';
import { plain } from './limits.ts';
import { failureWords, type Story, type ToldFailure } from './story.ts';
import { markOf, targetSections } from './target-section.ts';
import { targetsSection, warningTexts } from './targets-section.ts';
import { counted, isoMoment, MARKS, moment, outcomeWords } from './wording.ts';

/** Reading the inputs has already annotated it, with the name of the input; this is for the summary. */
const SAID_OF_INPUTS = 'EXPIRES_SOON';

export function openingLine(names: readonly string[]): string {
  return plain(names.length === 1 ? `Target: ${names.join('')}.` : counted(names.length, 'target'));
}

/** Of one target among several, as soon as it has ended. */
export function endingLine(target: TargetResult): string {
  const { name, outcome, inForce } = target;
  const until = inForce?.notAfter === undefined ? '' : `, in force until ${dayUntil(inForce)}`;
  const steps = stepsOf(target);
  const plan = steps.length === 0 ? '' : ` (${steps.join(', ')})`;
  return plain(`${name}: ${outcomeWords(outcome).toLowerCase()}${plan}${until}.`, 2000);
}

/** What a rotation has to tell: all of its one target, or how many ended how. */
export function rotationStory(run: RunResult): Story {
  const { outcome, targets } = run;
  const only = targets.length === 1 ? targets[0] : undefined;
  const bad = worstFirst(targets).filter(isFailure);
  const failures = bad.map((target): ToldFailure => {
    return { name: only === undefined ? plain(target.name, 200) : '', says: failureText(target) };
  });
  return {
    failedTitle: bad[0]?.outcome === 'rolled-back' ? 'Rotation rolled back' : 'Rotation failed',
    failures:
      targets.length === 0 && outcome === 'failed'
        ? [{ name: '', says: 'The run failed before it had a result.' }]
        : failures,
    warnings: warningTexts(targets, only === undefined, SAID_OF_INPUTS),
    ...(only === undefined
      ? { mark: MARKS[outcome], title: outcomeSentence(run), body: [targetsSection(run)], lines: [] }
      : {
          mark: markOf(only),
          title: `${outcomeWords(only.outcome)}: ${plain(only.name, 200)}`,
          body: targetSections(only),
          lines: linesOf(only),
        }),
  };
}

function failureText({ failure, sentence, outcome }: TargetResult): string {
  if (failure !== undefined) return failureWords(failure);
  return sentence === '' ? `${outcomeWords(outcome)}.` : sentence;
}

/** The outcome of several targets in one sentence without a full stop: `30 targets: 1 failed, 29 rotated`. */
function outcomeSentence({ outcome, targets }: RunResult): string {
  if (targets.length === 0) return outcome === 'failed' ? 'Failed before any target' : 'Nothing to do';
  const parts = [...Map.groupBy(worstFirst(targets), (target) => target.outcome)].map(([one, { length }]) => {
    return `${length < targets.length ? length : 'all'} ${outcomeWords(one).toLowerCase()}`;
  });
  return `${counted(targets.length, 'target')}: ${parts.join(', ')}`;
}

function linesOf(target: TargetResult): readonly string[] {
  const { sentence, failure } = target;
  return [
    ...stepsOf(target).map((step) => `To be done: ${step}.`),
    failure === undefined ? sentence : '',
    inForceLine(target),
    renewalLine(target),
    ...previousOf(target)
      .filter((one) => !isTold(target, one))
      .map(fateLine),
  ];
}

/** What a dry run found to do. */
function stepsOf({ phases }: TargetResult): readonly string[] {
  return phases.filter(({ outcome }) => outcome === 'planned').map(({ detail }) => detail);
}

/** A failure says itself that nothing was deleted, and a warning why a certificate is kept. */
function isTold({ failure, warnings }: TargetResult, { fate, why }: Predecessor): boolean {
  if (fate !== 'kept') return false;
  return failure !== undefined || warnings.some(({ sentence }) => why !== '' && sentence.includes(why));
}

function inForceLine(target: TargetResult): string {
  const { inForce, stood } = target;
  if (target.failure?.inForce !== undefined || target.outcome === 'not-started') return '';
  if (inForce === undefined && target.outcome === 'planned' && stood !== undefined)
    return `In force now: ${stood}.`;
  if (inForce === undefined) return 'It is not known what is in force now.';
  const which = inForceDiffers(target) && target.outcome !== 'planned' ? 'not the new certificate, but ' : '';
  const valid = isoMoment(inForce.notAfter) === undefined ? '' : `, valid until ${dayUntil(inForce)}`;
  return `In force now: ${which}certificate ${inForce.id ?? 'with an unknown id'}${valid}.`;
}

/** Who signed it, and from when on the next run renews it. */
function renewalLine({ renewal, outcome }: TargetResult): string {
  if (renewal?.dueAt === undefined || (outcome !== 'rotated' && outcome !== 'unchanged')) return '';
  return `${renewal.signer} signed it. Next renewal: the first run after ${moment(renewal.dueAt)}.`;
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
