import { describe, expect, test } from '@jest/globals';
import { createHash, X509Certificate } from 'node:crypto';
import { readLeaf, sameIssuerKey, sameLineage } from '../../src/certificate/leaf.ts';
import type { Leaf } from '../../src/certificate/leaf.ts';
import { parse } from '../../src/certificate/leaf.ts';
import {
  alternativeNames,
  authorityKeyId,
  DAY,
  keyId,
  make,
  makeCa,
  NOW,
  pem,
  subjectKeyId,
} from './support/certificates.ts';
import type { Made, Recipe } from './support/certificates.ts';
import { ec, ed25519, ed448, mlDsa, rsa, rsaPss } from './support/keys.ts';
import type { KeyPair } from './support/keys.ts';

const ca = makeCa();

const issuedBy = (byte: number) => authorityKeyId(Buffer.from([byte]));
const own = (byte: number) => subjectKeyId(Buffer.from([byte]));

function leafOf(recipe: Recipe): Leaf {
  const leaf = readLeaf(make(recipe).pem);
  if (leaf === undefined) throw new Error('a test certificate cannot be read');
  return leaf;
}

/** A certificate with some of its octets changed. */
function changed(one: Made, find: Buffer, offset: number, octets: Buffer): string {
  const der = Buffer.from(one.der);
  octets.copy(der, der.indexOf(find) + offset);
  return pem('CERTIFICATE', der);
}

describe('a leaf', () => {
  const made = make({ issuer: ca });
  const leaf = leafOf({ issuer: ca, keys: made.keys });

  test('has the facts of its certificate', () => {
    const read = readLeaf(made.pem);
    expect(read).toEqual({
      pem: made.pem,
      fingerprint: createHash('sha256').update(made.der).digest('hex'),
      fingerprintSha1: createHash('sha1').update(made.der).digest('hex'),
      serialNumber: '1A2B3C4D5E6F',
      serialDecimal: '28772997619311',
      subject: 'CN=origin pull client,O=Example',
      issuer: 'CN=Example CA,O=Example',
      subjectAltNames: [],
      issuerKeyId: keyId(ca.keys).toString('hex'),
      selfSigned: false,
      notBefore: NOW - DAY,
      notAfter: NOW + 90 * DAY,
      keyKind: 'ec',
    });
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['two trailing newlines', (text: string) => `${text}\n\n`],
    ['none', (text: string) => text.trimEnd()],
    ['its authority before it', (text: string) => ca.pem + text],
    ['its authority after it', (text: string) => text + ca.pem],
  ])('comes out clean with %s', (_, change) => {
    expect(readLeaf(change(made.pem))?.pem).toBe(made.pem);
  });

  test.each(
    [
      ['', 'nonsense', pem('CERTIFICATE', made.der.subarray(0, 90)), pem('CERTIFICATE', Buffer.alloc(4))],
    ].flat(),
  )('is not read from what is none (%#)', (text) => {
    expect(readLeaf(text)).toBeUndefined();
  });

  test.each([
    ['month 99', '270221120000Z', '279921120000Z'],
    ['30 February', '270221120000Z', '270230120000Z'],
    ['no UTC', '270221120000Z', '2702211200+01'],
    ['letters, in the end', '270221120000Z', 'zzzzzzzzzzzzZ'],
    ['letters, in the beginning', '261122120000Z', 'zzzzzzzzzzzzZ'],
  ])('is not read where a date is none: %s', (_, find, put) => {
    expect(readLeaf(changed(made, Buffer.from(find), 0, Buffer.from(put)))).toBeUndefined();
  });

  test.each([
    ['1950', Date.UTC(1950, 0, 1)],
    ['1999', Date.UTC(1999, 11, 31, 23, 59, 59)],
    ['2049', Date.UTC(2049, 11, 31)],
  ])('is valid from %s if it says so', (_, from) => {
    expect(leafOf({ from }).notBefore).toBe(from);
  });

  test.each([
    ['2050', Date.UTC(2050, 0, 1)],
    ['9999', Date.UTC(9999, 11, 31, 23, 59, 59)],
  ])('is valid until %s if it says so', (_, to) => {
    expect(leafOf({ to }).notAfter).toBe(to);
  });

  test.each([
    ['ff', 'FF', '255'],
    ['7f00', '7F00', '32512'],
    ['0', '00', '0'],
    ['abc', '0ABC', '2748'],
    ['1'.repeat(40), '1'.repeat(40), BigInt(`0x${'1'.repeat(40)}`).toString()],
  ])('serial number %s is printed as openssl does, and as Cloudflare does', (serial, hex, decimal) => {
    const read = leafOf({ serial });
    expect([read.serialNumber, read.serialDecimal]).toEqual([hex, decimal]);
  });

  test('a negative serial number loses its sign', () => {
    const text = changed(make({ serial: '11' }), Buffer.from('020111', 'hex'), 2, Buffer.from('ef', 'hex'));
    const read = readLeaf(text);
    expect([read?.serialNumber, read?.serialDecimal]).toEqual(['11', '17']);
  });

  test('a name keeps its meaning and loses what does not show', () => {
    const { subject } = leafOf({ subject: { O: 'ü, Söhne', CN: 'a\nb\u202Ec\u200Bd\u2028e' } });
    expect(subject).toBe(String.raw`CN=a\0Ab\u{202e}c\u{200b}d\u{2028}e,O=ü\, Söhne`);
  });

  test('a name may be empty', () => {
    expect(leafOf({ subject: {} }).subject).toBe('');
  });

  const kinds: readonly (readonly [string, KeyPair])[] = [
    ['rsa', rsa()],
    ['ec', ec()],
    ['ed25519', ed25519()],
    ['ml-dsa', mlDsa()],
    ['other', ed448()],
    ['other', rsaPss()],
  ];
  test.each(kinds)('has a key of kind %s (%#)', (kind, keys) => {
    expect(leafOf({ keys, issuer: ca }).keyKind).toBe(kind);
  });

  test('has a key of kind other where nobody can read it', () => {
    const algorithm = Buffer.from('06072a8648ce3d0201', 'hex');
    const text = changed(made, algorithm, 3, Buffer.from([0x55]));
    expect(readLeaf(text)?.keyKind).toBe('other');
    const alone = readLeaf(changed(make({ keys: made.keys }), algorithm, 3, Buffer.from([0x55])));
    expect([alone?.keyKind, alone?.selfSigned]).toEqual(['other', false]);
  });

  test('is self-signed only if its own key signed it', () => {
    expect(leafOf({}).selfSigned).toBe(true);
    expect(leaf.selfSigned).toBe(false);
    expect(
      leafOf({ issuer: { ...ca, subject: { O: 'Example', CN: 'origin pull client' } } }).selfSigned,
    ).toBe(false);
  });

  test('self-signed, is its own issuer by its subject key identifier', () => {
    const id = Buffer.from('0102', 'hex');
    expect(
      leafOf({ extensions: [subjectKeyId(id), authorityKeyId(Buffer.from('03', 'hex'))] }).issuerKeyId,
    ).toBe('0102');
    expect(leafOf({ extensions: [] }).issuerKeyId).toBeUndefined();
  });

  test('whose extensions cannot be read is a leaf for the API and none for the preflight', () => {
    const twice = make({ extensions: [subjectKeyId(Buffer.from([1])), subjectKeyId(Buffer.from([1]))] });
    const issued = make({ issuer: ca, extensions: [issuedBy(1), issuedBy(1)] });
    expect([twice, issued].map(({ pem: text }) => readLeaf(text)?.issuerKeyId)).toStrictEqual([
      undefined,
      undefined,
    ]);
    expect(readLeaf(issued.pem)?.selfSigned).toBe(false);
    expect(new X509Certificate(twice.der).subject).toContain('CN=');
    expect(parse(twice.der)).toBeUndefined();
  });
});

