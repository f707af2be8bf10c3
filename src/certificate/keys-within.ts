import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { encodedFields, unwrap } from './envelope.ts';
import { isKey } from './input-form.ts';
import { openKey } from './key-input.ts';
import { hasArmour, readDerBlock, readSoundBlocks, textsInBlocks, withPlainArmour } from './pem.ts';
import type { Block } from './pem.ts';
import { PrivateKey } from './private-key.ts';

/** What HTML and word processors leave between the lines of a key. */
const LITTER = /<[^<>]{1,20}>|&#x?[0-9a-f]{1,4};|\p{Cf}/giu;
/** A set of keys in JSON is not that deep. */
const DEEPEST_JSON = 4;
/** Every key in DER begins with this, and no text does. */
const SEQUENCE = 0x30;

/** Every key that opens in a pasted text, even a refused one: it must be known to be withheld. Never throws. */
export function keysWithin(text: string, passphrase: string | undefined): readonly PrivateKey[] {
  const inner = undress(text);
  const fields = typeof inner === 'string' ? encodedFields(inner) : [];
  const opened = [inner, ...fields.map(({ value }) => value)]
    .flatMap(blocksOf)
    .filter(isKey)
    .map((block) => openKey(block, passphrase));
  // JSON is also read unchanged: with its escapes undone, a line end in a string would break it.
  const texts = new Set(typeof inner === 'string' ? [inner, text] : [text]);
  const known = [...opened, ...[...texts].flatMap(jsonWebKeys)];
  return known.filter((key) => key !== undefined).map((key) => new PrivateKey(key));
}

/** The readable text that is hidden in a pasted one by quoting, odd dashes, base64 or hex; none if there is nothing of that kind. */
export function textsWithin(text: string): readonly string[] {
  const inner = undress(text);
  if (typeof inner !== 'string') return [];
  const plain = withPlainArmour(inner);
  const fields = encodedFields(inner).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return [...(plain === text ? [] : [plain]), ...fields, ...textsInBlocks(inner)];
}

/** What a text holds, even in hex, which is refused. */
function undress(text: string): string | Uint8Array {
  const hex = text.replaceAll(/0x|\\x|[\s:,"']+/giu, '');
  if (!/^(?:[0-9a-f]{2}){32,}$/iu.test(hex)) return unwrap(text);
  const bytes = Buffer.from(hex, 'hex');
  return bytes[0] === SEQUENCE ? bytes : unwrap(bytes.toString('latin1').replaceAll('\0', ''));
}

function blocksOf(inner: string | Uint8Array): readonly Block[] {
  if (typeof inner === 'string')
    return hasArmour(inner) ? readSoundBlocks(inner.replaceAll(LITTER, '\n')) : [];
  const read = readDerBlock(inner);
  return typeof read === 'string' ? [] : read;
}

/** Keys in JSON: alone, in a list, or in a set of keys. */
function jsonWebKeys(text: string): readonly (ReturnType<typeof openKey> | undefined)[] {
  const start = text.search(/[{[]/u);
  if (start < 0 || !text.includes('kty')) return [];
  try {
    const value: unknown = JSON.parse(text.slice(start));
    return objectsIn(value, DEEPEST_JSON).map(openJsonWebKey);
  } catch {
    return [];
  }
}

function objectsIn(value: unknown, depth: number): readonly JsonWebKey[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const own = !Array.isArray(value) && 'kty' in value ? [Object.fromEntries(Object.entries(value))] : [];
  return [...own, ...Object.values(value).flatMap((one: unknown) => objectsIn(one, depth - 1))];
}

function openJsonWebKey(key: JsonWebKey): ReturnType<typeof openKey> {
  try {
    return createPrivateKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}
