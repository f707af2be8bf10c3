import { generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { parseCertificate } from '../certificate/leaf.ts';

export const KEY_KINDS = ['ec-p256', 'ec-p384', 'rsa-2048'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

const generate = promisify(generateKeyPair);

const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1' } as const;

/** A fresh private key, which exists nowhere but in memory. */
export async function makeLeafKey(kind: KeyKind): Promise<KeyObject> {
  // RSA is slow enough that other work should not wait for it.
  const { privateKey } =
    kind === 'rsa-2048'
      ? await generate('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: CURVES[kind] });
  return privateKey;
}

/** The kind of a public key; undefined for one that is never made here. */
export function kindOfKey(key: KeyObject): KeyKind | undefined {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  return KEY_KINDS.find((kind) =>
    kind === 'rsa-2048'
      ? key.asymmetricKeyType === 'rsa' && modulusLength === 2048
      : namedCurve === CURVES[kind],
  );
}

export function kindOfPem(pem: string): KeyKind | undefined {
  const certificate = parseCertificate(pem);
  return certificate && kindOfKey(certificate.publicKey);
}
