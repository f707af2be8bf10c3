import type { Api } from '../cloudflare/api.ts';
import { EARLIER_FAILED, notStarted } from '../rotation/outcome/not-started.ts';
import { isFailure } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import { createFamily } from '../rotation/siblings.ts';
import type { Siblings } from '../rotation/siblings.ts';
import type { Target } from '../rotation/target.ts';
import { countSlots } from './slots.ts';
import type { Resolve } from './same-zone.ts';

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
  api: Api,
): Promise<readonly TargetResult[]> {
  const [only, ...others] = targets;
  if (only === undefined) return [];
  if (others.length === 0) return [await work(only)];
  const family = createFamily(targets.map(({ name }) => name));
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
