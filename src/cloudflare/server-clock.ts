export interface ServerClock {
  /** Epoch ms as the server sees it; the local wall clock until an answer carried a date. */
  readonly now: () => number;
  readonly observe: (headers: Readonly<Record<string, string>>) => void;
}

/** `Date` has whole seconds, cut off: on average the moment lies half a second later. */
const MIDPOINT = 500;
/** An answer takes half a minute at most, and a service's clocks differ by little. */
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

const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads an RFC 3339 date with any number of fractional digits.
 * @returns epoch milliseconds, the fraction kept (so that two uploads in one millisecond still differ);
 *   undefined for null, absent or anything else
 */
export function readDate(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const parts = RFC_3339.exec(value);
  if (parts === null) return undefined;
  const [, day = '', time = '', fraction = '', zone = ''] = parts;
  const whole = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(whole)) return undefined;
  return fraction === '' ? whole : whole + Number(`0.${fraction}`) * 1000;
}

const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;

/** Reads a date of an HTTP header (RFC 9110, the form every server must send); epoch milliseconds. */
export function readHttpDate(value: string | undefined): number | undefined {
  if (value === undefined || !IMF_FIXDATE.test(value.trim())) return undefined;
  const time = Date.parse(value.trim());
  return Number.isNaN(time) ? undefined : time;
}
