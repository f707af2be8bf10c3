import { ApiError } from '../../cloudflare/api-error.ts';
import type { ActionError } from '../../errors.ts';
import type { Journal } from '../journal.ts';
import type { Ledger } from '../ledger.ts';
import type { ObservedCertificate, Observation } from '../observe/observation.ts';
import type { IdlePlan, RefusedPlan, RotationPlan } from '../plan/plan.ts';
import { presentationOf } from '../plan/presented.ts';
import type { Presentation } from '../plan/presented.ts';
import type { Failure, Spared, TargetOutcome, TargetResult } from '../result.ts';
import type { Undone } from '../roll-back/way-back.ts';
import type { Target } from '../target.ts';
import { unknownFormer } from './candidates.ts';
import { factsOf, factsOfLeaf } from './facts.ts';
import { certificateBefore, inForceNow } from './in-force.ts';
import { plannedPhases } from './planned-phases.ts';
import { renewalOf } from './renewal.ts';
import { hadBefore, predecessorsOf, sparedOf, told } from './replaced.ts';
import { sentenceOf } from './wording.ts';

/** The ways a rotation ends. */
export type Ending =
  | { readonly kind: 'refused'; readonly plan: RefusedPlan }
  | { readonly kind: 'idle'; readonly plan: IdlePlan }
  | { readonly kind: 'planned'; readonly plan: RotationPlan }
  | { readonly kind: 'rotated'; readonly plan: RotationPlan; readonly successor: ObservedCertificate }
  | { readonly kind: 'stopped'; readonly plan: RotationPlan | undefined; readonly error: ActionError }
  | {
      readonly kind: 'rolled-back';
      readonly plan: RotationPlan;
      readonly error: ActionError;
      readonly undone: Undone;
    }
  | {
      readonly kind: 'roll-back-failed';
      readonly plan: RotationPlan;
      readonly error: ActionError;
      readonly failure: ActionError;
    };

export interface Concluding {
  readonly target: Target;
  readonly observation: Observation | undefined;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly ending: Ending;
  readonly now: number;
}

/** The result of one target, from what was observed, sent and seen. Pure. */
export function conclude(all: Concluding): TargetResult {
  const { target, observation, journal, ledger, ending, now } = all;
  const plan = ending.kind === 'refused' || ending.kind === 'idle' ? undefined : ending.plan;
  const successorId = successorIdOf(ending) ?? ledger.successor;
  return {
    name: target.name,
    zone: { asked: target.zone, id: observation?.zone.id, name: observation?.zone.name },
    level: target.level,
    hostnames: observation?.level === 'hostname' ? observation.hostnames : target.hostnames,
    outcome: outcomeOf(ending, ledger),
    changed: ledger.undone ? leftChanged(ledger) : hasChanged(ledger),
    reason: reasonOf(ending),
    sentence: sentenceOf(ending, target, presentation(all, successorId)),
    firstSetUp: plan?.reason === 'FIRST_SET_UP',
    successor: factsOfLeaf(successorId, target.successor.leaf, now),
    inForce: inForceOf(all, successorId),
    before: hadBefore(observation),
    predecessors:
      plan === undefined
        ? []
        : predecessorsOf(plan, ledger, ending.kind === 'planned' ? 'planned' : 'other', now),
    spared: sparedIn(ending, now),
    phases:
      ending.kind === 'planned'
        ? [...journal.phases(), ...plannedPhases(target, ending.plan, now)]
        : journal.phases(),
    evidence: journal.seen(),
    warnings: journal.warnings(),
    renewal: renewalOf(target),
    failure: failureOf(all),
  };
}

/** True where a write took effect, or may have: one that was refused changed nothing. */
function hasChanged(ledger: Ledger): boolean {
  const brought = ledger.uploaded !== undefined || ledger.uploadUnsettled;
  const moved = ledger.moved.length + ledger.back.length > 0;
  return brought || ledger.switchedOn || moved || ledger.withdrawn !== 'no' || hasDeleted(ledger);
}

/** What a roll-back that succeeded leaves otherwise than it was: an upload of its own, or nothing of what it took over. */
function leftChanged(ledger: Ledger): boolean {
  const { orphan, uploaded, withdrawn } = ledger;
  return hasDeleted(ledger) || (uploaded === undefined ? withdrawn !== 'no' : orphan !== undefined);
}

