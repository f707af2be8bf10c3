import { isVerified } from './streak.ts';
import type { Streak } from './streak.ts';

export interface Pace {
  /** Passes in a row that verify a URL. */
  readonly successes: number;
  /** Milliseconds in which they must come. */
  readonly timeout: number;
  /** Monotonic end of the grace, if there is one. */
  readonly until: number | undefined;
  /** Failures count once the time is up: edges go on for a while with what has just been taken back. */
  readonly patient: boolean;
}

const PAUSE = 1_000;
const SHORTEST_PAUSE = 50;
const GRACE_STEP = { shortest: 5_000, longest: 30_000 };

/**
 * The monotonic moment of the next probe of one URL: about one a second until it is verified, with
 * jitter so that runs do not march in step; then at wide steps, the last exactly at the end of the
 * grace; then never.
 */
export function nextProbe(streak: Streak, pace: Pace, random: () => number): number {
  const { lastAskedAt: asked, lastPassAt } = streak;
  const { until } = pace;
  if (!isVerified(streak, pace.successes)) {
    const pause = Math.min(PAUSE, pace.timeout / (3 * pace.successes));
    return asked + Math.max(SHORTEST_PAUSE, pause * (0.75 + random() / 2));
  }
  if (until === undefined || lastPassAt >= until) return Infinity;
  const step = Math.min(
    Math.max((until - streak.waitingSince) / pace.successes, GRACE_STEP.shortest),
    GRACE_STEP.longest,
  );
  const left = until - asked;
  return left < 1.5 * step ? Math.max(until, asked + SHORTEST_PAUSE) : asked + step;
}

/** Verified, and no grace left to watch. */
export function isDone(streak: Streak, { successes, until }: Pace): boolean {
  if (!isVerified(streak, successes)) return false;
  return until === undefined || streak.lastPassAt >= until;
}

/** Not verified, and its time is up. */
export function isGivenUp(streak: Streak, { successes, timeout }: Pace, now: number): boolean {
  return !isVerified(streak, successes) && now - streak.waitingSince >= timeout;
}
