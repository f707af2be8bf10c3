import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { contextTag, DER, readChildren, readWhole, writeDer } from './der.ts';
import { armour } from './pem.ts';

const HIDDEN = '[private key]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A private key that does not print: whatever serialises it gets `[private key]`. */
export class PrivateKey {
  readonly #keyObject: KeyObject;

  constructor(keyObject: KeyObject) {
    this.#keyObject = withNamedCurve(keyObject);
  }

  /** Plain PKCS#8 in PEM with LF: the text that is uploaded. */
  pem(): string {
    return armour('PRIVATE KEY', seedOnly(this.#keyObject.export({ type: 'pkcs8', format: 'der' })));
  }

  /** For TLS to the origin, and for code that must know every encoding of the key. */
  keyObject(): KeyObject {
    return this.#keyObject;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [INSPECT](): string {
    return HIDDEN;
  }
}

/** Old tools spell out the curve in an EC key, which few others read; a JSON Web Key can only name it. */
function withNamedCurve(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ec') return key;
  try {
    return createPrivateKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
  } catch {
    return key; // a curve that JSON Web Keys do not know
  }
}

/**
 * RFC 9881 writes an ML-DSA key as seed, as expanded key, or as both. OpenSSL writes both, Cloudflare takes
 * the seed. Any other PKCS#8 comes back as it is.
 */
function seedOnly(pkcs8: Uint8Array): Uint8Array {
  const [version, algorithm, key] = readChildren(readWhole(pkcs8)) ?? [];
  const both = readChildren(key && readWhole(key.content, DER.sequence));
  const seed = both?.[0];
  if (!version || !algorithm || both?.length !== 2 || seed?.tag !== DER.octetString) return pkcs8;
  const bare = writeDer(contextTag(0, false), seed.content);
  return writeDer(DER.sequence, version.whole, algorithm.whole, writeDer(DER.octetString, bare));
}

/** An ML-DSA key that was stored expanded only: the seed cannot be computed back from it. */
export function lacksSeed(key: KeyObject): boolean {
  if (key.asymmetricKeyType?.startsWith('ml-dsa-') !== true) return false;
  const [, , inner] = readChildren(readWhole(key.export({ type: 'pkcs8', format: 'der' }))) ?? [];
  return inner !== undefined && readWhole(inner.content)?.tag === DER.octetString;
}

/** RSA of three primes or more: the version of PKCS#1 is not 0 (RFC 8017, A.1.2). */
export function hasMorePrimes(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return false;
  const [version] = readChildren(readWhole(key.export({ type: 'pkcs1', format: 'der' }))) ?? [];
  return version?.content[0] !== 0;
}
