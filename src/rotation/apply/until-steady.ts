import { isDeploying, type Certificate } from '../../cloudflare/shapes.ts';
import { associationOf, type ObservedAssociations } from '../../zone/observed.ts';
import { waitFor } from '../../zone/wait.ts';
import type { World } from '../../zone/world.ts';

/** What was active may read as pending again for a moment (seen live); longer than this it is a change. */
const FLAP = 30_000;

/** Looks again while a successor, or a hostname on it, reads as pending; not for long. */
export async function untilSteady<T>(
  { world, say }: { readonly world: World; readonly say: (line: string) => void },
  read: () => Promise<T>,
  flaps: (seen: T) => boolean,
): Promise<T> {
  let seen = await read();
  if (!flaps(seen)) return seen;
  await waitFor(world, {
    what: 'the new certificate to read as active again',
    atMost: FLAP,
    say,
    look: async () => {
      seen = await read();
      return flaps(seen) ? { done: false, status: 'pending' } : { done: true, value: true };
    },
  });
  return seen;
}

/** Whether the successor, or one of these hostnames that is on it, reads as pending. */
export function isPending(
  successor: Certificate | undefined,
  associations: ObservedAssociations,
  hostnames: readonly string[],
): boolean {
  if (isDeploying(successor?.status)) return true;
  return hostnames.some((hostname) => {
    const row = associationOf(associations, hostname);
    if (row === undefined || row.certificateId !== successor?.id) return false;
    return isDeploying(row.status) || isDeploying(row.certificateStatus);
  });
}
