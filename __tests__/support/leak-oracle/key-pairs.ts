import { createECDH, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A fresh private key of every kind that people may hand over. */
export const freshKeys: Readonly<Record<string, () => KeyObject>> = {
  'RSA 2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  'P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  'P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  Ed25519: () => generateKeyPairSync('ed25519').privateKey,
  'ML-DSA-44': () => generateKeyPairSync('ml-dsa-44').privateKey,
};

/** One of each, made once. */
export const oneOfEach: readonly (readonly [kind: string, key: KeyObject])[] = Object.entries(freshKeys).map(
  ([kind, make]) => [kind, make()],
);

/** The P-256 key with this secret number, for tests that must run the same way every time. */
export function keyOf(scalar: Uint8Array): KeyObject {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(scalar));
  const point = ecdh.getPublicKey();
  const x = point.toString('base64url', 1, 33);
  const y = point.toString('base64url', 33);
  const d = Buffer.from(scalar).toString('base64url');
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' });
}
