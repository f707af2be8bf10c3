/**
 * A value over time: what was, what is, and what is already bound to come. Everything the box knows
 * is kept this way, so that a lagging list or edge is merely a look at an earlier moment.
 */
export interface Entry<T> {
  /** Epoch milliseconds from which the value holds. */
  readonly at: number;
  readonly value: T;
}

export class Timeline<T> {
  #entries: Entry<T>[] = [];

  constructor(at: number, value: T) {
    this.#entries.push({ at, value });
  }

  /** The value changes at `at`; whatever was planned for later no longer comes. */
  set(at: number, value: T): this {
    this.#entries = this.#entries.filter((entry) => entry.at <= at);
    this.#entries.push({ at, value });
    return this;
  }

  /** The value will change at `at`, unless something is set before. Plans are made in order. */
  plan(at: number, value: T): this {
    const last = this.#entries.at(-1);
    if (last !== undefined && at < last.at) throw new RangeError('A plan must not precede an earlier one.');
    this.#entries.push({ at, value });
    return this;
  }

  /** The value at a moment; undefined before the first entry. */
  at(moment: number): T | undefined {
    return this.#entries.findLast((entry) => entry.at <= moment)?.value;
  }

  /**
   * The value as somebody sees it to whom every change takes its own time.
   * @param lagOf milliseconds from a change to its being seen, never negative
   */
  seen(moment: number, lagOf: (index: number) => number): T | undefined {
    return this.#entries.findLast((entry, index) => entry.at + lagOf(index) <= moment)?.value;
  }

  /** The first moment after `moment` at which the value satisfies a condition, as planned now. */
  next(moment: number, condition: (value: T) => boolean): number | undefined {
    return this.#entries.find((entry) => entry.at > moment && condition(entry.value))?.at;
  }

  /** All entries, the planned ones too. */
  get entries(): readonly Entry<T>[] {
    return this.#entries;
  }
}
