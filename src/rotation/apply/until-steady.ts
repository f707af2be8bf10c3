import { isDeploying } from '../../cloudflare/shapes.ts';
import type { Certificate } from '../../cloudflare/shapes.ts';
import { associationOf } from '../../zone/observed.ts';
import type { ObservedAssociations } from '../../zone/observed.ts';
import { waitFor } from '../../zone/wait.ts';
import type { Context } from './apply-context.ts';

/** What was active may read as pending again for a moment (seen live); longer than this it is a change. */
const FLAP = 30_000;

/** The part of a look in which a status may flap. */
export interface Flapping {
  readonly successor: Certificate | undefined;
  readonly associations: ObservedAssociations | undefined;
}

/** Looks again while the successor, or a hostname on it, reads as pending; not for long. */
export async function untilSteady<T extends Flapping>(
  context: Context,
  hostnames: readonly string[],
  read: () => Promise<T>,
): Promise<T> {
  let seen = await read();
  if (!flaps(seen, hostnames)) return seen;
  await waitFor(context.world, {
    what: 'the new certificate to read as active again',
    atMost: FLAP,
    say: context.runLog.say,
    look: async () => {
      seen = await read();
      return flaps(seen, hostnames) ? { done: false, status: 'pending' } : { done: true, value: true };
    },
  });
  return seen;
}

function flaps({ successor, associations }: Flapping, hostnames: readonly string[]): boolean {
  if (isDeploying(successor?.status)) return true;
  return hostnames.some((hostname) => {
    const row = associations === undefined ? undefined : associationOf(associations, hostname);
    if (row === undefined || row.certificateId !== successor?.id) return false;
    return isDeploying(row.status) || isDeploying(row.certificateStatus);
  });
}
