import { randomBytes } from 'node:crypto';

/** Milliseconds. `monotonic` has no fixed zero and never jumps; `performance` would load a dozen modules first. */
export const clock = {
  wall: (): number => Date.now(),
  monotonic: (): number => Number(process.hrtime.bigint()) / 1e6,
};

/** Longest delay a Node timer takes; a longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Resolves after `ms`, or early and without an error once the signal aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  const end = clock.monotonic() + ms;
  const stopped = (): boolean => signal?.aborted === true;
  for (let left = ms; left > 0 && !stopped(); left = end - clock.monotonic()) {
    await oneTimer(Math.min(Math.ceil(left), LONGEST_TIMER), signal);
  }
}

function oneTimer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** In [0, 1), from the system's source: 48 bits. */
export function random(): number {
  return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}
