import { HEARTBEAT } from '../../probe/window.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { ACTIVE_WITHIN, IMPRECISION, PROPAGATION } from '../../zone/quiet.ts';
import { assertRunning, pause } from '../../zone/wait.ts';
import { seconds } from '../../zone/words.ts';
import type { Context } from './apply-context.ts';

/**
 * The grace of the target's own traffic: per hostname by the looks that showed it in force. In monotonic milliseconds,
 *
 * @param seenAt when the run began to look
 * @param witnessedAt when the successor came into force; undefined if it was in force already when this run came
 * @returns tells for how many milliseconds the predecessor must still stay; zero or less once the grace is over
 */
export function graceOf(
  { observation, plan, target, world, inZone }: Context,
  { uploadedOn }: ObservedCertificate,
  seenAt: number,
  witnessedAt: number | undefined,
): () => number {
  const { gracePeriod, activationTimeout } = target.policy;
  return () => {
    const now = { monotonic: world.clock.monotonic(), server: world.api.serverNow() };
    if (observation.level === 'hostname') return inZone.rows.graceLeft(observation.hostnames, now);
    // The date does not show what this run itself switches on: that is in force only now.
    const known = !plan.switchOn && uploadedOn !== undefined;
    const ages = {
      remembered: known ? now.server - uploadedOn - IMPRECISION : undefined,
      witnessed: witnessedAt === undefined ? undefined : now.monotonic - witnessedAt,
      seen: now.monotonic - seenAt,
    };
    return graceLeft(ages, gracePeriod, activationTimeout);
  };
}

/** Waits until it is over. Throws if the run must end first. */
export async function untilOver({ runLog, world }: Context, left: () => number): Promise<void> {
  for (let wait = left(); wait > 0; wait = left()) {
    assertRunning(world);
    runLog.say(`grace period: ${seconds(wait)} until the previous certificate may be deleted`);
    await pause(world, Math.min(Math.max(wait, 1), HEARTBEAT));
  }
  assertRunning(world);
}

/** How long ago things happened, in milliseconds. */
export interface Ages {
  /** Since the upload, by the server's clock; undefined if it gave no date. */
  readonly remembered: number | undefined;
  /** Since this run saw the successor come into force, by its own steady clock; undefined if it already was. */
  readonly witnessed: number | undefined;
  /** Since this run first looked, by its own steady clock. */
  readonly seen: number;
}

/**
 * Zone level: how long the predecessor must still stay, in milliseconds; zero or less once the grace is over.
 *
 * It counts from the first look that showed the successor in force. Nothing tells when that happened, so a
 * restart begins again, unless the upload is so old that its deployment must have ended long ago. Even then the
 * edges get their two minutes: a certificate that is uploaded again after its deletion may keep its old date.
 */
export function graceLeft(ages: Ages, grace: number, activationTimeout: number): number {
  const known = ages.witnessed ?? ages.seen;
  const deployed = (ages.remembered ?? 0) - Math.max(activationTimeout, ACTIVE_WITHIN);
  const inForce = ages.witnessed ?? Math.max(ages.seen, deployed);
  return Math.max(grace - inForce, Math.min(grace, PROPAGATION) - known);
}
