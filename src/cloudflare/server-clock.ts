import { readHttpDate } from './dates.ts';

export interface ServerClock {
  /** Epoch ms as the server sees it; the local wall clock until an answer carried a date. */
  readonly now: () => number;
  readonly observe: (headers: Readonly<Record<string, string>>) => void;
}

/** `Date` has whole seconds, cut off: on average the moment lies half a second later. */
const MIDPOINT = 500;
/** An answer is under way for at most half a minute, and servers of one service differ by little. */
const LATENESS = 31_000;

interface Estimate {
  readonly server: number;
  readonly monotonic: number;
}

/**
 * Time by the API's own `Date` headers, carried on by the monotonic clock: a local clock that is an hour
 * off, or jumps, changes nothing. An answer that was long under way does not set it back, and a date far
 * from all others (a proxy's own answer) counts only once a second answer agrees with it.
 */
export function createServerClock(clock: { wall(): number; monotonic(): number }): ServerClock {
  let known: Estimate | undefined;
  let odd: Estimate | undefined;
  const carried = ({ server, monotonic }: Estimate): number => server + (clock.monotonic() - monotonic);

  return {
    now: () => (known === undefined ? clock.wall() : carried(known)),
    observe: (headers) => {
      const date = readHttpDate(headers['date']);
      if (date === undefined) return;
      const told = { server: date + MIDPOINT, monotonic: clock.monotonic() };
      const ahead = known === undefined ? 0 : told.server - carried(known);
      const agreed = odd !== undefined && Math.abs(told.server - carried(odd)) <= LATENESS;
      if (Math.abs(ahead) > LATENESS && !agreed) odd = told;
      else if (ahead >= 0 || ahead < -LATENESS) [known, odd] = [told, undefined];
      else odd = undefined;
    },
  };
}
