import { ACTIVE_WITHIN, lookedUpon, PROPAGATION, unquiet } from './quiet.ts';
import type { Patience, RowsLook, Standings, Unquiet } from './quiet.ts';

/** What a run has seen of the associations of one zone, by all looks of all its targets there. */
export interface RowWatch {
  /** Hostnames that this run looks after, and the grace they are to have. */
  readonly minds: (hostnames: readonly string[], grace: number) => void;
  readonly saw: (look: RowsLook) => void;
  /**
   * Hostnames that are not quiet by now.
   *
   * @param grace milliseconds for hostnames of others; two minutes at least
   * @param now the server's clock
   * @param most no hostname of the run has to wait longer
   */
  readonly unquiet: (grace: number, now: number, most?: number) => readonly Unquiet[];
  /** Milliseconds until these have been in force for their grace. */
  readonly graceLeft: (hostnames: readonly string[], now: Moment) => number;
}

export interface Moment {
  readonly monotonic: number;
  /** The server's clock, epoch milliseconds. */
  readonly server: number;
}

export function createRowWatch(): RowWatch {
  const graces = new Map<string, number>();
  let standings: Standings | undefined;
  const patienceFor =
    (others: number, most = Number.POSITIVE_INFINITY): Patience =>
    (hostname) =>
      Math.min(graces.get(hostname) ?? others, most);
  return {
    minds: (hostnames, grace) => hostnames.forEach((hostname) => graces.set(hostname, grace)),
    saw: (look) => {
      standings = lookedUpon(standings, look);
    },
    unquiet: (grace, now, most = Number.POSITIVE_INFINITY) => {
      const others = Math.max(Math.min(grace, ACTIVE_WITHIN), PROPAGATION);
      return standings === undefined ? [] : unquiet(standings, patienceFor(others, most), now);
    },
    graceLeft: (hostnames, { monotonic, server }) => {
      if (standings === undefined) return 0;
      const own = new Map([...standings.hostnames].filter(([hostname]) => hostnames.includes(hostname)));
      const patience = patienceFor(0);
      // The row of what a hostname leaves may take its time; the grace counts from the look that showed it on its way.
      const left = unquiet({ asked: monotonic, hostnames: own }, patience, server).map((one) => {
        const since = own.get(one.hostname)?.since ?? monotonic;
        if (one.kind === 'under-way') return patience(one.hostname) - (monotonic - since);
        return one.kind === 'settling' ? one.left : 0;
      });
      return Math.max(0, ...left);
    },
  };
}
