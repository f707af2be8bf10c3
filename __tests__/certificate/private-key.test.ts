import { createPrivateKey, createPublicKey } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from '../../src/certificate/leaf.ts';
import { proveKey, lacksSeed, PrivateKey } from '../../src/certificate/private-key.ts';
import { make } from './support/certificates.ts';
import { octets, sequence } from './support/der-writer.ts';
import {
  ec,
  ecExplicit,
  ed25519,
  mlDsa,
  mlDsaExpanded,
  pkcs8,
  pkcs8Der,
  rsa,
  uploadedKey,
} from './support/keys.ts';
import type { KeyPair } from './support/keys.ts';

const spkiOf = (pem: string): string =>
  createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' }).toString('hex');

/** An RSA key with one of its numbers changed, by a JSON Web Key or in its bytes. */
const spoiled = (member: 'd' | 'dp' | 'dq' | 'qi' | 'p' | 'q') => {
  const pair = rsa();
  const jwk = pair.privateKey.export({ format: 'jwk' });
  const octetsOf = Buffer.from(String(jwk[member]), 'base64url');
  const der = Buffer.from(pkcs8Der(pair));
  const at = der.indexOf(octetsOf) + octetsOf.length - 3;
  der[at] = (der[at] ?? 0) ^ 4;
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
};

const certificateOf = (pair: KeyPair) => {
  const parsed = parse(make({ keys: pair }).der);
  if (parsed === undefined) throw new Error('a test certificate cannot be read');
  return parsed.x509;
};

describe('a private key', () => {
  test('does not print', () => {
    const key = new PrivateKey(ec().privateKey);
    const said = [String(key), JSON.stringify({ key }), inspect(key), inspect({ key }, { showHidden: true })];
    expect(said).toEqual([
      '[private key]',
      '{"key":"[private key]"}',
      '[private key]',
      '{ key: [private key] }',
    ]);
    expect(Object.keys(key)).toEqual([]);
  });

  test.each<[string, KeyPair]>([
    ['EC', ec()],
    ['RSA', rsa()],
    ['Ed25519', ed25519()],
  ])('%s is written as plain PKCS#8', (_, pair) => {
    expect(new PrivateKey(pair.privateKey).pem()).toBe(pkcs8(pair));
  });

  test('gives the key for TLS', () => {
    expect(new PrivateKey(rsa().privateKey).keyObject().equals(rsa().privateKey)).toBe(true);
  });

  test('on a curve spelled out in numbers is written with its name', () => {
    const pair = ecExplicit();
    const text = new PrivateKey(pair.privateKey).pem();
    expect(text.length).toBe(pkcs8(ec()).length);
    expect(text.length).toBeLessThan(pkcs8(pair).length);
    expect(createPublicKey(createPrivateKey(text)).export({ format: 'jwk' })).toEqual(
      pair.publicKey.export({ format: 'jwk' }),
    );
  });

  test('on a curve that cannot be named stays as it is', () => {
    const pair = ec('odd', 'brainpoolP256r1');
    expect(new PrivateKey(pair.privateKey).pem()).toBe(pkcs8(pair));
  });

  test('of ML-DSA is written as its seed, which is the same key', () => {
    const text = new PrivateKey(mlDsa().privateKey).pem();
    expect(text).toBe(uploadedKey(mlDsa()));
    expect(spkiOf(text)).toBe(spkiOf(pkcs8(mlDsa())));
  });

  test('of ML-DSA without a seed stays as it is', () => {
    const text = mlDsaExpanded(mlDsa());
    expect(new PrivateKey(createPrivateKey(text)).pem()).toBe(text);
  });
});

describe('a seed', () => {
  test.each([
    ['lacks where only the expanded key is stored', mlDsaExpanded(mlDsa()), true],
    ['is there in the form of OpenSSL', pkcs8(mlDsa()), false],
    ['is there in the form of the seed alone', uploadedKey(mlDsa()), false],
    ['is nothing an EC key needs', pkcs8(ec()), false],
    ['is nothing an Ed25519 key needs', pkcs8(ed25519()), false],
  ])('%s', (_, text, expected) => {
    expect(lacksSeed(createPrivateKey(text))).toBe(expected);
  });
});

describe('the proof that a key belongs to a certificate', () => {
  test.each<[string, KeyPair]>([
    ['RSA', rsa()],
    ['EC', ec()],
    ['P-521', ec('a', 'P-521')],
    ['Ed25519', ed25519()],
    ['ML-DSA', mlDsa()],
  ])('%s is proven', (_, pair) => {
    expect(proveKey(certificateOf(pair), pair.privateKey)).toBe('proven');
  });

  test.each(['d', 'dp', 'dq', 'qi', 'p', 'q'] as const)('RSA with a damaged %s is unsound', (member) => {
    expect(proveKey(certificateOf(rsa()), spoiled(member))).toBe('unsound');
  });

  describe('RSA whose numbers fit together in part', () => {
    const jwk = rsa().privateKey.export({ format: 'jwk' });
    const number = (member: string | undefined): bigint =>
      BigInt(`0x${Buffer.from(String(member), 'base64url').toString('hex')}`);
    const text = (value: bigint): string => {
      const hex = value.toString(16);
      return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
    };
    const [d, p, q] = [number(jwk.d), number(jwk.p), number(jwk.q)];
    const gcd = (one: bigint, other: bigint): bigint => (other === 0n ? one : gcd(other, one % other));
    // OpenSSL takes no exponent longer than the modulus: the least number that both factors divide, not their product.
    const period = ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n);

    test.each([
      ['as they are', {}, 'proven'],
      ['with an exponent that fits one factor alone', { d: text(d + (p - 1n)) }, 'unsound'],
      ['with an exponent that fits the other alone', { d: text(d + (q - 1n)) }, 'unsound'],
      ['with an exponent that fits both', { d: text(d + period) }, 'proven'],
      [
        'with another second factor',
        { q: text(3n), dq: text(1n), qi: text((p * (p % 3n === 1n ? 2n : 1n) + 1n) / 3n) },
        'unsound',
      ],
    ] as const)('%s', (_, change, expected) => {
      const key = createPrivateKey({ key: { ...jwk, ...change }, format: 'jwk' });
      expect(proveKey(certificateOf(rsa()), key)).toBe(expected);
    });
  });

  test('another key of the same kind, or of another kind, is a mismatch', () => {
    expect(proveKey(certificateOf(ec()), ec('b').privateKey)).toBe('mismatch');
    expect(proveKey(certificateOf(ec()), rsa().privateKey)).toBe('mismatch');
  });

  test('a public key proves nothing, and does not throw', () => {
    expect(proveKey(certificateOf(ec()), ec().publicKey)).toBe('unsound');
  });
});

test('the support writes what OpenSSL reads', () => {
  expect(sequence(octets(Buffer.from('01', 'hex'))).toString('hex')).toBe('3003040101');
});
