/** What Cloudflare takes its time for. */
export type Change = 'activation' | 'association' | 'deletion';

/** How long Cloudflare takes for changes in this run, told by the targets that looked closely to all others. */
export interface Tempo {
  /** A target begins to wait for a change that it has just sent. */
  readonly begin: (change: Change) => Waiting;
}

export interface Waiting {
  /** Of those that wait for such a change it is the one that looks for all. */
  readonly scouts: () => boolean;
  /** Milliseconds that such a change took in this run; undefined: none has come through yet. */
  readonly expected: () => number | undefined;
  /** Aborts as soon as another wait is over, which may have taught something or left the scouting to this one. */
  readonly news: () => AbortSignal;
  /** The wait is over: after so many milliseconds the change was there; undefined: without having seen it. */
  readonly ended: (took: number | undefined) => void;
}

interface Line {
  readonly waiting: Set<Waiting>;
  readonly times: number[];
  news: AbortController;
}

/** Shared by all targets of a run. */
export function createTempo(): Tempo {
  const lines = new Map<Change, Line>();
  return {
    begin: (change) => {
      const line = lines.get(change) ?? { waiting: new Set(), times: [], news: new AbortController() };
      lines.set(change, line);
      const waiting: Waiting = {
        scouts: () => line.waiting.values().next().value === waiting,
        expected: () => median(line.times),
        news: () => line.news.signal,
        ended: (took) => {
          // The others look where they expect it to be there: that teaches nothing.
          if (took !== undefined && waiting.scouts()) line.times.push(took);
          line.waiting.delete(waiting);
          const { news } = line;
          line.news = new AbortController();
          news.abort('a wait is over');
        },
      };
      line.waiting.add(waiting);
      return waiting;
    },
  };
}

function median(times: readonly number[]): number | undefined {
  return times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)];
}
