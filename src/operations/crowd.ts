import type { Api } from '../cloudflare/api.ts';
import type { Method } from '../cloudflare/endpoint.ts';
import type { RotationWorld, Share } from '../rotation/world.ts';

/** The targets of a run, which share the rate limit. */
export interface Crowd<Target> {
  /** Does the work of one target in a world that knows of all the others. */
  readonly with: <T>(target: Target, work: (shared: RotationWorld) => Promise<T>) => Promise<T>;
  /** These need no more calls. */
  readonly done: (targets: readonly Target[]) => void;
}

/** Calls that a target still needs besides its polls: before it begins, and after each kind of change. */
const TO_COME = 10;
const AFTER: Partial<Readonly<Record<Method, number>>> = { POST: 6, PUT: 5, DELETE: 1 };

/** Counts the targets that are not done and the calls they need, so that polls take only what is left. */
export function crowdOf<Target>(targets: readonly Target[], world: RotationWorld): Crowd<Target> {
  const needs = new Map(targets.map((target) => [target, TO_COME]));
  const share = (): Share => ({
    among: Math.max(1, needs.size),
    reserved: Math.max(
      1,
      [...needs.values()].reduce((sum, calls) => sum + calls, 0),
    ),
  });
  const noting = (target: Target, api: Api): Api => ({
    ...api,
    write: async (request) => {
      try {
        return await api.write(request);
      } finally {
        if (needs.has(target)) needs.set(target, AFTER[request.method] ?? TO_COME);
      }
    },
  });
  const done = (finished: readonly Target[]): void => finished.forEach((target) => needs.delete(target));
  return {
    with: async (target, work) => {
      try {
        return await work({ ...world, api: noting(target, world.api), share });
      } finally {
        done([target]);
      }
    },
    done,
  };
}
