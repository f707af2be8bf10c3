import { KeyObject } from 'node:crypto';
import { decodings } from './decodings.ts';
import { keyMaterial } from './key-material.ts';
import { isPlainWord } from './masks.ts';
import { WindowIndex } from './window-index.ts';

/** So many bytes in a row of a private number do not occur by chance. */
const KEY_WINDOW = 8;
/** So many characters of a token do not occur by chance, as it is random. */
const RANDOM_WINDOW = 6;
/** A text somebody thought up may hold common words: only a good half of it is telling. */
const SHORTEST_CHOSEN = 6;
const LONG_CHOSEN = 16;
/** `aaaaaa` or a row of zero bytes says nothing. */
const FEWEST_DIFFERENT = 3;

/** Knows the secrets, and recognises a piece of one in any text in the usual encodings. */
export class Guard {
  readonly #indexes = new Map<number, WindowIndex>();

  /** `random` says that a machine made the text, so that short pieces of it are telling. */
  protect(secret: KeyObject | string, made: 'random' | 'chosen'): void {
    if (secret instanceof KeyObject) {
      for (const integer of keyMaterial(secret).integers) this.#index(KEY_WINDOW).add(integer, isVaried);
      return;
    }
    const bytes = Buffer.from(secret.trim());
    if (made === 'random' && bytes.length >= 2 * RANDOM_WINDOW) {
      this.#index(RANDOM_WINDOW).add(bytes, (window) => isVaried(window) && !isWordLike(window));
    }
    if (bytes.length < SHORTEST_CHOSEN || isPlainWord(secret.trim())) return;
    const length = bytes.length < LONG_CHOSEN ? bytes.length : Math.ceil(bytes.length / 2);
    this.#index(length).add(bytes, () => true);
  }

  /** Whether a piece of any protected secret can be got out of the text. */
  finds(text: string): boolean {
    if (this.#indexes.size === 0) return false;
    for (const bytes of decodings(text)) {
      for (const index of this.#indexes.values()) if (index.occursIn(bytes)) return true;
    }
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

function isWordLike(window: Uint8Array): boolean {
  return /^[a-z_-]+$/u.test(Buffer.from(window).toString('latin1'));
}
