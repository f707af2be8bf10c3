import { nextTick } from 'node:process';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** So many sleeps may be woken at one moment; a millisecond goes by for each that follows. */
const MOST_WOKEN = 100;

/**
 * Resolves once nothing is left to do but to wait. A tick asked for by a promise's job comes after the jobs
 * of all promises, and costs no round of the event loop: nothing in a simulated world waits for the system.
 */
async function turn(): Promise<void> {
  await Promise.resolve();
  await new Promise<void>((resolve) => {
    nextTick(resolve);
  });
}

/** A clock that only moves when nothing is left to do. Times are milliseconds. */
export class VirtualTime {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  #woken = 0;
  #wokenAt = 0;

  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Calls back at a moment; in the past means at once. Returns how to cancel it. */
  at(moment: number, fire: () => void): () => void {
    const timer = { at: Math.max(moment, this.#now), order: (this.#order += 1), fire };
    const index = this.#timers.findLastIndex((other) => other.at <= timer.at);
    this.#timers.splice(index + 1, 0, timer);
    return () => {
      const place = this.#timers.indexOf(timer);
      if (place >= 0) this.#timers.splice(place, 1);
    };
  }

  /** Resolves after `milliseconds`, early on abort. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) return this.#wake(resolve);
      const done = (): void => {
        cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      // As with real timers, no sleep is shorter than a millisecond; fractions would get lost.
      const cancel = this.at(this.#now + Math.max(1, Math.ceil(milliseconds)), done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** At once; but a loop that does nothing but sleep takes time as well, or it would never end. */
  #wake(resolve: () => void): void {
    this.#woken = this.#wokenAt === this.#now ? this.#woken + 1 : 1;
    this.#wokenAt = this.#now;
    if (this.#woken <= MOST_WOKEN) resolve();
    else this.at(this.#now + 1, resolve);
  }

  /** Lets time pass until the condition holds. Throws where nothing is left that could make it hold. */
  async runUntil(holds: () => boolean, atMost: number): Promise<void> {
    const end = this.#now + atMost;
    for (;;) {
      await turn();
      if (holds()) return;
      const next = this.#timers.shift();
      if (next === undefined) throw new Error('Nothing is left to happen, and the run has not ended.');
      if (next.at > end) throw new Error(`The run did not end within ${atMost / 1000} s of virtual time.`);
      this.#now = next.at;
      next.fire();
    }
  }

  /** Lets everything up to a moment happen. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await turn();
    for (let next = this.#timers[0]; next !== undefined && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = next.at;
      next.fire();
      await turn();
    }
    this.#now = end;
    await turn();
  }
}
