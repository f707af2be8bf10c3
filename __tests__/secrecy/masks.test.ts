import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { masksForKey, masksForPem, masksForText } from '../../src/secrecy/masks.ts';
import { keyMaterial } from '../../src/secrecy/pasted.ts';
import { keyEncodings } from '../support/leak-oracle/encodings.ts';
import { oneOfEach } from '../support/leak-oracle/key-pairs.ts';
import { findLeaks } from '../support/leak-oracle/oracle.ts';
import { readAsRunner } from '../support/runner-model/runner.ts';

const pem = (key: (typeof oneOfEach)[number][1]): string =>
  key.export({ format: 'pem', type: 'pkcs8' }).toString();
const maskLines = (masks: readonly string[]): string =>
  masks.map((mask) => `::add-mask::${mask.replaceAll('%', '%25')}\n`).join('');

/** Encodings that the masks promise to hide even where a runner compares line by line and nothing else. */
const HIDDEN = [
  'PKCS#8 PEM',
  'PKCS#1 or SEC 1 PEM',
  'PEM with CRLF',
  'PEM on one line',
  'PEM with literal line ends',
  'PEM in a JSON string',
  'PEM in JSON in JSON',
  'PEM in a URI',
  'PEM quoted and indented',
  'PEM behind times',
  'base64 of the PEM',
  'base64 of the PEM without its last line end',
  'base64 of the PEM, 64 wide',
  'base64 of the PEM, 76 wide',
  'base64url of the DER',
  'hex of the DER',
  'hex in capitals with colons',
  'a list of bytes',
  'a Buffer in JSON',
  'an inspected Buffer of the secret number',
  'a JWK',
];

describe.each(oneOfEach)('the masks for a key of the kind %s', (_, key) => {
  const masks = masksForKey(key);

  test.each(HIDDEN)('hide it as %s, also on a lesser runner', (name) => {
    const text = `before ${keyEncodings[name]!(key)} after`;
    expect(findLeaks(text, { keys: [key] })).not.toEqual([]);
    for (const masking of ['github', 'lesser'] as const) {
      const { log } = readAsRunner({ stdout: maskLines(masks) + text }, { masking });
      expect(findLeaks(log.join('\n'), { keys: [key] })).toEqual([]);
    }
  });

  test('come long first, once each, on one line, none shorter than eight characters', () => {
    const lengths = masks.map((mask) => mask.length);
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(new Set(masks).size).toBe(masks.length);
    expect(lengths.at(-1)).toBeGreaterThanOrEqual(8);
    expect(masks.filter((mask) => /[\r\n]|^\s|\s$/u.test(mask))).toEqual([]);
  });

  test('are no more than a runner can bear', () => {
    expect(masks.length).toBeLessThan(1500);
  });

  test('hold the whole file in each of its forms', () => {
    const der = key.export({ format: 'der', type: 'pkcs8' });
    const hex = der.toString('hex');
    const text = pem(key);
    expect(masks).toEqual(
      expect.arrayContaining([
        hex,
        hex.toUpperCase(),
        hex.match(/../gu)?.join(':'),
        hex.match(/../gu)?.join(' ').toUpperCase(),
        der.join(','),
        der.join(', '),
        der.toString('base64'),
        der.toString('base64url'),
        Buffer.from(text).toString('base64'),
        Buffer.from(text.trim()).toString('base64url'),
        Buffer.from(text.replaceAll('\n', '\r\n')).toString('base64'),
        text.split('\n').slice(1, -2).join('\\n'),
        text.split('\n').slice(1, -2).join('\\r\\n'),
      ]),
    );
  });

  test('hold every secret number as a number and as bytes', () => {
    for (const integer of keyMaterial(key).integers) {
      const number = BigInt(`0x${integer.toString('hex')}`);
      const hex = number.toString(16);
      expect(masks).toContain(number.toString());
      expect(masks).toContain(integer.toString('base64url'));
      expect(masks).toContain(hex.padStart(hex.length + (hex.length % 2), '0'));
    }
  });

  test('leave armour lines and ordinary text alone', () => {
    const text = [
      ...['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'].flatMap((label) => [
        `-----BEGIN ${label}-----`,
        `-----END ${label}-----`,
      ]),
      'The private key was proven by signing and verifying: AES-256-CBC, sha256WithRSAEncryption.',
    ];
    expect(readAsRunner({ stdout: maskLines(masks) + text.join('\n') }).log).toEqual(text);
  });

  test('hide what was pasted before it was read', () => {
    for (const pasted of [
      pem(key),
      pem(key).replaceAll('\n', '\\n'),
      Buffer.from(pem(key)).toString('base64'),
    ]) {
      const text =
        maskLines(masksForPem(pasted)) +
        `${pem(key)}\n${pasted}\n${Buffer.from(pasted).toString('base64')}\n`;
      const { log } = readAsRunner({ stdout: text }, { masking: 'lesser' });
      expect(findLeaks(log.join('\n'), { keys: [key] })).toEqual([]);
      expect(log).toContain('-----BEGIN PRIVATE KEY-----');
    }
  });
});

