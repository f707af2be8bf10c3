import { baselineMended } from '../../zone/baseline-checks.ts';
import { findByFingerprint, type ObservedCertificate } from '../../zone/observed.ts';
import { presentedIn, type Observation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { OF_HOSTNAMES } from './check-hostnames.ts';
import { TOWARDS_THE_ORIGIN } from './checks-issuer.ts';
import * as checks from './checks.ts';
import { walk } from './checks.ts';
import { planHostnames } from './plan-hostnames.ts';
import { OF_THE_ZONE, planZone, switchedOff } from './plan-zone.ts';
import type { Draft, Plan, RotationPlan } from './plan.ts';
import { isStuck, type SparedCertificate } from './succession.ts';

const ALWAYS = [checks.zoneIsServed, checks.sslModeSends, checks.expiresSoon, switchedOff];
const BEFORE_ANY_CHANGE = [
  checks.notExpired,
  checks.validLongEnough,
  ...OF_THE_ZONE,
  ...OF_HOSTNAMES,
  ...TOWARDS_THE_ORIGIN,
];

/** Decides for one target. Pure: `now` is the server's clock in epoch milliseconds. */
export function plan(target: Target, observation: Observation, now: number): Plan {
  const present = findByFingerprint(observation.certificates, target.successor.leaf);
  const mayServe = present === undefined || !isStuck(present);
  const copy = mayServe ? { adopt: present, stuck: undefined } : { adopt: undefined, stuck: present };
  const { adopt, stuck } = copy;
  const draft =
    observation.level === 'zone'
      ? planZone(target, observation, copy)
      : planHostnames(target, observation, copy);
  const { succession, switchOn, moves, canary } = draft;
  const discard = stuck ?? target.orphan;
  const remove = target.policy.deletePrevious && draft.replaces ? succession.superseded : [];
  const spared = [...succession.spared, ...(remove.length > 0 ? [] : kept(target, succession.superseded))];
  const steps = { discard, switchOn, moves, canary, remove, spared };
  const input = { target, observation, presented: presentedIn(observation), succession, now, ...copy };

  const always = walk(ALWAYS, input, draft.warnings);
  if (adopt?.status === 'active' && draft.isInPlace && remove.length === 0) {
    const shortly = target.conditional.map(({ reason, sentence }) => ({ reason, sentence }));
    const warnings = [...always.warnings, ...shortly, ...walk([baselineMended], input).warnings];
    return { kind: 'idle', reason: 'ALREADY_IN_FORCE', adopt, ...steps, warnings };
  }

  const checked = walk(BEFORE_ANY_CHANGE, input, always.warnings);
  if (checked.kind === 'refused') return checked;
  const { warnings } = walk([checks.somebodyLooks], input, checked.warnings);
  return { kind: 'rotate', reason: reasonOf(draft, adopt, remove), adopt, ...steps, warnings };
}

function reasonOf(
  { isFirst, switchOn }: Draft,
  adopt: ObservedCertificate | undefined,
  remove: readonly ObservedCertificate[],
): RotationPlan['reason'] {
  if (adopt === undefined) return isFirst ? 'FIRST_SET_UP' : 'REPLACE';
  return switchOn && adopt.status === 'active' && remove.length === 0 ? 'SWITCH_ON' : 'FINISH_EARLIER_RUN';
}

function kept(
  { policy }: Target,
  certificates: readonly ObservedCertificate[],
): readonly SparedCertificate[] {
  const [reason, why] = policy.deletePrevious
    ? ([
        'NOT_REPLACED',
        'No hostname of the target uses the new certificate, so it replaces nothing.',
      ] as const)
    : (['KEPT_ON_REQUEST', '`delete-previous` is false.'] as const);
  return certificates.map((certificate) => ({ certificate, reason, why }));
}
