import { createToldWindows, readQuotas, readRemaining } from './rate-limit-answers.ts';
import type { Allowance, Turn } from './rate-limit-answers.ts';

export type { Turn } from './rate-limit-answers.ts';

/**
 * Cloudflare allows 1200 calls in 5 minutes for a user, over all tokens, then blocks for 5 minutes. Twenty
 * stay in reserve for calls that arrive closer together than they were sent, and for a person's own calls.
 */
export const CALLS_PER_WINDOW = 1200 - 20;
/** A second on top, since calls take their time to arrive. */
export const WINDOW_MS = 300_000 + 1_000;
/** `w` comes in whole seconds and may be cut off. */
const RESOLUTION_MS = 1_000;
/** More names than this are nonsense. */
const MOST_QUOTAS = 16;

/** One for the whole run, shared by everything that calls the API. Times are monotonic ms. */
export interface RateBudget {
  /** How long the next call must wait; 0: it may start now. */
  readonly wait: (now: number) => number;
  readonly started: (now: number) => Turn;
  /** The call is over, with these headers if an answer came. */
  readonly ended: (turn: Turn, now: number, headers?: Readonly<Record<string, string>>) => void;
  /** No call before this moment (`Retry-After`). */
  readonly closeUntil: (moment: number) => void;
  /** The server asked for a pause, whatever is left of the window. */
  readonly isClosed: (now: number) => boolean;
  /** Calls left of the window, by our own count and by what the server tells; 0 while the server asked for a pause. */
  readonly left: (now: number) => number;
  /** Calls under way: their answers may shorten a wait. */
  readonly underWay: () => number;
  /** Aborts as soon as a call has ended. */
  readonly changed: () => AbortSignal;
}

export function createRateBudget(): RateBudget {
  const starts: number[] = [];
  const underWay = new Set<Turn>();
  const told = createToldWindows();
  const quotas = new Map<string, Allowance>();
  let closedUntil = -Infinity;
  let change = new AbortController();

  const sliding = (now: number, calls: number, windowMs: number): number => {
    const deciding = starts[starts.length - calls];
    return deciding === undefined ? 0 : Math.max(0, deciding + windowMs - now);
  };

  const advertised = (now: number): number => {
    const waits = [...quotas.values()].map(({ name, calls, ms }) =>
      // What the server says is left is more accurate than our own count.
      told.has(name) ? 0 : sliding(now, calls, ms + RESOLUTION_MS),
    );
    return Math.max(0, ...waits);
  };

  return {
    wait: (now) =>
      Math.max(
        0,
        closedUntil - now,
        sliding(now, CALLS_PER_WINDOW, WINDOW_MS),
        told.wait(now, underWay),
        advertised(now),
      ),
    started: (now) => {
      const turn = { startedAt: now };
      underWay.add(turn);
      starts.push(now);
      while (starts.length > CALLS_PER_WINDOW) starts.shift();
      return turn;
    },
    ended: (turn, now, headers = {}) => {
      underWay.delete(turn);
      told.ended(turn, now, readRemaining(headers['ratelimit']));
      for (const quota of readQuotas(headers['ratelimit-policy'])) {
        if (quotas.has(quota.name) || quotas.size < MOST_QUOTAS) quotas.set(quota.name, quota);
      }
      const waiting = change;
      change = new AbortController();
      // With a reason of its own no error object is made, at every call of a run.
      waiting.abort('a call has ended');
    },
    closeUntil: (moment) => {
      closedUntil = Math.max(closedUntil, moment);
    },
    isClosed: (now) => closedUntil > now,
    left: (now) => {
      if (closedUntil > now) return 0;
      // In the order of their time: the last that is out of the window tells how many are in it.
      const made = starts.length - 1 - starts.findLastIndex((start) => start <= now - WINDOW_MS);
      return Math.max(0, Math.min(CALLS_PER_WINDOW - made, told.left(now, underWay)));
    },
    underWay: () => underWay.size,
    changed: () => change.signal,
  };
}
