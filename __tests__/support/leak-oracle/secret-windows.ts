import type { KeyObject } from 'node:crypto';

/** The members of a JWK that only the owner of the key may know (RFC 7518; AKP for ML-DSA). */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'priv'] as const;
const KEY_WINDOW = 8;
const TEXT_WINDOW = 6;
/**
 * Six lower-case letters may be a word, and six hexadecimal digits a piece of an id: one fresh token in seven holds such
 * six, and over many worlds one meets them by chance. Ten in a row are none.
 */
const COMMON_WINDOW = 10;
const COMMON = /^(?:[a-z_-]+|[\da-f-]+|[\dA-F-]+)$/u;
/** A row of equal bytes is in every file. */
const FEWEST_DIFFERENT = 3;

export interface Secrets {
  readonly keys?: readonly KeyObject[];
  /** Tokens and passphrases; random ones, of at least six characters. */
  readonly texts?: readonly string[];
}

/** All telling windows of the secrets, by length, each with the name of the secret it is from. */
export type SecretWindows = ReadonlyMap<number, ReadonlyMap<string, string>>;

/** Cuts the secrets into overlapping windows, written as strings of one character per byte. */
export function secretWindows(secrets: Secrets): SecretWindows {
  const keys = new Map<string, string>();
  for (const [number, key] of (secrets.keys ?? []).entries()) {
    const jwk: Readonly<Record<string, unknown>> = { ...key.export({ format: 'jwk' }) };
    const members = PRIVATE_MEMBERS.filter((member) => typeof jwk[member] === 'string');
    if (members.length === 0) throw new Error(`Key ${number} has no private part to look for.`);
    for (const member of members)
      addWindows(keys, Buffer.from(String(jwk[member]), 'base64url'), KEY_WINDOW, `key ${number}, ${member}`);
  }
  const texts = new Map<string, string>();
  const common = new Map<string, string>();
  for (const [number, text] of (secrets.texts ?? []).entries()) {
    const bytes = Buffer.from(text);
    if (bytes.length < TEXT_WINDOW) throw new Error(`Text ${number} is too short to be looked for.`);
    const isTelling = (window: string): boolean => bytes.length < COMMON_WINDOW || !COMMON.test(window);
    addWindows(texts, bytes, TEXT_WINDOW, `text ${number}`, isTelling);
    addWindows(common, bytes, COMMON_WINDOW, `text ${number}`);
  }
  return new Map([
    [KEY_WINDOW, keys],
    [TEXT_WINDOW, texts],
    [COMMON_WINDOW, common],
  ]);
}

function addWindows(
  into: Map<string, string>,
  bytes: Buffer,
  length: number,
  name: string,
  isTelling: (window: string) => boolean = () => true,
): void {
  for (let at = 0; at + length <= bytes.length; at += 1) {
    const window = bytes.subarray(at, at + length);
    const text = window.toString('latin1');
    if (new Set(window).size >= FEWEST_DIFFERENT && isTelling(text)) into.set(text, name);
  }
}
