import { generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { parseCertificate } from '../certificate/leaf.ts';

export const KEY_KINDS = ['ec-p256', 'ec-p384', 'rsa-2048'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

const generate = promisify(generateKeyPair);

/** A fresh private key, which exists nowhere but in memory. */
export async function makeLeafKey(kind: KeyKind): Promise<KeyObject> {
  switch (kind) {
    case 'ec-p256':
      return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    case 'ec-p384':
      return generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey;
    case 'rsa-2048':
      // Slow enough that other work should not wait for it.
      return (await generate('rsa', { modulusLength: 2048 })).privateKey;
  }
}

/** The kind of a public key; undefined for one that is never made here. */
export function kindOfKey(key: KeyObject): KeyKind | undefined {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return modulusLength === 2048 ? 'rsa-2048' : undefined;
  if (key.asymmetricKeyType !== 'ec') return undefined;
  if (namedCurve === 'prime256v1') return 'ec-p256';
  return namedCurve === 'secp384r1' ? 'ec-p384' : undefined;
}

export function kindOfPem(pem: string): KeyKind | undefined {
  const certificate = parseCertificate(pem);
  return certificate && kindOfKey(certificate.publicKey);
}