test('a scalar that begins with a zero byte is masked with it, as in a JWK, and without it, as a number', () => {
  // Every other scalar of P-521 does.
  const scalars = Array.from(
    { length: 64 },
    () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  );
  const key = scalars.find((candidate) => keyMaterial(candidate).integers[0]?.[0] === 0)!;
  const scalar = keyMaterial(key).integers[0]!;
  const masks = masksForKey(key);
  expect(masks).toContain(scalar.toString('base64url'));
  expect(masks).toContain(scalar.subarray(1).toString('base64url'));
});

describe('the masks for pasted text', () => {
  const [, key] = oneOfEach[1]!;
  const body = pem(key).split('\n').slice(1, -2);

  test.each<readonly [string, string]>([
    ['CRLF and a byte order mark', `\uFEFF${pem(key).replaceAll('\n', '\r\n')}`],
    ['indentation', pem(key).replaceAll(/^/gmu, '    ')],
    ['quotes', `"${pem(key).replaceAll('\n', '\\n')}"`],
    ['blanks instead of line ends', pem(key).replaceAll('\n', ' ')],
    ['bag attributes', `Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n${pem(key)}`],
    ['no end', pem(key).split('\n').slice(0, -2).join('\n')],
    ['no beginning', pem(key).split('\n').slice(1).join('\n')],
    ['base64 of base64', Buffer.from(Buffer.from(pem(key)).toString('base64')).toString('base64')],
    [
      'wrapped base64',
      Buffer.from(pem(key))
        .toString('base64')
        .replaceAll(/(.{76})/gu, '$1\n'),
    ],
    ['two keys', `${pem(key)}${pem(key)}`],
    ['a certificate label over a key', pem(key).replaceAll('PRIVATE KEY', 'CERTIFICATE')],
  ])('hold the body of a key with %s', (_, pasted) => {
    const masks = masksForPem(pasted);
    expect(masks).toEqual(expect.arrayContaining(body.slice(0, 2)));
    expect(masks.filter((mask) => /^-----|^[^-]{0,3}$/u.test(mask) && mask.length < 40)).toEqual([]);
  });

  test('hold the private members of a JWK', () => {
    const jwk = key.export({ format: 'jwk' });
    expect(masksForPem(JSON.stringify(jwk, undefined, 2))).toContain(jwk.d);
  });

  test('hold a path or another word in the place of a key', () => {
    expect(masksForPem('certs/client-key.pem\n')).toContain('certs/client-key.pem');
  });

  test.each([
    ['an empty text', ''],
    ['blanks', ' \n\t '],
    ['a word that is no key', 'null'],
    ['the stars of a masked value', '***'],
    ['an unresolved expression', '${{ secrets.ORIGIN_KEY }}'],
    ['armour alone', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n'],
  ])('are none for %s', (_, pasted) => {
    expect(masksForPem(pasted)).toEqual([]);
  });

  test('hold no header of an encrypted key', () => {
    const pasted = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n${body.join('\n')}\n-----END RSA PRIVATE KEY-----\n`;
    const masks = masksForPem(pasted);
    expect(
      masks.filter(
        (mask) => mask.startsWith('Proc-Type') || mask.startsWith('DEK-Info') || mask === 'ENCRYPTED',
      ),
    ).toEqual([]);
    expect(masks).toContain(body[0]);
  });
});

describe('the masks for a text', () => {
  const token = randomBytes(30).toString('base64url');

  test.each<readonly [string, (text: string) => string]>([
    ['raw', (text) => text],
    ['in a JSON string', (text) => JSON.stringify({ text })],
    ['in a URI', (text) => `https://me:${encodeURIComponent(text)}@proxy.example:8080`],
    ['in base64', (text) => Buffer.from(text).toString('base64')],
    ['as Basic credentials', (text) => Buffer.from(`me:${text}`).toString('base64')],
    ['as Basic credentials of a longer name', (text) => Buffer.from(`maria:${text}\n`).toString('base64')],
    ['as Basic credentials of a shorter name', (text) => Buffer.from(`m:${text}`).toString('base64')],
    ['as Basic credentials of no name', (text) => Buffer.from(`:${text}x`).toString('base64')],
    ['in hex', (text) => Buffer.from(text).toString('hex')],
  ])('hide it %s', (_, encode) => {
    for (const secret of [token, 'pass "word" / with % and ümlaut']) {
      const { log } = readAsRunner(
        { stdout: maskLines(masksForText(secret)) + encode(secret) },
        { masking: 'lesser' },
      );
      expect(findLeaks(log.join('\n'), { texts: [secret] })).toEqual([]);
    }
  });

  test('hold its trimmed form and each of its lines', () => {
    expect(masksForText(' first-line\nsecond-line ')).toEqual(
      expect.arrayContaining(['first-line', 'second-line']),
    );
  });

  test('are none for what is too short to hide anything', () => {
    expect(masksForText('abc')).toEqual([]);
    expect(masksForText('')).toEqual([]);
  });

  test('spare a short plain word, but not its encodings', () => {
    const masks = masksForText('secret');
    expect(masks).not.toContain('secret');
    expect(masks).toContain(Buffer.from('secret').toString('base64'));
    expect(masksForText('secret7')).toContain('secret7');
    expect(masksForText('passwords')).toContain('passwords');
  });
});
