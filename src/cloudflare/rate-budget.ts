import { readQuotas, readRemaining } from './ratelimit-headers.ts';
import type { Quota } from './ratelimit-headers.ts';

/**
 * Cloudflare allows 1200 calls in 5 minutes for a user, over all tokens, then blocks for 5 minutes. Twenty
 * stay in reserve for calls that arrive closer together than they were sent, and for a person's own calls.
 */
export const CALLS_PER_WINDOW = 1200 - 20;
/** A second on top, since calls take their time to arrive. */
export const WINDOW_MS = 300_000 + 1_000;
/** `t` and `w` come in whole seconds and may be cut off. */
const RESOLUTION_MS = 1_000;

/** One for the whole run, shared by everything that calls the API. Times are monotonic ms. */
export interface RateBudget {
  /** How long the next call must wait; 0: it may start now. */
  readonly wait: (now: number) => number;
  readonly started: (now: number) => void;
  /** The call is over, with these headers if an answer came. */
  readonly ended: (now: number, headers?: Readonly<Record<string, string>>) => void;
  /** No call before this moment (`Retry-After`). */
  readonly closeUntil: (moment: number) => void;
  /** Calls under way: their answers may shorten a wait. */
  readonly underWay: () => number;
  /** Aborts as soon as a call has ended. */
  readonly changed: () => AbortSignal;
}

interface Window {
  /** The lowest count of calls left that the server told in this window. */
  readonly left: number;
  readonly resetAt: number;
}

export function createRateBudget(): RateBudget {
  const starts: number[] = [];
  const windows = new Map<string, Window>();
  const quotas = new Map<string, Quota>();
  let closedUntil = -Infinity;
  let underWay = 0;
  let change = new AbortController();

  const sliding = (now: number, calls: number, windowMs: number): number => {
    const deciding = starts[starts.length - calls];
    return deciding === undefined ? 0 : Math.max(0, deciding + windowMs - now);
  };

  /** Calls under way may not be in the server's count yet: they are taken off what it said is left. */
  const counted = (now: number): number => {
    let longest = 0;
    for (const [name, window] of windows) {
      if (now >= window.resetAt) windows.delete(name);
      else if (window.left - underWay < 1) longest = Math.max(longest, window.resetAt - now);
    }
    return longest;
  };

  const advertised = (now: number): number => {
    const waits = [...quotas.values()].map(({ name, calls, windowMs }) =>
      // Where the server tells what is left, that is nearer the truth than our own count.
      windows.has(name) ? 0 : sliding(now, calls, windowMs + RESOLUTION_MS),
    );
    return Math.max(0, ...waits);
  };

  const observe = (now: number, headers: Readonly<Record<string, string>>): void => {
    for (const { name, left, resetMs } of readRemaining(headers['ratelimit'])) {
      const resetAt = now + resetMs + RESOLUTION_MS;
      const known = windows.get(name);
      // The same window, told by answers that may have overtaken each other: the lowest count is the latest.
      const same =
        known !== undefined && now < known.resetAt && Math.abs(resetAt - known.resetAt) <= 2 * RESOLUTION_MS;
      windows.set(
        name,
        same ? { left: Math.min(left, known.left), resetAt: known.resetAt } : { left, resetAt },
      );
    }
    for (const quota of readQuotas(headers['ratelimit-policy'])) quotas.set(quota.name, quota);
  };

  /** A call without an answer may have been counted by the server. */
  const uncertain = (): void => {
    for (const [name, { left, resetAt }] of windows) windows.set(name, { left: left - 1, resetAt });
  };

  return {
    wait: (now) =>
      Math.max(
        0,
        closedUntil - now,
        sliding(now, CALLS_PER_WINDOW, WINDOW_MS),
        counted(now),
        advertised(now),
      ),
    started: (now) => {
      underWay += 1;
      starts.push(now);
      while (starts.length > CALLS_PER_WINDOW) starts.shift();
    },
    ended: (now, headers) => {
      underWay -= 1;
      if (headers === undefined) uncertain();
      else observe(now, headers);
      const waiting = change;
      change = new AbortController();
      waiting.abort();
    },
    closeUntil: (moment) => {
      closedUntil = Math.max(closedUntil, moment);
    },
    underWay: () => underWay,
    changed: () => change.signal,
  };
}
