import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Guard } from '../../src/secrecy/guard.ts';
import { keyMaterial } from '../../src/secrecy/pasted.ts';
import { keyEncodings } from '../support/leak-oracle/encodings.ts';
import { oneOfEach } from '../support/leak-oracle/key-pairs.ts';

describe('the guard finds a key written as', () => {
  const [, key] = oneOfEach[1]!;

  // Of the other kinds: guard-kinds.test.ts.
  test.each(Object.keys(keyEncodings))('%s', (name) => {
    const guard = new Guard();
    guard.protect(key, 'chosen');
    expect(guard.finds(`before ${keyEncodings[name]!(key)} after`)).toBe(true);
  });
});

test.each<[string, (bytes: Buffer) => string]>([
  ['base64', (bytes) => bytes.toString('base64')],
  ['hexadecimal', (bytes) => bytes.toString('hex')],
  ['numbers', (bytes) => bytes.join(', ')],
])('the guard finds a key with its last byte first in %s', (_, write) => {
  const guard = new Guard();
  const [, key] = oneOfEach[1]!;
  guard.protect(key, 'chosen');
  const [scalar] = keyMaterial(key).integers;
  expect(guard.finds(write(Buffer.from(scalar!.toReversed())))).toBe(true);
});

describe('the guard says nothing of', () => {
  test('public keys', () => {
    for (const [, key] of oneOfEach) {
      const guard = new Guard();
      guard.protect(key, 'chosen');
      const open = createPublicKey(key);
      expect(guard.finds(open.export({ format: 'pem', type: 'spki' }).toString())).toBe(false);
      expect(guard.finds(open.export({ format: 'der', type: 'spki' }).toString('hex'))).toBe(false);
    }
  });

  test('anything while nothing is protected', () => {
    expect(new Guard().finds('anything')).toBe(false);
  });

  test('a half of the words in a passphrase that somebody thought up', () => {
    const guard = new Guard();
    guard.protect('cloudflare-origin-pull-2026', 'chosen');
    expect(guard.finds('cloudflare-origin')).toBe(true);
    expect(guard.finds('cloudflare origin pull 2026')).toBe(false);
    expect(guard.finds('cloudflare-o')).toBe(false);
  });

  test.each([
    ['application/json', 'The application answered in JSON.'],
    ['correct horse battery staple', 'a horse on battery power'],
    ['20261123-190045', 'at 2026-11-23T19:00:45Z'],
    ['Winter2026!', 'in Winter 2026'],
    ['supercalifragilistic', 'super, fragile'],
  ])('words of %s in other texts', (chosen, text) => {
    const guard = new Guard();
    guard.protect(chosen, 'chosen');
    expect(guard.finds(text)).toBe(false);
    expect(guard.finds(`it is ${chosen} then`)).toBe(true);
  });

  test('short texts and short plain words', () => {
    const guard = new Guard();
    guard.protect('12345', 'chosen');
    guard.protect('secret', 'chosen');
    guard.protect('zone', 'random');
    expect(guard.finds('the secret of zone 12345')).toBe(false);
  });

  test('word-like and uniform pieces of a token', () => {
    const guard = new Guard();
    guard.protect('test-token-for-cloudflare-0000000000000000', 'random');
    expect(guard.finds('a cloudflare token of 00000000 for a test')).toBe(false);
    expect(guard.finds('test-token-for-cloudflare-0000000000000000')).toBe(true);
  });

  test('big numbers that are too long to be a key', () => {
    const guard = new Guard();
    guard.protect(oneOfEach[1]![1], 'chosen');
    expect(guard.finds('7'.repeat(6000))).toBe(false);
  });
});

