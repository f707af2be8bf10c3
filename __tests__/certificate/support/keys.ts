import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { implicit, integer, octets, oid, sequence } from './der-writer.ts';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Made once a test file and a name: RSA keys take their time. */
const made = new Map<string, KeyPair>();

function once(name: string, make: () => KeyPair): KeyPair {
  const pair = made.get(name) ?? make();
  made.set(name, pair);
  return pair;
}

/** Several names give several keys of the same kind. */
export function rsa(name = 'a', modulusLength = 2048): KeyPair {
  return once(`rsa ${name} ${String(modulusLength)}`, () => generateKeyPairSync('rsa', { modulusLength }));
}

/** Three primes (RFC 8017): OpenSSL makes such keys, few others take them. */
export function rsaOfThree(): KeyPair {
  return once('rsa of three', () => {
    const pem = execFileSync('openssl', ['genrsa', '-primes', '3', '2048'], { stdio: 'pipe' });
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: createPublicKey(privateKey) };
  });
}

export function ec(name = 'a', namedCurve = 'P-256'): KeyPair {
  return once(`ec ${name} ${namedCurve}`, () => generateKeyPairSync('ec', { namedCurve }));
}

/** The curve written out in numbers instead of named. */
export function ecExplicit(name = 'a'): KeyPair {
  return once(`explicit ${name}`, () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
  );
}

export function ed25519(): KeyPair {
  return once('ed25519', () => generateKeyPairSync('ed25519'));
}

export function ed448(): KeyPair {
  return once('ed448', () => generateKeyPairSync('ed448'));
}

/** For agreement only: it cannot sign. */
export function x25519(): KeyPair {
  return once('x25519', () => generateKeyPairSync('x25519'));
}

export function rsaPss(): KeyPair {
  return once('rsa-pss', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }));
}

export function mlDsa(name = 'a'): KeyPair {
  return once(`ml-dsa ${name}`, () => generateKeyPairSync('ml-dsa-44'));
}

export function pkcs8(pair: KeyPair): string {
  return String(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

export function pkcs8Der(pair: KeyPair): Buffer {
  return pair.privateKey.export({ type: 'pkcs8', format: 'der' });
}

export function pkcs1(pair: KeyPair): string {
  return String(pair.privateKey.export({ type: 'pkcs1', format: 'pem' }));
}

export function sec1(pair: KeyPair): string {
  return String(pair.privateKey.export({ type: 'sec1', format: 'pem' }));
}

export function encryptedPkcs8(pair: KeyPair, passphrase: string): string {
  return String(pair.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }));
}

/** `Proc-Type: 4,ENCRYPTED`. */
export function legacyEncrypted(pair: KeyPair, passphrase: string, cipher = 'aes-128-cbc'): string {
  const type = pair.privateKey.asymmetricKeyType === 'ec' ? 'sec1' : 'pkcs1';
  return String(pair.privateKey.export({ type, format: 'pem', cipher, passphrase }));
}

export function spki(pair: KeyPair): string {
  return String(pair.publicKey.export({ type: 'spki', format: 'pem' }));
}

/** The form that goes to Cloudflare: plain PKCS#8, for ML-DSA with the seed alone. */
export function uploadedKey(pair: KeyPair): string {
  if (pair.privateKey.asymmetricKeyType !== 'ml-dsa-44') return pkcs8(pair);
  const seed = Buffer.from(String(pair.privateKey.export({ format: 'jwk' })['priv']), 'base64url');
  const algorithm = sequence(oid('2.16.840.1.101.3.4.3.17'));
  return armoured(sequence(integer('00'), algorithm, octets(implicit(0, seed))));
}

/** The form of old drafts: the expanded key, from which the seed cannot be had back. */
export function mlDsaExpanded(pair: KeyPair): string {
  const expanded = pkcs8Der(pair).subarray(-2560);
  const der = sequence(integer('00'), sequence(oid('2.16.840.1.101.3.4.3.17')), octets(octets(expanded)));
  return armoured(der);
}

function armoured(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}
