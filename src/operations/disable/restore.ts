import { ActionError } from '../../errors.ts';
import { waitFor } from '../../rotation/apply/waiting.ts';
import { openOvertime, unsettled } from '../../rotation/roll-back/overtime.ts';
import type { Overtime } from '../../rotation/roll-back/overtime.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import { carryOut } from './apply.ts';
import type { Doing } from './apply.ts';
import type { DisableSteps } from './decide.ts';

/** How often it is brought back that does not show. */
const TIMES = 3;
/** Longer than an association takes to show, and than visitors should wait for a call that got lost. */
const SHOWS_WITHIN = 45_000;

/**
 * Brings back what was there before, also after the end of the run and after a cancel; then the call is made, but
 * not waited for. Made again where it is refused, or does not show: it got lost, or a late copy undid it.
 *
 * @returns the world in its overtime, to look from
 * @throws ActionError if the way back fails
 */
export async function restore(steps: DisableSteps, doing: Omit<Doing, 'wait'>): Promise<RotationWorld> {
  const overtime = openOvertime(doing.world, doing.say);
  try {
    await untilBack(steps, doing, overtime);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
    if (overtime.sent() === 'perhaps') throw unsettled(error);
    if (overtime.sent() === 'nothing') throw error;
  } finally {
    overtime.close();
  }
  return overtime.world;
}

async function untilBack(
  steps: DisableSteps,
  doing: Omit<Doing, 'wait'>,
  { insisting, world }: Overtime,
): Promise<void> {
  const wait: Doing['wait'] = (one) => waitFor(world, { ...one, refusals: 'no-news' });
  for (let time = 1; ; time += 1) {
    const atMost = time < TIMES ? Math.min(SHOWS_WITHIN, doing.atMost) : doing.atMost;
    const doubt = await carryOut(steps, 'back', { ...doing, world: insisting, atMost, wait });
    if (doubt === undefined) return;
    if (time === TIMES) throw doubt;
    doing.say('what was there before does not show again; bringing it back once more');
  }
}
