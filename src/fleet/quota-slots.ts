import type { Api } from '../cloudflare/api.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Target } from '../rotation/target.ts';
import { isLive } from '../zone/observed.ts';
import { LIVE_QUOTA } from '../zone/quota.ts';
import { observeCertificates } from '../zone/read-lists.ts';
import type { Stage } from './departures.ts';
import type { Resolve } from './in-parallel.ts';

/** Whether a target's successor fits into the zone's quota beside what is there, and what those at work and done brought. */
type HasRoom = (
  target: Target,
  atWork: readonly Target[],
  done: ReadonlyMap<Target, TargetResult>,
) => boolean;

/** Counts what is live now; what the run uploads and deletes from here on is known without asking. */
export async function countSlots(
  [first, ...others]: readonly Target[],
  resolve: Resolve,
  api: Api,
): Promise<HasRoom> {
  const single = first === undefined || others.length === 0;
  const live = single ? undefined : await liveIn(first.zone, resolve, api);
  if (live === undefined) return () => false;
  const there = new Set(live.map(({ leaf }) => leaf?.fingerprint));
  const ids = new Set(live.map(({ id }) => id));
  return (target, atWork, done) => {
    const brought = new Set([...atWork, ...done.keys()].map(wants).filter((one) => !there.has(one)));
    if (there.has(wants(target)) || brought.has(wants(target))) return true;
    const gone = new Set([...done.values()].flatMap(deletedBy).filter((id) => ids.has(id)));
    return live.length + brought.size - gone.size < LIVE_QUOTA;
  };
}

/**
 * Targets begin side by side as far as the quota has room for their successors beside the predecessors. Where it has
 * none, and nothing is under way that could make room, one begins all the same: it says why it fails.
 */
export function whoMayBegin(
  stages: ReadonlyMap<Target, Stage>,
  hasRoom: HasRoom,
  isDeleting: boolean,
): readonly Target[] {
  const all = [...stages];
  const done = new Map(
    all.flatMap(([target, stage]) => (stage.kind === 'ended' ? [[target, stage.result]] : [])),
  );
  const atWork = all.flatMap(([target, { kind }]) =>
    kind === 'at-work' || kind === 'ready' ? [target] : [],
  );
  const isIdle = !isDeleting && all.every(([, { kind }]) => kind !== 'at-work');
  const begin: Target[] = [];
  for (const [target, { kind }] of all) {
    if (kind !== 'waiting') continue;
    if ((isIdle && begin.length === 0) || hasRoom(target, [...atWork, ...begin], done)) begin.push(target);
  }
  return begin;
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