/** No roll-back brings back what was deleted: a predecessor, or a copy whose deployment had timed out. */
function hasDeleted({ fates }: Ledger): boolean {
  return [...fates.values()].some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
}

function outcomeOf(ending: Ending, ledger: Ledger): TargetOutcome {
  switch (ending.kind) {
    case 'idle':
      return 'unchanged';
    case 'planned':
      return 'planned';
    case 'rotated':
      return hasChanged(ledger) ? 'rotated' : 'unchanged';
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

function reasonOf(ending: Ending): string {
  switch (ending.kind) {
    case 'refused':
    case 'idle':
    case 'planned':
    case 'rotated':
      return ending.plan.reason;
    case 'stopped':
    case 'rolled-back':
    case 'roll-back-failed':
      return ending.error.code;
  }
}

function successorIdOf(ending: Ending): string | undefined {
  if (ending.kind === 'idle' || ending.kind === 'rotated') {
    return ending.kind === 'idle' ? ending.plan.successor.id : ending.successor.id;
  }
  return ending.kind === 'refused' ? undefined : ending.plan?.adopt?.id;
}

/** Whether visitors' requests are made with it; only uploaded, it is in force for nobody. */
function presentation({ ending, observation }: Concluding, id: string | undefined): Presentation {
  if (observation === undefined) return { presented: false, dark: [] };
  const plan = ending.kind === 'idle' || ending.kind === 'refused' ? undefined : ending.plan;
  return presentationOf(observation, plan ?? { moves: [], switchOn: false }, id);
}

function inForceOf(all: Concluding, id: string | undefined): TargetResult['inForce'] {
  const { ending, observation, target, ledger, now } = all;
  if (ending.kind === 'rotated' || ending.kind === 'idle') {
    return presentation(all, id).presented ? factsOfLeaf(id, target.successor.leaf, now) : undefined;
  }
  if (observation === undefined) return undefined;
  if (hasChanged(ledger) && !ledger.undone)
    return ledger.seenInForce && presentation(all, id).presented
      ? factsOfLeaf(id, target.successor.leaf, now)
      : undefined;
  const former = certificateBefore(observation);
  return former === undefined ? undefined : factsOf(former, now);
}

function sparedIn(ending: Ending, now: number): readonly Spared[] {
  switch (ending.kind) {
    case 'refused':
      return [];
    case 'idle':
      return ending.plan.spared.map((one) => told(one, now));
    case 'planned':
    case 'rotated':
    case 'stopped':
    case 'rolled-back':
    case 'roll-back-failed':
      return ending.plan === undefined ? [] : sparedOf(ending.plan, now);
  }
}

function failureOf(all: Concluding): Failure | undefined {
  const { ending, observation, ledger } = all;
  const inForce = inForceNow(observation, ledger);
  switch (ending.kind) {
    case 'idle':
    case 'planned':
    case 'rotated':
      return undefined;
    case 'refused': {
      const { happened, remedy } = ending.plan.text;
      return { code: 'PLAN_REFUSED', happened, inForce, remedy, details: [] };
    }
    case 'stopped':
      return failure(ending.error, inForce);
    case 'rolled-back':
      return withUnknown(all, ending.plan, failure(ending.error, `${ending.undone.sentence} ${inForce}`));
    case 'roll-back-failed':
      return withUnknown(all, ending.plan, {
        ...failure(ending.error, inForce),
        code: 'ROLLBACK_FAILED',
        happened: `${ending.error.happened} Going back failed as well. ${ending.failure.happened}`,
        remedy: ending.failure.remedy,
      });
  }
}

/** If visitors are refused, hostnames that no run can point back are reported. */
function withUnknown(
  { target, observation, ledger, now }: Concluding,
  plan: RotationPlan,
  failed: Failure,
): Failure {
  const unknown = unknownFormer(target, observation, plan, ledger.back, now);
  if (unknown === undefined) return failed;
  return {
    ...failed,
    inForce: `${failed.inForce ?? ''} ${unknown.inForce}`.trim(),
    remedy: `${failed.remedy}${unknown.remedy}`,
  };
}

function failure(error: ActionError, inForce: string): Failure {
  const { code, happened, remedy } = error;
  return { code, happened, inForce, remedy, details: detailsOf(error) };
}

function detailsOf(error: ActionError): readonly string[] {
  if (error instanceof ApiError) return error.details();
  return error.cause instanceof ApiError ? error.cause.details() : [];
}
