import { KeyObject } from 'node:crypto';
import { decodings, unescapings } from './decodings.ts';
import { isPlainWord } from './masks.ts';
import { keyMaterial } from './pasted.ts';

/** So many bytes in a row of a private number do not occur by chance. */
const KEY_WINDOW = 8;
/** So many characters of a token do not occur by chance, as it is random. */
const RANDOM_WINDOW = 6;
/** But six hexadecimal digits do: an id, a serial number and a fingerprint have over a hundred such pieces together. */
const HEX_WINDOW = 10;
/** What is left without capitals says less. */
const LOWER_CASE_WINDOW = 8;
const HEX = /^(?:[\da-f-]+|[\dA-F-]+)$/u;
const WORDS = /^[a-z_-]+$/u;
/** Bytes. No piece is shorter, nor is anything that it could be written as. */
const SHORTEST_PIECE = Math.min(KEY_WINDOW, RANDOM_WINDOW);
/** Any shorter, and its pieces are most of it. */
const SHORTEST_RANDOM = 8;
/** A text made of words holds what is in other texts as well: only a good half of it is telling. */
const SHORTEST_CHOSEN = 6;
const LONG_CHOSEN = 16;
/** `aaaaaa` or a row of zero bytes says nothing. */
const FEWEST_DIFFERENT = 3;
const ONE_WORD = /^[a-z]+$/iu;

/** Knows the secrets, and recognises a piece of one in any text in the usual encodings. */
export class Guard {
  readonly #indexes = new Map<number, WindowIndex>();
  /** Names of hosts and of headers lose their capitals. */
  readonly #inLowerCase = new WindowIndex(LOWER_CASE_WINDOW);

  /** `random` says that a machine made the text, so that short pieces of it are telling; `chosen`, that one has to look. */
  protect(secret: KeyObject | string, made: 'random' | 'chosen'): void {
    if (secret instanceof KeyObject) {
      // Windows keeps the last byte of a number first.
      for (const integer of keyMaterial(secret).integers)
        for (const bytes of [integer, integer.toReversed()]) this.#index(KEY_WINDOW).add(bytes, isVaried);
      return;
    }
    const text = secret.trim();
    const bytes = Buffer.from(text);
    const random = made === 'random' || !isMadeOfWords(text);
    if (random && bytes.length >= SHORTEST_RANDOM) {
      const isTelling = (window: Uint8Array): boolean =>
        isVaried(window) && !isLike(window, WORDS) && !isLike(window, HEX);
      this.#index(RANDOM_WINDOW).add(bytes, isTelling);
      this.#index(HEX_WINDOW).add(bytes, (window) => isVaried(window) && isLike(window, HEX));
      this.#inLowerCase.add(Buffer.from(text.toLowerCase()), isTelling);
    }
    if (bytes.length < SHORTEST_CHOSEN || isPlainWord(text)) return;
    if (bytes.length < LONG_CHOSEN) this.#index(bytes.length).add(bytes, () => true);
    else {
      // A single word of several says nothing.
      const isRevealing = (window: Uint8Array): boolean =>
        isLike(bytes, ONE_WORD) || !isLike(window, ONE_WORD);
      this.#index(Math.ceil(bytes.length / 2)).add(bytes, isRevealing);
    }
  }

  /** Whether a piece of any protected secret can be got out of the text. */
  finds(text: string): boolean {
    if (this.#indexes.size === 0 || Buffer.byteLength(text) < SHORTEST_PIECE) return false;
    for (const bytes of decodings(text)) {
      for (const index of this.#indexes.values()) if (index.occursIn(bytes)) return true;
    }
    for (const plain of unescapings(text.toLowerCase()))
      if (this.#inLowerCase.occursIn(Buffer.from(plain))) return true;
    return false;
  }

  #index(length: number): WindowIndex {
    const known = this.#indexes.get(length);
    if (known !== undefined) return known;
    const made = new WindowIndex(length);
    this.#indexes.set(length, made);
    return made;
  }
}

function isVaried(window: Uint8Array): boolean {
  return new Set(window).size >= FEWEST_DIFFERENT;
}

function isLike(window: Uint8Array, pattern: RegExp): boolean {
  return pattern.test(Buffer.from(window).toString('latin1'));
}

/**
 * Finds any piece of `length` bytes of the secrets in a stretch of bytes. Two small tables rule out
 * nearly every place without making a string, so that a megabyte takes milliseconds.
 */
export class WindowIndex {
  readonly length: number;
  readonly #windows = new Set<string>();
  readonly #heads = new Uint8Array(65_536);
  readonly #tails = new Uint8Array(65_536);

  constructor(length: number) {
    this.length = length;
  }

  /** Registers every window of a secret that `isRevealing` accepts. */
  add(secret: Uint8Array, isRevealing: (window: Uint8Array) => boolean): void {
    for (let at = 0; at + this.length <= secret.length; at += 1) {
      const window = secret.subarray(at, at + this.length);
      if (!isRevealing(window)) continue;
      this.#windows.add(latin1(window));
      this.#heads[pair(window, 0)] = 1;
      this.#tails[pair(window, this.length - 2)] = 1;
    }
  }

  occursIn(bytes: Uint8Array): boolean {
    const heads = this.#heads;
    const tails = this.#tails;
    const last = bytes.length - this.length;
    for (let at = 0; at <= last; at += 1) {
      if (heads[pair(bytes, at)] !== 1 || tails[pair(bytes, at + this.length - 2)] !== 1) continue;
      if (this.#windows.has(latin1(bytes.subarray(at, at + this.length)))) return true;
    }
    return false;
  }
}

function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Words, names and dates, and no more than half of it anything else. */
export function isMadeOfWords(text: string): boolean {
  const common = text.match(/\p{Lu}?\p{Ll}{4,}|\p{Lu}{4,}|\d{6,}|[\s_.,/-]+/gu) ?? [];
  return 2 * common.join('').length >= text.length;
}
