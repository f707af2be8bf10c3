import type { CallFacts, Ending, FaultPlan } from './faults.ts';
import { sentence } from './sentence.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** After the first signal of a cancel the runner kills what still runs (SIGINT, 7.5 s, SIGTERM, 2.5 s): it must not come to that. */
const KILLED_AFTER = 10_000;
const SECOND_SIGNAL_AFTER = 7500;
/** In milliseconds: while a run waits for something, its log shows that it goes on. */
const MOST_SILENCE = 15_000;

export const GOES_BACK = sentence('Rolling back to what was in force');

/** One run of the action: its calls are counted, and it may be killed or cancelled at any of them. */
export class Process {
  readonly name: string;
  readonly faults: FaultPlan;
  readonly #ending: Ending | undefined;
  readonly #cancel = new AbortController();
  #calls = 0;
  #writes = 0;
  #rollsBackFrom: number | undefined;
  killed = false;
  ended = false;
  cancelledAt: number | undefined;
  /** When it said that it goes back. */
  rollsBackAt: number | undefined;
  readonly said: string[] = [];
  #saidAt: number | undefined;
  #silence = 0;
  /** Until when nothing is left of the rate limit. */
  emptyUntil = Number.NEGATIVE_INFINITY;
  /** When the API forbids further calls, by an answer that has arrived. */
  shut = { from: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };

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

  get rollsBack(): boolean {
    return this.#rollsBackFrom !== undefined;
  }

  beginCall(method: string, path: string): CallFacts {
    const write = method === 'GET' ? undefined : this.#writes;
    const facts = { index: this.#calls, method, path, write };
    this.#calls += 1;
    if (write !== undefined) this.#writes += 1;
    return facts;
  }

  says(line: string, at: number): void {
    this.said.push(line);
    this.#silence = Math.max(this.#silence, at - (this.#saidAt ?? at));
    this.#saidAt = at;
    if (!GOES_BACK.test(line)) return;
    this.#rollsBackFrom ??= this.#calls;
    this.rollsBackAt ??= at;
  }

  /** What people who read along would complain of; of runs that are played as a whole. */
  tooSilent(): readonly string[] {
    return this.#silence > MOST_SILENCE ? [`it said nothing for ${this.#silence / 1000} s`] : [];
  }

  endIf(call: CallFacts, when: Ending['when'], world: SimulatedWorld): void {
    const ending = this.#ending;
    if (ending === undefined || ending.when !== when || this.stop.aborted || this.killed) return;
    if (!this.#isDue(ending, call)) return;
    if (ending.later === undefined) this.#end(ending, when, call, world);
    else world.time.at(world.time.now + ending.later, () => this.#end(ending, when, call, world));
  }

  #end(ending: Ending, when: Ending['when'], call: CallFacts, world: SimulatedWorld): void {
    if (this.stop.aborted || this.killed || this.ended) return;
    world.met.count(this.rollsBack ? `${ending.kind} during roll-back` : ending.kind);
    world.note(this, `${ending.kind} ${when} call ${call.index}`);
    if (ending.kind === 'kill') {
      this.killed = true;
      return;
    }
    this.cancelledAt = world.time.now;
    this.#cancel.abort();
    world.time.at(world.time.now + SECOND_SIGNAL_AFTER, () => {
      if (this.ended || this.killed) return;
      world.met.count('a second signal');
      this.#cancel.abort();
    });
    world.time.at(world.time.now + KILLED_AFTER, () => {
      if (this.ended || this.killed) return;
      this.killed = true;
      world.note(this, 'killed, ten seconds after the cancel');
    });
  }

  #isDue(ending: Ending, { index, write }: CallFacts): boolean {
    if (ending.of === 'writes') return write === ending.call;
    const from = ending.of === 'roll-back' ? this.#rollsBackFrom : 0;
    return from !== undefined && index === from + ending.call;
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
