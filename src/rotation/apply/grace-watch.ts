import { HEARTBEAT } from '../../probe/window.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { IMPRECISION } from '../../zone/quiet.ts';
import { assertRunning, pause } from '../../zone/wait.ts';
import { seconds } from '../../zone/words.ts';
import { graceLeft } from '../plan/grace.ts';
import type { Context } from './apply-context.ts';

export interface GraceWatch {
  /** Milliseconds the predecessor must still stay; zero or less once the grace is over. */
  readonly left: () => number;
  /** Waits until it is over. Throws if the run must end first. */
  readonly rest: () => Promise<void>;
}

/** Monotonic milliseconds. */
export interface Moments {
  readonly seenAt: number;
  /** Undefined if the successor was in force already when this run came. */
  readonly witnessedAt: number | undefined;
}

/** The grace of the target's own traffic: per hostname by the looks that showed it in force. */
export function openGrace(context: Context, successor: ObservedCertificate, moments: Moments): GraceWatch {
  const { runLog, observation, world, inZone } = context;
  const left = (): number => {
    const now = { monotonic: world.clock.monotonic(), server: world.api.serverNow() };
    return observation.level === 'hostname'
      ? inZone.rows.graceLeft(observation.hostnames, now)
      : zoneLeft(context, successor, moments);
  };
  const rest = async (): Promise<void> => {
    for (let wait = left(); wait > 0; wait = left()) {
      assertRunning(world);
      runLog.say(`grace period: ${seconds(wait)} until the previous certificate may be deleted`);
      await pause(world, Math.min(Math.max(wait, 1), HEARTBEAT));
    }
    assertRunning(world);
  };
  return { left, rest };
}

function zoneLeft(
  { plan, target, world }: Context,
  { uploadedOn }: ObservedCertificate,
  { seenAt, witnessedAt }: Moments,
): number {
  // The date does not show what this run itself switches on: that is in force only now.
  const known = !plan.switchOn && uploadedOn !== undefined;
  const now = world.clock.monotonic();
  const ages = {
    remembered: known ? world.api.serverNow() - uploadedOn - IMPRECISION : undefined,
    witnessed: witnessedAt === undefined ? undefined : now - witnessedAt,
    seen: now - seenAt,
  };
  return graceLeft(ages, target.policy.gracePeriod, target.policy.activationTimeout);
}