describe('the key of the issuer is the same', () => {
  const other = makeCa({ keys: ec('other ca'), subject: { CN: 'Other CA' } });
  const two = { issuer: ca, extensions: [issuedBy(1)] };
  const self = { issuer: undefined, extensions: [own(1)] };

  test.each<[string, Recipe, Recipe, boolean]>([
    ['with one name and one key id', two, { ...two, serial: '02' }, true],
    ['not with another key id', two, { issuer: ca, extensions: [issuedBy(2)] }, false],
    ['not where one names no key', two, { issuer: ca, extensions: [] }, false],
    ['not where neither names a key', { ...two, extensions: [] }, { ...two, extensions: [] }, false],
    ['not with another name', two, { issuer: other, extensions: [issuedBy(1)] }, false],
    ['for two that signed themselves with one key', self, { ...self, serial: '02' }, true],
  ])('%s', (_, first, second, expected) => {
    const [a, b] = [leafOf(first), leafOf(second)];
    expect([sameIssuerKey(a, b), sameIssuerKey(b, a)]).toEqual([expected, expected]);
  });
});

describe('the same lineage', () => {
  const names = (...of: readonly string[]): NonNullable<Recipe['extensions']> => [
    issuedBy(1),
    ...(of.length > 0 ? [alternativeNames(...of)] : []),
  ];
  const of = (subject: Recipe['subject'], ...all: readonly string[]): Recipe => ({
    issuer: ca,
    extensions: names(...all),
    ...(subject && { subject }),
  });

  test.each<[string, Recipe, Recipe, boolean]>([
    ['a renewal', of(undefined), { ...of(undefined), serial: '02', keys: ec('new') }, true],
    ['another subject', of(undefined), of({ CN: 'another' }), false],
    ['another issuer', of(undefined), {}, false],
    [
      'an issuer whose key is not named',
      { issuer: ca, extensions: [] },
      { issuer: ca, extensions: [] },
      false,
    ],
    [
      'the same names in another order',
      of(undefined, 'a.example', 'b.example'),
      of(undefined, 'b.example', 'a.example'),
      true,
    ],
    ['a name more', of(undefined, 'a.example'), of(undefined, 'a.example', 'b.example'), false],
    ['empty subjects and other names', of({}, 'api.example'), of({}, 'shop.example'), false],
    ['empty subjects and the same names', of({}, 'api.example'), of({}, 'api.example'), true],
    ['empty subjects and no names', of({}), of({}), false],
  ])('%s', (_, first, second, expected) => {
    expect(sameLineage(leafOf(first), leafOf(second))).toBe(expected);
  });
});