describe('the guard knows the bounds of', () => {
  const finds = (secret: string, made: 'random' | 'chosen', text: string): boolean => {
    const guard = new Guard();
    guard.protect(secret, made);
    return guard.finds(text);
  };

  test.each<readonly [string, string, 'random' | 'chosen', string, boolean]>([
    ['five characters, and blanks around', ' 12345\n\n', 'chosen', 'x 12345\n\n y', false],
    ['six characters', 'aB3$xY', 'chosen', 'x aB3$xY y', true],
    ['seven random ones, whole', 'aB3$xY7', 'random', 'x aB3$xY7', true],
    ['seven random ones, in part', 'aB3$xY7', 'random', 'x aB3$xY', false],
    ['eight random ones, in part', 'aB3$xY7!', 'random', 'x aB3$xY', true],
    ['words made by a machine, in part', 'Correct-Horse-1234567', 'random', 'x se-123 y', true],
    ['words that were chosen, in part', 'Correct-Horse-1234567', 'chosen', 'x se-123 y', false],
    ['fifteen chosen ones, by half', 'winter-2026-sun', 'chosen', 'x winter-2', false],
    ['sixteen chosen ones, by half', 'winter-2026-suns', 'chosen', 'x winter-2', true],
    ['three different ones in a row', '1W-1W-1W-1W-', 'random', 'x 1W-1W- y', true],
    ['two different ones in a row', '1A1A1A1A1A1A', 'random', 'x 1A1A1A y', false],
    ['single capitals, which are no words', 'aB3DxE5FyG7H', 'chosen', 'x aB3DxE y', true],
    ['signs, which are no words', 'aB$xY!zW?qK%', 'chosen', 'x aB$xY! y', true],
    ['words by half', 'abcd1A2B', 'chosen', 'x bcd1A2 y', false],
    ['words by less than half', 'abcd1A2B3', 'chosen', 'x bcd1A2 y', true],
    ['sixteen chosen ones, by less', 'winter-2026-suns', 'chosen', 'x winter- x', false],
  ])('%s', (_, secret, made, text, expected) => {
    expect(finds(secret, made, text)).toBe(expected);
  });
});

test('the guard knows several secrets at once', () => {
  const guard = new Guard();
  const [first, second] = [oneOfEach[1]![1], oneOfEach[2]![1]];
  guard.protect(first, 'chosen');
  guard.protect(second, 'chosen');
  for (const key of [first, second])
    expect(guard.finds(String(key.export({ format: 'jwk' })['d']))).toBe(true);
});

describe('the guard finds a passphrase that is not made of words', () => {
  test.each(['gU7-pQ2vLx9_Zr4kWm8T', 'Tr0ub4dor&3', 'xYz-48Lq'])('%s', (chosen) => {
    const guard = new Guard();
    guard.protect(chosen, 'chosen');
    for (const piece of [chosen, chosen.slice(0, 6), chosen.slice(-6), chosen.slice(2, 8)])
      expect(guard.finds(`bad (${piece})`)).toBe(true);
    expect(guard.finds(Buffer.from(`x${chosen.slice(0, 8)}`).toString('base64'))).toBe(true);
  });
});

describe('of a secret in hexadecimal, the guard', () => {
  const secret = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  const guard = new Guard();
  guard.protect(secret, 'chosen');

  test.each([secret, secret.slice(7, 17), Buffer.from(secret).toString('base64')])('finds %s', (piece) =>
    expect(guard.finds(`bad (${piece})`)).toBe(true),
  );

  // Of a hundred certificates, one in fourteen runs withheld a fingerprint that nobody had to hide.
  test('takes no digits of an id or a fingerprint for a piece of it', () => {
    expect(guard.finds('certificate 3a9f86d0-1b2c-4c7d-a2fe-d0818840c55a is active')).toBe(false);
    expect(guard.finds('serial 00884C7D6B')).toBe(false);
  });

  test('finds pieces that are only partly digits', () => {
    const mixed = new Guard();
    mixed.protect(`${secret.slice(0, 32)}.Access`, 'chosen');
    expect(mixed.finds(`bad (${secret.slice(28, 32)}.A)`)).toBe(true);
  });
});

