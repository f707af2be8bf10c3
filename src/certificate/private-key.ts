import type { KeyObject } from 'node:crypto';
import { contextTag, DER, readChildren, readWhole, writeDer } from './der.ts';
import { armour } from './pem.ts';

const HIDDEN = '[private key]';
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A private key that does not print: whatever serialises it gets `[private key]`. */
export class PrivateKey {
  readonly #keyObject: KeyObject;

  constructor(keyObject: KeyObject) {
    this.#keyObject = keyObject;
  }

  /** Plain PKCS#8 in PEM with LF: the text that is uploaded. */
  pem(): string {
    return armour('PRIVATE KEY', seedForm(this.#keyObject.export({ type: 'pkcs8', format: 'der' })));
  }

  /** For TLS to the origin, and for those who must know every spelling of the key. */
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

/**
 * RFC 9881 knows an ML-DSA key as seed `[0]`, as expanded key, or as both; OpenSSL writes both, Cloudflare
 * takes the seed. Any other PKCS#8 comes back as it is.
 */
function seedForm(pkcs8: Uint8Array): Uint8Array {
  const [version, algorithm, key] = readChildren(readWhole(pkcs8, DER.sequence)) ?? [];
  const both = readChildren(key && readWhole(key.content, DER.sequence));
  const seed = both?.[0];
  if (!version || !algorithm || both?.length !== 2 || seed?.tag !== DER.octetString) return pkcs8;
  const bare = writeDer(contextTag(0, false), seed.content);
  return writeDer(DER.sequence, version.whole, algorithm.whole, writeDer(DER.octetString, bare));
}
