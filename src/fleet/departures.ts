import { movedOff } from '../rotation/apply/apply-context.ts';
import type { InForce } from '../rotation/apply/apply.ts';
import type { Departure } from '../rotation/apply/remove-together.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Target } from '../rotation/target.ts';

/** How far a hostname target has come. */
export type Stage =
  /** Its upload has no room yet. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'at-work' }
  /** Verified, and its grace is over: as far as it is concerned, what it replaces may go. */
  | { readonly kind: 'ready'; readonly inForce: InForce }
  | { readonly kind: 'ended'; readonly result: TargetResult; readonly verified: boolean };

/**
 * Whether a certificate may go now. It waits for every other target that it concerns: for those whose hostnames were
 * on it as well; a leftover of earlier runs, which this run moved nothing off, for all at work. If one of them ended
 * without being verified, it stays: that one may have to go back to it.
 */
export function mayDepart(
  departure: Departure,
  stages: ReadonlyMap<Target, Stage>,
): 'not-yet' | 'go' | 'stay' {
  const concerned = concernedBy(departure, stages);
  if (concerned.some(({ kind }) => kind === 'at-work' || kind === 'waiting')) return 'not-yet';
  return concerned.every(isVerified) ? 'go' : 'stay';
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

function concernedBy(
  { certificate: { id }, by }: Departure,
  stages: ReadonlyMap<Target, Stage>,
): readonly Stage[] {
  const others = [...stages].filter(([, stage]) => stage.kind !== 'ready' || !by.includes(stage.inForce));
  const isLeftover = by.every(({ context }) => !movedOff(context.plan).has(id));
  const concerned = isLeftover
    ? others.filter(([, { kind }]) => kind !== 'waiting')
    : others.filter(([target, stage]) => hadHostnamesOn(id, target, stage, by));
  return concerned.map(([, stage]) => stage);
}

function hadHostnamesOn(id: string, target: Target, stage: Stage, by: readonly InForce[]): boolean {
  const rows = by.flatMap(({ context: { observation } }) => observation.associations?.rows ?? []);
  return (
    target.replace === id ||
    rows.some(({ hostname, certificateId }) => certificateId === id && target.hostnames.includes(hostname)) ||
    (stage.kind === 'ended' && stage.result.before.some(({ certificateId }) => certificateId === id))
  );
}
