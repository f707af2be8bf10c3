import type { InForce } from '../rotation/apply/apply.ts';
import type { Departure } from '../rotation/apply/remove-together.ts';
import { movedOff } from '../rotation/plan/plan.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Target } from '../rotation/target.ts';
import type { Fate } from '../zone/delete-and-confirm.ts';

/** How far a hostname target has come. */
export type Stage =
  /** Its upload has no room yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'at-work' }
  /** Verified, and its grace is over: as far as it is concerned, what it replaces may go. */
  | { readonly kind: 'ready'; readonly inForce: InForce }
  | { readonly kind: 'ended'; readonly result: TargetResult; readonly verified: boolean };

/** A fate: it stays, and why. */
export type Verdict = 'not-yet' | 'go' | Fate;

/** A target that was not verified may have to go back to it. */
export const MAY_BE_NEEDED: Fate = {
  fate: 'kept',
  why: 'Another target of this run was not verified and may still need it. The next run checks again.',
};
const KEPT_ON_REQUEST: Fate = {
  fate: 'kept',
  why: '`delete-previous` is false for another target whose hostnames were on it.',
};

/**
 * Whether a certificate may go now, or the reason why it stays. It waits for every other target that it concerns: for
 * those whose hostnames were on it as well; a leftover of earlier runs, which this run moved nothing off, for all at
 * work. If one of them ended without being verified, it stays: that one may have to go back to it.
 */
export function mayDepart(departure: Departure, stages: ReadonlyMap<Target, Stage>): Verdict {
  const { certificate, by } = departure;
  const others = [...stages].filter(([, stage]) => stage.kind !== 'ready' || !by.includes(stage.inForce));
  const wereOnIt = others.filter(([target, stage]) => hadHostnamesOn(certificate.id, target, stage, by));
  const isLeftover = by.every(({ context }) => !movedOff(context.plan.moves).has(certificate.id));
  const concerned = isLeftover ? others.filter(([, { kind }]) => kind !== 'waiting') : wereOnIt;
  if (concerned.some(([, { kind }]) => kind === 'at-work' || kind === 'waiting')) return 'not-yet';
  if (!concerned.every(([, stage]) => isVerified(stage))) return MAY_BE_NEEDED;
  return wereOnIt.every(([target]) => target.policy.deletePrevious) ? 'go' : KEPT_ON_REQUEST;
}

function isVerified(stage: Stage): boolean {
  switch (stage.kind) {
    case 'waiting':
    case 'at-work':
      return false;
    case 'ready':
      return stage.inForce.verified.passed;
    case 'ended':
      return stage.verified;
  }
}

function hadHostnamesOn(id: string, target: Target, stage: Stage, by: readonly InForce[]): boolean {
  const rows = by.flatMap(({ context: { observation } }) => observation.associations?.rows ?? []);
  return (
    target.replace === id ||
    rows.some(({ hostname, certificateId }) => certificateId === id && target.hostnames.includes(hostname)) ||
    (stage.kind === 'ended' && stage.result.before.some(({ certificateId }) => certificateId === id))
  );
}
