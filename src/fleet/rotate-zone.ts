import type { Api } from '../cloudflare/api.ts';
import { EARLIER_FAILED, notStarted } from '../rotation/outcome/facts.ts';
import { isFailure } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import { createFamily } from '../rotation/siblings.ts';
import type { Siblings } from '../rotation/siblings.ts';
import type { Target } from '../rotation/target.ts';
import { isLive } from '../zone/observed.ts';
import { LIVE_QUOTA } from '../zone/quota.ts';
import { observeCertificates } from '../zone/read-lists.ts';
import type { World } from '../zone/world.ts';
import type { Resolve } from './in-parallel.ts';

/** Rotates one target, together with the others of its zone. */
export type Work = (target: Target, siblings?: Siblings) => Promise<TargetResult>;

/**
 * Rotates the hostname targets of one zone: side by side as far as the quota of certificates has room for
 * their successors beside the predecessors, otherwise one after another. A failure stops those that have
 * not begun, and those listed later that have not moved a hostname.
 */
export async function rotateHostnames(
  targets: readonly Target[],
  work: Work,
  resolve: Resolve,
  { api, sleep }: Pick<World, 'api' | 'sleep'>,
): Promise<readonly TargetResult[]> {
  const [only, ...others] = targets;
  if (only === undefined) return [];
  if (others.length === 0) return [await work(only)];
  const family = createFamily(
    targets.map(({ name }) => name),
    sleep,
  );
  const results = new Map<Target, TargetResult>();
  const running = new Map<Target, Promise<void>>();
  const toTheEnd = async (target: Target, index: number): Promise<void> => {
    const result = await work(target, family.begin(index));
    results.set(target, result);
    running.delete(target);
    family.end(index, isFailure(result) || result.outcome === 'not-started');
  };
  const begin = (target: Target): void => void running.set(target, toTheEnd(target, targets.indexOf(target)));
  const waiting = (): readonly Target[] =>
    targets.filter((target) => !results.has(target) && !running.has(target));

  const slots = await countSlots(only, resolve, api);
  for (;;) {
    const failed = [...results.values()].some(isFailure);
    for (const target of failed ? [] : waiting()) {
      if (running.size === 0 || slots.hasRoom(target, [...running.keys()], results)) begin(target);
    }
    family.gathered();
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return targets.map((target) => results.get(target) ?? notStarted(target, EARLIER_FAILED, api.serverNow()));
}

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
