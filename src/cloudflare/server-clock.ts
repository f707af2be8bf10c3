/** The server's clock, by the `Date` headers seen: grace periods must not depend on the runner's clock. */
export interface ServerClock {
  readonly now: () => number;
  readonly note: (dateHeader: string | undefined) => void;
}

/** Before the first answer this is the runner's own clock. Epoch milliseconds, within a second. */
export function createServerClock(clock: { wall(): number; monotonic(): number }): ServerClock {
  let known: { readonly date: number; readonly at: number } | undefined;
  return {
    now: () => (known === undefined ? clock.wall() : known.date + (clock.monotonic() - known.at)),
    note: (header) => {
      const date = header === undefined ? Number.NaN : Date.parse(header);
      if (Number.isFinite(date)) known = { date, at: clock.monotonic() };
    },
  };
}
