import type { ApiWorld } from './api.ts';
import type { Line } from './line.ts';
import { WINDOW_MS } from './rate-budget.ts';

/** Where too little is free: looked at again after this long. */
const LOOK_EVERY = 1_000;

/**
 * Starts work whose first calls belong together once the rate budget has room for all of them, so that none is
 * held up behind the others. Such work starts one after another; what waits longer than a window starts anyway,
 * and so does what is cancelled or too late, to fail by itself.
 *
 * @param start takes the turns of its first calls before it first waits for anything
 */
export async function whenRoom<T>(
  world: ApiWorld,
  line: Line,
  calls: number,
  start: () => Promise<T>,
): Promise<T> {
  const before = line.lastToEnter;
  const entered = Promise.withResolvers<void>();
  line.lastToEnter = entered.promise;
  try {
    await before;
    const now = (): number => world.clock.monotonic();
    const until = Math.min(now() + WINDOW_MS, world.deadline());
    while (line.budget.left(now()) < calls && now() < until && !world.stop.aborted)
      await world.sleep(Math.min(LOOK_EVERY, Math.max(1, until - now())), world.stop);
    const work = start();
    entered.resolve();
    return await work;
  } finally {
    entered.resolve();
  }
}
