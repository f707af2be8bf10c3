import { factsOf, factsOfLeaf } from '../../zone/certificate-facts.ts';
import type { CertificateFacts } from '../../zone/result-parts.ts';
import { renewalOf } from '../issue/issued-successor.ts';
import type { RotationPlan } from '../plan/plan.ts';
import { presentationOf } from '../plan/presentation.ts';
import type { TargetOutcome, TargetResult } from '../result.ts';
import type { Target } from '../target.ts';
import { hasChanged, hasDeleted, WriteRecord } from '../write-record.ts';
import { failureIn, type Concluding } from './failure.ts';
import { before, certificateBefore } from './in-force.ts';
import { plannedPhases } from './planned-phases.ts';
import { hadBefore, predecessorsOf, sparedOf } from './replaced.ts';
import { sentenceOf, type Ending } from './sentences.ts';

export const EARLIER_FAILED = 'an earlier target of its zone failed';

/** The result of a target that was held back, in the words that follow "since". */
export function notStarted(target: Target, why: string, now: number): TargetResult {
  const runLog = { phases: () => [], seen: () => [], warnings: () => [] };
  const writeRecord = new WriteRecord();
  const ending = { kind: 'not-started', why } as const;
  return conclude({ target, observation: undefined, runLog, writeRecord, ending, now });
}

/** The result of one target, from what was observed, sent and seen. Pure. */
export function conclude(all: Concluding): TargetResult {
  const { target, observation, runLog, writeRecord, ending, now } = all;
  const plan = planOf(ending);
  const left = ending.kind === 'idle' ? ending.plan : plan;
  const successorId = successorIdOf(ending) ?? writeRecord.successor;
  const steps = plan ?? { moves: [], switchOn: false };
  const shown =
    observation === undefined
      ? { presented: false, dark: [] }
      : presentationOf(observation, steps, successorId);
  const successor = factsOfLeaf(successorId, target.successor.leaf, now);
  return {
    name: target.name,
    zone: observation?.zone ?? { asked: target.zone, id: undefined, name: undefined },
    level: target.level,
    hostnames: observation?.hostnames ?? target.hostnames,
    outcome: outcomeOf(ending, writeRecord),
    changed: writeRecord.undone ? leftChanged(writeRecord) : hasChanged(writeRecord),
    reason: reasonOf(ending),
    sentence: sentenceOf(ending, target, shown, hasChanged(writeRecord)),
    stood: observation === undefined ? undefined : before(observation),
    successor,
    inForce: inForceOf(all, shown.presented ? successor : undefined),
    before: hadBefore(observation),
    predecessors: plan === undefined ? [] : predecessorsOf(plan, writeRecord, ending.kind === 'planned', now),
    spared: left === undefined ? [] : sparedOf(left, now),
    phases:
      ending.kind === 'planned'
        ? [...runLog.phases(), ...plannedPhases(target, ending.plan, now)]
        : runLog.phases(),
    evidence: runLog.seen(),
    warnings: runLog.warnings(),
    renewal: renewalOf(target),
    failure: failureIn(all),
  };
}

/** The plan that was carried out, or would have been. */
function planOf(ending: Ending): RotationPlan | undefined {
  return 'plan' in ending && ending.kind !== 'refused' && ending.kind !== 'idle' ? ending.plan : undefined;
}

function reasonOf(ending: Ending): string {
  if (ending.kind === 'not-started') return 'NOT_STARTED';
  return 'error' in ending ? ending.error.code : ending.plan.reason;
}

/** What a roll-back that succeeded leaves otherwise than it was: an upload of its own, or nothing of what it took over. */
function leftChanged(writeRecord: WriteRecord): boolean {
  const { uploaded, withdrawn } = writeRecord;
  return hasDeleted(writeRecord) || withdrawn !== (uploaded === undefined ? 'no' : 'gone');
}

function outcomeOf(ending: Ending, writeRecord: WriteRecord): TargetOutcome {
  switch (ending.kind) {
    case 'not-started':
      return 'not-started';
    case 'idle':
      return 'unchanged';
    case 'planned':
      return 'planned';
    case 'rotated':
      return hasChanged(writeRecord) ? 'rotated' : 'unchanged';
    case 'rolled-back':
      return ending.undone.kind === 'restored' || ending.undone.kind === 'one-call'
        ? 'rolled-back'
        : 'failed';
    case 'refused':
    case 'stopped':
    case 'roll-back-failed':
      return 'failed';
  }
}

function successorIdOf(ending: Ending): string | undefined {
  if (ending.kind === 'rotated') return ending.successor.id;
  return ending.kind === 'idle' ? ending.plan.adopt.id : planOf(ending)?.adopt?.id;
}

/** @param successor its facts where visitors' requests are made with it; only uploaded, it is in force for nobody */
function inForceOf(
  { ending, observation, writeRecord, now }: Concluding,
  successor: CertificateFacts | undefined,
): TargetResult['inForce'] {
  if (ending.kind === 'rotated' || ending.kind === 'idle') return successor;
  if (hasChanged(writeRecord) && !writeRecord.undone) return writeRecord.seenInForce ? successor : undefined;
  const previous = observation && certificateBefore(observation);
  return previous && factsOf(previous, now);
}
