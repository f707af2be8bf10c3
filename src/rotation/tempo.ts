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
  /** Aborts once it may know more: the first change has come through, or it is its turn to look for all. */
  readonly news: () => AbortSignal;
  /** The wait is over: after so many milliseconds the change was there; undefined: without having seen it. */
  readonly ended: (took: number | undefined) => void;
}

/** Those that wait for one kind of change, the one that looks for all first, and what was learnt. */
interface Line {
  readonly waiting: Map<Waiting, AbortController>;
  readonly times: number[];
}

/** Shared by all targets of a run. */
export function createTempo(): Tempo {
  const lines = new Map<Change, Line>();
  return {
    begin: (change) => {
      const line = lines.get(change) ?? { waiting: new Map(), times: [] };
      lines.set(change, line);
      const controller = new AbortController();
      const waiting: Waiting = {
        scouts: () => line.waiting.keys().next().value === waiting,
        expected: () => median(line.times),
        news: () => (line.waiting.get(waiting) ?? controller).signal,
        ended: (took) => end(line, waiting, took),
      };
      line.waiting.set(waiting, controller);
      return waiting;
    },
  };
}

function end(line: Line, waiting: Waiting, took: number | undefined): void {
  // The others look where they expect it to be there: that teaches nothing, unless nothing is known at all.
  const teaches = waiting.scouts() || line.times.length === 0;
  line.waiting.delete(waiting);
  if (!teaches) return;
  if (took !== undefined) line.times.push(took);
  // Only what makes a difference: all of a hundred woken by each of a hundred takes its time.
  const first = took !== undefined && line.times.length === 1;
  for (const one of first ? [...line.waiting.keys()] : line.waiting.keys().take(1)) wake(line, one);
}

function wake(line: Line, waiting: Waiting): void {
  const controller = line.waiting.get(waiting);
  line.waiting.set(waiting, new AbortController());
  controller?.abort('there is news');
}

function median(times: readonly number[]): number | undefined {
  return times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)];
}
