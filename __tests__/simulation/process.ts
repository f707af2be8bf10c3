import type { CallFacts, Ending, FaultPlan } from './faults.ts';

/** One run of the action: its calls are counted, and it may be killed or cancelled at any of them. */
export class Process {
  readonly name: string;
  readonly faults: FaultPlan;
  readonly #ending: Ending | undefined;
  readonly #cancel = new AbortController();
  #calls = 0;
  killed = false;
  cancelledAt: number | undefined;
  readonly said: string[] = [];

  constructor(name: string, faults: FaultPlan, ending: Ending | undefined) {
    this.name = name;
    this.faults = faults;
    this.#ending = ending;
  }

  get calls(): number {
    return this.#calls;
  }

  get stop(): AbortSignal {
    return this.#cancel.signal;
  }

  beginCall(method: string, path: string): CallFacts {
    const facts = { index: this.#calls, method, path };
    this.#calls += 1;
    return facts;
  }

  endIf(call: number, when: Ending['when']): void {
    if (this.#ending === undefined || this.#ending.call !== call || this.#ending.when !== when) return;
    if (this.#ending.kind === 'kill') this.killed = true;
    else this.#cancel.abort();
  }

  /** A killed process never gets an answer; a signal is heard before the next step. */
  async pulse(): Promise<void> {
    if (this.killed) await new Promise<never>(() => undefined);
    await Promise.resolve();
  }

  whileAlive<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(
        (value) => void (this.killed || resolve(value)),
        (error: unknown) => void (this.killed || reject(error)),
      );
    });
  }
}