describe('the guard finds a token', () => {
  const token = 'Vq3-tZ9_kLw2XrB7yMd5Hn0sPfJ6uGcE4aTi8oRb';
  test.each<readonly [string, (text: string) => string]>([
    ['whole', (text) => text],
    ['by six characters', (text) => text.slice(9, 15)],
    ['in base64', (text) => Buffer.from(`Bearer ${text}`).toString('base64')],
    [
      'in a URI',
      (text) =>
        text
          .split('')
          .map((character) => `%${character.charCodeAt(0).toString(16)}`)
          .join(''),
    ],
    ['backwards', (text) => text.split('').toReversed().join('')],
    ['in lower case, as a name of a host has it', (text) => text.toLowerCase()],
    ['in lower case, by eight characters', (text) => text.slice(9, 17).toLowerCase()],
    ['in capitals', (text) => text.toUpperCase()],
    [
      'by numbers in XML',
      (text) =>
        text
          .split('')
          .map((character) => `&#${character.charCodeAt(0)};`)
          .join(''),
    ],
    ['behind a number above 255', (text) => `1024 ${[...Buffer.from(text)].join(' ')} 2048`],
  ])('%s', (_, encode) => {
    const guard = new Guard();
    guard.protect(` ${token}\n`, 'random');
    expect(guard.finds(`error: ${encode(token)}.`)).toBe(true);
  });

  test('in a long text, and nothing in one without it', () => {
    const guard = new Guard();
    for (const [, key] of oneOfEach) guard.protect(key, 'chosen');
    guard.protect(token, 'random');
    const text = 'GET /zones/0123456789abcdef/origin_tls_client_auth answered 200\n'.repeat(200);
    expect(guard.finds(text)).toBe(false);
    expect(guard.finds(`${text}${token}`)).toBe(true);
  });
});

test('the secret numbers of an RSA key are d, p, q, dp, dq and qi', () => {
  const [, key] = oneOfEach[0]!;
  const jwk = key.export({ format: 'jwk' });
  const expected = [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi];
  expect(keyMaterial(key).integers.map((integer) => integer.toString('base64url'))).toEqual(expected);
});

test('of an SLH-DSA key, the half that is the public key is not secret', () => {
  const { privateKey, publicKey } = generateKeyPairSync('slh-dsa-sha2-128s');
  const guard = new Guard();
  guard.protect(privateKey, 'chosen');
  expect(guard.finds(publicKey.export({ format: 'der', type: 'spki' }).toString('hex'))).toBe(false);
  expect(keyMaterial(privateKey).integers).toHaveLength(1);
});

test('also where the raw key looks like an element of DER', () => {
  // Any key of 64 bytes: 04 says octet string, 3e that 62 bytes follow.
  const { privateKey } = generateKeyPairSync('slh-dsa-sha2-128s');
  const raw = Buffer.concat([Buffer.from('043e', 'hex'), Buffer.alloc(62, 7)]);
  const der = Buffer.concat([privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(0, -64), raw]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  expect(keyMaterial(key).integers).toEqual([raw.subarray(0, 32)]);
});

test('an ML-DSA key is known by its seed alone and by its expanded form alone', () => {
  const [, key] = oneOfEach[5]!;
  const der = key.export({ format: 'der', type: 'pkcs8' });
  const [seed, secretKey, vectors] = keyMaterial(key).integers;
  const lengths = [seed?.length, secretKey?.length, vectors?.length];
  // Node 26 writes the seed alone.
  const both = der.length > 2560;
  expect(lengths).toEqual(both ? [32, 32, 2560 - 128] : [32, undefined, undefined]);
  expect(seed?.toString('base64url')).toBe({ priv: undefined, ...key.export({ format: 'jwk' }) }.priv);
  if (!both) return;
  // SEQUENCE { 0, algorithm, OCTET STRING { OCTET STRING expanded } }: 2560 bytes, without the seed.
  const expanded = Buffer.concat([Buffer.from('04820a00', 'hex'), der.subarray(-2560)]);
  const inner = Buffer.concat([der.subarray(4, 20), Buffer.from('04820a04', 'hex'), expanded]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(inner.length);
  const unseeded = createPrivateKey({
    key: Buffer.concat([Buffer.from('3082', 'hex'), length, inner]),
    format: 'der',
    type: 'pkcs8',
  });
  expect(keyMaterial(unseeded).integers).toStrictEqual([secretKey, vectors]);
});
