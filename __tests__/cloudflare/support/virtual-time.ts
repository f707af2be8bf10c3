/** A clock that moves only when everything waits: hours pass in milliseconds, and in the same way each time. */
export interface VirtualTime {
  readonly now: () => number;
  /** Resolves early, without an error, once the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Moves the clock on from sleeper to sleeper until the promise is settled. */
  readonly until: <T>(promise: Promise<T>) => Promise<T>;
}

/** More steps than any honest test takes: a promise that hangs, or a loop. */
const MOST_STEPS = 100_000;

export function createVirtualTime(): VirtualTime {
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  let now = 0;

  const wakeNext = (): void => {
    let next: { readonly at: number; readonly wake: () => void } | undefined;
    for (const sleeper of sleepers) if (next === undefined || sleeper.at < next.at) next = sleeper;
    if (next === undefined) throw new Error('everything waits, and nobody sleeps');
    now = Math.max(now, next.at);
    sleepers.delete(next);
    next.wake();
  };

  return {
    now: () => now,
    sleep: (ms, signal) => {
      if (signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const sleeper = { at: now + Math.max(0, ms), wake: resolve };
        sleepers.add(sleeper);
        const abort = (): void => {
          sleepers.delete(sleeper);
          resolve();
        };
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    until: async (promise) => {
      let settled = false;
      const done = (): void => {
        settled = true;
      };
      promise.then(done, done);
      for (let steps = 0; steps < MOST_STEPS; steps += 1) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        if (settled) return await promise;
        wakeNext();
      }
      throw new Error('no end in sight');
    },
  };
}
