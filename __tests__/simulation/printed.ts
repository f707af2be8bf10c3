import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { findLeaks } from '../support/leak-oracle/oracle.ts';
import type { Cast } from './cast.ts';

/** What people chose as a token of the API here occurs in many a text. */
const SHORTEST = 16;

/** A report is a line of thousands of characters; what its fields say stands in many a report. */
const LINES_AND_FIELDS = /\n|(?<=,)(?="[A-Za-z]+":)/u;

/** All that the staged runs of a world printed, wrote and sent: each line and field once, in the order in which it first came. */
export class Printed {
  readonly #lines = new Set<string>();
  readonly #sent = new Set<string>();
  readonly #keys: KeyObject[] = [];
  readonly #tokens = new Set<string>();

  add(text: string): void {
    for (const line of text.split(LINES_AND_FIELDS)) this.#lines.add(line);
  }

  /** What a request showed on its way; searched only where something was printed, since that takes a while. */
  addSent(text: string): void {
    this.#sent.add(text);
  }

  /** What came into being on the way, and may occur nowhere. */
  keeps(secret: KeyObject | string): void {
    // Of a signed token only the signature is secret: what it says is shown where a server refuses it.
    if (typeof secret === 'string') {
      const told = secret.split('.').at(-1) ?? '';
      if (told.length > SHORTEST) this.#tokens.add(told);
    }
    if (typeof secret !== 'string' && !this.#keys.some((key) => key.equals(secret))) this.#keys.push(secret);
  }

  /** 7: no piece of a key is in it, in any encoding. */
  leaks(cast: Cast): readonly string[] {
    if (this.#lines.size === 0) return [];
    const leaks = findLeaks([...this.#lines, ...this.#sent].join('\n'), {
      keys: [...keysOf(cast), ...this.#keys],
      texts: [...this.#tokens],
    });
    return leaks.map(({ secret, view }) => `a run printed, wrote or sent a piece of ${secret}: ${view}`);
  }
}

const known = new WeakMap<Cast, readonly KeyObject[]>();

function keysOf(cast: Cast): readonly KeyObject[] {
  const pairs = [cast.successor, cast.foreign, cast.third, cast.fresh, cast.foreignFresh];
  const keys = known.get(cast) ?? pairs.map(({ privateKey }) => createPrivateKey(privateKey));
  known.set(cast, keys);
  return keys;
}
