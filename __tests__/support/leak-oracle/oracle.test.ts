import { describe, expect, test } from '@jest/globals';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { keyEncodings } from './encodings.ts';
import { oneOfEach } from './key-pairs.ts';
import { findLeaks } from './oracle.ts';

const around = (text: string): string => `Run started\n  zone: example.com ${text}\nDone in 12 s, 200 OK\n`;

describe('the leak oracle finds a key written as', () => {
  test.each(Object.entries(keyEncodings))('%s', (_, encode) => {
    for (const [, key] of oneOfEach) {
      const leaks = findLeaks(around(encode(key)), { keys: [key] });
      expect(leaks.length).toBeGreaterThan(0);
      expect(leaks[0]?.secret).toMatch(/^key 0, /u);
    }
  });

  test('more than twenty encodings', () => {
    expect(Object.keys(keyEncodings).length).toBeGreaterThan(20);
  });

  test.each(['d', 'p', 'q', 'dp', 'dq', 'qi'] as const)('the member %s of an RSA key alone', (member) => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const number = Buffer.from(key.export({ format: 'jwk' })[member] ?? '', 'base64url');
    const leaks = findLeaks(around(number.toString('hex')), { keys: [key] });
    expect(leaks.map(({ secret }) => secret)).toContain(`key 0, ${member}`);
  });

  test('raw bytes of a file', () => {
    const [, key] = oneOfEach[1]!;
    expect(findLeaks(key.export({ format: 'der', type: 'pkcs8' }), { keys: [key] })).not.toEqual([]);
  });

  test('base32', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const [, key] = oneOfEach[4]!;
    const bits = [...key.export({ format: 'der', type: 'pkcs8' })]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const text = (bits.match(/.{5}/gu) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
    expect(findLeaks(around(text), { keys: [key] })).not.toEqual([]);
  });
});

describe('the leak oracle finds a token written as', () => {
  const token = randomBytes(30).toString('base64url');
  test.each<readonly [string, (text: string) => string]>([
    ['it is', (text) => text],
    ['a piece of six characters', (text) => text.slice(11, 17)],
    ['its end', (text) => `…${text.slice(-7)}`],
    ['base64', (text) => Buffer.from(text).toString('base64')],
    ['Basic credentials', (text) => `Basic ${Buffer.from(`me:${text}`).toString('base64')}`],
    ['hex', (text) => Buffer.from(text).toString('hex')],
    ['a list of bytes', (text) => JSON.stringify([...Buffer.from(text)])],
    ['text backwards', (text) => text.split('').toReversed().join('')],
    [
      'octal escapes',
      (text) => [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
    ],
    [
      'quoted-printable',
      (text) => `a=\n${[...Buffer.from(text)].map((byte) => `=${byte.toString(16).toUpperCase()}`).join('')}`,
    ],
    [
      'a form',
      (text) =>
        `q=a+b%20${text
          .split('')
          .map((character) => `%${character.charCodeAt(0).toString(16)}`)
          .join('')}`,
    ],
    ['spaced letters', (text) => text.split('').join(' ')],
  ])('%s', (_, encode) => {
    expect(findLeaks(['nothing here', around(encode(token))], { texts: [token] })[0]).toMatchObject({
      text: 1,
      secret: 'text 0',
    });
  });

  test('a passphrase with blanks and umlauts, escaped as JSON', () => {
    const passphrase = 'Grüße an "alle" & jeden';
    const escaped = JSON.stringify(passphrase).replaceAll('ü', '\\u00fc').replaceAll('ß', '\\u00df');
    expect(findLeaks(escaped, { texts: [passphrase] })).not.toEqual([]);
  });
});

describe('the leak oracle says', () => {
  test.each([
    ['signer', 'certificate signer'],
    ['9f86d0', 'ray 119f86d0aa-FRA'],
  ])('nothing of %s, which is in many a text', (piece, text) => {
    const texts = [`Vq3-tZ${piece}_kLw2XrB7yMd5Hn0sPfJ6uG`];
    expect(findLeaks(text, { texts })).toEqual([]);
    expect(findLeaks(`${text} ${texts[0]!.slice(2, 12)}`, { texts })).not.toEqual([]);
  });

  test('nothing of the public half of a key', () => {
    for (const [, key] of oneOfEach) {
      const open = createPublicKey(key);
      const text = [
        open.export({ format: 'pem', type: 'spki' }).toString(),
        JSON.stringify(open.export({ format: 'jwk' })),
        open.export({ format: 'der', type: 'spki' }).toString('hex'),
      ].join('\n');
      expect(findLeaks(around(text), { keys: [key] })).toEqual([]);
    }
  });

  test('where and how, but never what', () => {
    const [, key] = oneOfEach[1]!;
    const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString();
    const leaks = findLeaks(around(pem), { keys: [key] });
    expect(leaks[0]).toEqual({ text: 0, secret: 'key 0, d', view: 'base64' });
    expect(findLeaks(JSON.stringify(leaks), { keys: [key] })).toEqual([]);
  });

  test('that a public key or a short text is nothing to look for', () => {
    const [, key] = oneOfEach[1]!;
    expect(() => findLeaks('', { keys: [createPublicKey(key)] })).toThrow('no private part');
    expect(() => findLeaks('', { texts: ['short'] })).toThrow('too short');
  });
});
