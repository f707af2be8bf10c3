import type { ActionError } from '../../errors.ts';
import { failureOf, type Failure } from '../../zone/result-parts.ts';
import type { RunLog } from '../../zone/run-log.ts';
import { someOf } from '../../zone/words.ts';
import type { Observation } from '../observe/observation.ts';
import type { RotationPlan } from '../plan/plan.ts';
import type { Target } from '../target.ts';
import type { WriteRecord } from '../write-record.ts';
import { unknownBefore } from './candidates.ts';
import { inForceNow } from './in-force.ts';
import type { Ending } from './sentences.ts';

/** What a result is made from. */
export interface Concluding {
  readonly target: Target;
  readonly observation: Observation | undefined;
  readonly runLog: Pick<RunLog, 'phases' | 'seen' | 'warnings'>;
  readonly writeRecord: WriteRecord;
  readonly ending: Ending;
  readonly now: number;
}

/** Why it failed, what is in force now and what to do; undefined: it did not. */
export function failureIn(all: Concluding): Failure | undefined {
  const { ending, observation, writeRecord } = all;
  const inForce = inForceNow(observation, writeRecord);
  switch (ending.kind) {
    case 'not-started':
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
    case 'rolled-back': {
      // What is as before is said first, then how it was seen.
      const both = [inForce, ending.undone.sentence];
      const inOrder = writeRecord.undone ? both : both.toReversed();
      return withUnknown(all, ending.plan, failure(ending.error, inOrder.join(' ')));
    }
    case 'roll-back-failed':
      return withUnknown(all, ending.plan, {
        ...failure(ending.error, inForce),
        code: 'ROLLBACK_FAILED',
        happened: `${ending.error.happened} Rolling back failed as well. ${ending.failure.happened}`,
        remedy: `${byHand(ending.failure, writeRecord)}${ending.failure.remedy}`,
      });
  }
}

/** Where Cloudflare's API does not take the call that restores, a person need not wait for the next run. */
function byHand({ code }: ActionError, { uploaded, withdrawn, switchedOn, moved }: WriteRecord): string {
  const off = switchedOn ? 'switch origin pulls of the zone off' : undefined;
  const hostnames = someOf(moved.map(({ hostname }) => hostname));
  const back = moved.length > 0 ? `point ${hostnames} back to what they had` : undefined;
  const removal = uploaded !== undefined && withdrawn === 'no' ? `delete ${uploaded}` : undefined;
  const what = off ?? back ?? removal;
  if (!code.startsWith('API_') || what === undefined) return '';
  return `Check the site now. If visitors are refused, ${what} in the dashboard. `;
}

/** If visitors are refused, hostnames that no run can point back are reported. */
function withUnknown(
  { target, observation, writeRecord, now }: Concluding,
  plan: RotationPlan,
  failed: Failure,
): Failure {
  const unknown = unknownBefore(target, observation, plan, writeRecord.back, now);
  if (unknown === undefined) return failed;
  return {
    ...failed,
    inForce: `${failed.inForce ?? ''} ${unknown.inForce}`.trim(),
    remedy: `${failed.remedy}${unknown.remedy}`,
  };
}

/** What is in force is known better here than where it failed. */
function failure(error: ActionError, inForce: string): Failure {
  return { ...failureOf(error, inForce), inForce };
}
