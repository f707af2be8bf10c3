import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/** How a key signs certificates and requests. */
interface Algorithm {
  readonly oid: string;
  /** Null where the algorithm brings its own. */
  readonly hash: string | null;
  /** RFC 4055 wants NULL where RFC 5758 and RFC 8410 want nothing. */
  readonly parameters?: null;
}

const RSA: Algorithm = { oid: '1.2.840.113549.1.1.11', hash: 'sha256', parameters: null };
const ED25519: Algorithm = { oid: '1.3.101.112', hash: null };
const BY_CURVE: Readonly<Record<string, Algorithm>> = {
  prime256v1: { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  secp384r1: { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
  secp521r1: { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
};

export interface Signing {
  readonly identifier: AlgorithmIdentifier;
  readonly sign: (bytes: ArrayBuffer) => ArrayBuffer;
}

/** @throws Error for a key that `readAuthority` would have refused */
export function signingWith(key: KeyObject): Signing {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) throw new Error('a key of another kind');
  const { oid, hash, ...parameters } = algorithm;
  return {
    identifier: new AlgorithmIdentifier({ algorithm: oid, ...parameters }),
    sign: (bytes) => arrayBuffer(sign(hash, new Uint8Array(bytes), key)),
  };
}

function algorithmOf(key: KeyObject): Algorithm | undefined {
  if (key.asymmetricKeyType === 'rsa') return RSA;
  if (key.asymmetricKeyType === 'ed25519') return ED25519;
  return BY_CURVE[key.asymmetricKeyDetails?.namedCurve ?? ''];
}

/** Just these bytes: what is behind a Buffer may be a pool that holds others too. */
export function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
