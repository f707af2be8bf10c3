import { abortAfterCancel } from '../../cloudflare/attempt.ts';
import { ActionError } from '../../errors.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import { carryOut } from './apply.ts';
import type { Doing } from './apply.ts';
import type { DisableSteps } from './decide.ts';

/** Restoring may take this long past the end of the run: half-restored is the worst place to stop. */
const OVERTIME = 10 * 60_000;
/** The runner kills ten seconds after a cancel: within this the one call must have begun, and then it has its own time. */
const ONE_CALL = 5_000;

/**
 * Brings back what was there before, also after the end of the run and after a cancel; then the call
 * is made, but not waited for.
 *
 * @returns the world in its overtime, to look from
 * @throws ActionError where the way back fails
 */
export async function restore(steps: DisableSteps, doing: Doing): Promise<RotationWorld> {
  const { world } = doing;
  const until = world.clock.monotonic() + OVERTIME;
  const patience = abortAfterCancel(world.stop, ONE_CALL, world.sleep);
  const overtime: RotationWorld = {
    ...world,
    api: world.api.withStop(patience.signal, () => until),
    deadline: () => until,
    probes: { ...world.probes, deadline: () => until },
  };
  try {
    await carryOut(steps, 'back', { ...doing, world: overtime });
  } catch (error) {
    // The call was made; a cancel only ends the waiting for it.
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
  } finally {
    patience.close();
  }
  return overtime;
}
