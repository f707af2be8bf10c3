import type { Hitch } from './verdict.ts';

export interface Repetition {
  /** Milliseconds; for `throttled` the wait is the server's and not decided here. */
  readonly delay: number;
  /** The attempt to come, and how many there are at most, counted for this kind of hitch. */
  readonly attempt: number;
  readonly of: number;
}

interface Pace {
  readonly attempts: number;
  readonly delay: (nth: number, random: number) => number;
}

const PACES: Readonly<Record<Hitch, Pace>> = {
  /** Exponential with full jitter: many runs that failed together do not come back together. */
  transient: { attempts: 6, delay: (nth, random) => random * Math.min(500 * 2 ** (nth - 1), 20_000) },
  /** Another change of the zone runs: it takes seconds, so a minute of patience, a dozen times. */
  conflict: { attempts: 13, delay: (_, random) => 4_000 + random * 2_000 },
  'young-token': { attempts: 5, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
  authentication: { attempts: 4, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
  /** Bounded by the deadline in practice; the count only ends a server that says "0 seconds" for ever. */
  throttled: { attempts: 60, delay: () => 0 },
};

/** The next repetition after the nth hitch (from 1) of a kind, or undefined when it is enough. */
export function repetition(hitch: Hitch, nth: number, random: number): Repetition | undefined {
  const pace = PACES[hitch];
  if (nth >= pace.attempts) return undefined;
  return { delay: pace.delay(nth, random), attempt: nth + 1, of: pace.attempts };
}
