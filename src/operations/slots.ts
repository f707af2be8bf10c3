import type { Api } from '../cloudflare/api.ts';
import { observeCertificates } from '../rotation/observe/read-certificates.ts';
import { isLive } from '../rotation/observe/live.ts';
import { LIVE_QUOTA } from '../rotation/plan/quota.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Target } from '../rotation/target.ts';
import type { Resolve } from './same-zone.ts';

/** Room in a zone's quota of hostname certificates. */
export interface Slots {
  /** Whether the target's successor fits beside what is there, and beside what those at work and done brought. */
  readonly hasRoom: (
    target: Target,
    atWork: readonly Target[],
    done: ReadonlyMap<Target, TargetResult>,
  ) => boolean;
}

/** Counts what is live now; what the run uploads and deletes from here on is known without asking. */
export async function countSlots({ zone }: Target, resolve: Resolve, api: Api): Promise<Slots> {
  const live = await liveIn(zone, resolve, api);
  if (live === undefined) return { hasRoom: () => false };
  const there = new Set(live.map(({ leaf }) => leaf?.fingerprint));
  const ids = new Set(live.map(({ id }) => id));
  return {
    hasRoom: (target, atWork, done) => {
      const brought = new Set([...atWork, ...done.keys()].map(wants).filter((one) => !there.has(one)));
      if (there.has(wants(target)) || brought.has(wants(target))) return true;
      const gone = new Set([...done.values()].flatMap(deletedBy).filter((id) => ids.has(id)));
      return live.length + brought.size - gone.size < LIVE_QUOTA;
    },
  };
}

const wants = ({ successor }: Target): string => successor.leaf.fingerprint;

function deletedBy({ predecessors }: TargetResult): readonly string[] {
  return predecessors.flatMap(({ id, fate }) => (fate === 'deleted' && id !== undefined ? [id] : []));
}

/** Undefined if the list cannot be read: the target at work says why. */
async function liveIn(
  zone: string,
  resolve: Resolve,
  api: Api,
): Promise<Awaited<ReturnType<typeof observeCertificates>> | undefined> {
  try {
    const { id } = await resolve(zone);
    return (await observeCertificates(api, id, 'hostname')).filter(isLive);
  } catch {
    return undefined;
  }
}
