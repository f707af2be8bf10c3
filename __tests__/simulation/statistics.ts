import { BEGIN } from './cast.ts';
import { Tally } from './met.ts';
import type { PlayedByNumber } from './by-number.ts';

/** What a long run came to, as it goes from one thread to another. */
export interface Counts {
  readonly met: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly totals: ReadonlyMap<string, number>;
}

/** What a long run came to, for people. */
export class Statistics {
  readonly met = new Tally();
  readonly #outcomes = new Tally();
  readonly #totals = new Tally();

  add({ world, runs }: PlayedByNumber): void {
    this.met.add(world.met);
    for (const { result } of runs) this.#outcomes.count(result?.outcome ?? 'killed');
    this.#totals.count('worlds');
    this.#totals.count('runs', runs.length);
    this.#totals.count('calls', world.calls.length);
    this.#totals.count('writes that took effect', world.writes.length);
    this.#totals.count('handshakes evaluated', world.handshakes);
    this.#totals.count('hours of virtual time', (world.time.now - BEGIN) / 3_600_000);
  }

  counts(): Counts {
    return { met: this.met.counts, outcomes: this.#outcomes.counts, totals: this.#totals.counts };
  }

  include({ met, outcomes, totals }: Counts): void {
    this.met.add({ counts: met });
    this.#outcomes.add({ counts: outcomes });
    this.#totals.add({ counts: totals });
  }

  lines(): readonly string[] {
    return [
      `Played: ${listed(this.#totals)}`,
      `Runs ended: ${listed(this.#outcomes)}`,
      `Faults met, ${this.met.total.toLocaleString('en')} in all: ${listed(this.met)}`,
    ];
  }
}

function listed({ counts }: Tally): string {
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([what, times]) => `${what} ${Math.round(times).toLocaleString('en')}`)
    .join(', ');
}
