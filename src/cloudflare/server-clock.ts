import { readHttpDate } from './dates.ts';

export interface ServerClock {
  /** Epoch ms as the server sees it; the local wall clock until an answer carried a date. */
  readonly now: () => number;
  readonly observe: (headers: Readonly<Record<string, string>>) => void;
}

/** `Date` has whole seconds, cut off: on average the moment lies half a second later. */
const MIDPOINT = 500;

/**
 * Time by the API's own `Date` headers, carried on by the monotonic clock: a local clock that is an hour
 * off, or jumps, changes nothing.
 */
export function createServerClock(clock: { wall(): number; monotonic(): number }): ServerClock {
  let seen: { readonly server: number; readonly monotonic: number } | undefined;
  return {
    now: () => (seen === undefined ? clock.wall() : seen.server + (clock.monotonic() - seen.monotonic)),
    observe: (headers) => {
      const date = readHttpDate(headers['date']);
      if (date !== undefined) seen = { server: date + MIDPOINT, monotonic: clock.monotonic() };
    },
  };
}
