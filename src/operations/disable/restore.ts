import { neverShown } from '../../zone/change.ts';
import { associationOf } from '../../zone/observed.ts';
import { goingBack, openOvertime, type Overtime } from '../../zone/overtime.ts';
import { pointBack } from '../../zone/point-back.ts';
import { observeAssociations } from '../../zone/read-lists.ts';
import { switchBack } from '../../zone/switch.ts';
import type { World } from '../../zone/world.ts';
import type { DisableSteps } from './plan-disable.ts';
import type { Doing } from './switch-off.ts';

/**
 * Brings back what was there before, also after the end of the run and after a cancel; then the call is made, but
 * not waited for.
 * @returns the world in its overtime, to look from
 * @throws ActionError if the way back fails
 */
export async function restore(steps: DisableSteps, doing: Doing): Promise<World> {
  const overtime = openOvertime(doing.world, doing.say);
  const work = (): Promise<void> =>
    steps.kind === 'zone' ? switchBack(true, overtime, doing) : pointedBack(steps, doing, overtime);
  try {
    await goingBack(overtime, work, undefined);
  } finally {
    overtime.close();
  }
  return overtime.world;
}

async function pointedBack(
  { moves, mode }: Extract<DisableSteps, { kind: 'hostnames' }>,
  { zoneId, atMost, say }: Doing,
  overtime: Overtime,
): Promise<void> {
  const { api } = overtime.world;
  const inForce = await pointBack(
    {
      zoneId,
      atMost,
      say,
      wanted: moves.map(({ hostname, certificateId, former }) => ({
        hostname,
        certificateId,
        enabled: former.enabled ?? true,
      })),
      strays: (seen, hostname) => (associationOf(seen, hostname)?.enabled ?? null) === LEFT[mode],
      look: (hostnames) => observeAssociations(api, zoneId, hostnames),
    },
    overtime,
  );
  if (!inForce) throw neverShown(true);
}

/** What `enabled` is of a hostname that was let go. */
const LEFT = { off: false, withdraw: null } as const;
