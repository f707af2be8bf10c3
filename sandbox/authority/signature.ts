import { sign, type KeyObject } from 'node:crypto';
import { bits, nothing, oid, sequence } from './der.ts';
import type { Hash } from './keys.ts';

const rsa: Record<Hash, string> = {
  MD5: '1.2.840.113549.1.1.4',
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
};

const ecdsa: Partial<Record<Hash, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
};

// Keys that bring their own hash.
const whole: Partial<Record<string, string>> = {
  ed25519: '1.3.101.112',
  'ml-dsa-44': '2.16.840.1.101.3.4.3.17',
  'ml-dsa-65': '2.16.840.1.101.3.4.3.18',
  'ml-dsa-87': '2.16.840.1.101.3.4.3.19',
};

/**
 * The AlgorithmIdentifier for signatures by a key.
 * @throws RangeError if the key cannot sign with this hash
 */
export function signatureAlgorithm(key: KeyObject, hash: Hash): Buffer {
  const type = key.asymmetricKeyType ?? '';
  if (type === 'rsa') return sequence(oid(rsa[hash]), nothing());
  const identifier = type === 'ec' ? ecdsa[hash] : whole[type];
  if (identifier === undefined) throw new RangeError(`A key of type ${type} does not sign with ${hash}.`);
  return sequence(oid(identifier));
}

/** What was signed, how, and the signature: the outer form of certificates and requests. */
export function signed(content: Uint8Array, key: KeyObject, hash: Hash): Buffer {
  const type = key.asymmetricKeyType;
  const digest = type === 'rsa' || type === 'ec' ? hash.replace('-', '').toLowerCase() : null;
  return sequence(content, signatureAlgorithm(key, hash), bits(sign(digest, content, key)));
}
