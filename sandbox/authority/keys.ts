import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export type KeyType =
  | 'p256'
  | 'p384'
  | 'p521'
  | 'secp256k1'
  | 'rsa1024'
  | 'rsa2048'
  | 'rsa3072'
  | 'rsa4096'
  | 'ed25519'
  | 'ml-dsa-44'
  | 'ml-dsa-65'
  | 'ml-dsa-87';

export type Hash = 'MD5' | 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

export interface Keys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const generateEc = promisify(generateKeyPair);

/** A new key pair. RSA takes a while: reuse it where a test does not depend on the key. */
export function createKeys(type: KeyType = 'p256'): Promise<Keys> {
  switch (type) {
    case 'p256':
      return generateEc('ec', { namedCurve: 'prime256v1' });
    case 'p384':
      return generateEc('ec', { namedCurve: 'secp384r1' });
    case 'p521':
      return generateEc('ec', { namedCurve: 'secp521r1' });
    case 'secp256k1':
      return generateEc('ec', { namedCurve: 'secp256k1' });
    case 'rsa1024':
    case 'rsa2048':
    case 'rsa3072':
    case 'rsa4096':
      return generateEc('rsa', { modulusLength: Number(type.slice(3)) });
    case 'ed25519':
      return generateEc('ed25519');
    case 'ml-dsa-44':
      return generateEc('ml-dsa-44');
    case 'ml-dsa-65':
      return generateEc('ml-dsa-65');
    case 'ml-dsa-87':
      return generateEc('ml-dsa-87');
  }
}

/** The forms in which people keep a private key, all PEM. */
export interface KeyTexts {
  readonly pkcs8: () => string;
  /** PKCS#1, for RSA. */
  readonly pkcs1: () => string;
  /** SEC1, for elliptic curves. */
  readonly sec1: () => string;
  readonly encryptedPkcs8: (passphrase: string) => string;
  /** The legacy form with `Proc-Type: 4,ENCRYPTED`, for RSA and elliptic curves. */
  readonly encryptedLegacy: (passphrase: string) => string;
  readonly publicKey: () => string;
}

export function keyTexts({ privateKey, publicKey }: Keys): KeyTexts {
  const cipher = 'aes-256-cbc';
  const legacy = privateKey.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  const text = (options: {
    type: 'pkcs8' | 'pkcs1' | 'sec1';
    cipher?: string;
    passphrase?: string;
  }): string => privateKey.export({ ...options, format: 'pem' }).toString();
  return {
    pkcs8: () => text({ type: 'pkcs8' }),
    pkcs1: () => text({ type: 'pkcs1' }),
    sec1: () => text({ type: 'sec1' }),
    encryptedPkcs8: (passphrase) => text({ type: 'pkcs8', cipher, passphrase }),
    encryptedLegacy: (passphrase) => text({ type: legacy, cipher, passphrase }),
    publicKey: () => publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
