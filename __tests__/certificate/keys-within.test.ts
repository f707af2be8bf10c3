import { describe, expect, test } from '@jest/globals';
import { keysWithin, textsWithin } from '../../src/certificate/keys-within.ts';
import { SPELLINGS } from '../corpus/spellings.ts';
import { make } from './support/certificates.ts';
import { ec, encryptedPkcs8, legacyEncrypted, pkcs8, pkcs8Der, rsa, sec1, spki } from './support/keys.ts';

const key = ec('within');
const other = ec('beside');
const plain = pkcs8(key);
const jwk = (pair: typeof key): string => JSON.stringify(pair.privateKey.export({ format: 'jwk' }));
const hex = (bytes: Buffer | string): string => Buffer.from(bytes).toString('hex');
const found = (text: string, passphrase?: string): readonly string[] =>
  keysWithin(text, passphrase).map((one) => one.pem());
const broken = plain.replace(/\n.{10}/u, '\n**');

describe('a key is found', () => {
  test.each(SPELLINGS.map(({ name, spell }) => [name, spell] as const))('pasted with %s', (_, spell) => {
    expect(found(spell(plain))).toEqual([plain]);
  });

  test.each<readonly [string, string]>([
    ['in SEC 1', sec1(key)],
    ['beside a certificate and a public key', make({ keys: key }).pem + spki(key) + plain],
    ['behind a block that is broken', broken + plain],
    ['before a block that is broken', plain + broken],
    ['behind an end without beginning', `-----END PRIVATE KEY-----\n${plain}`],
    ['before a beginning without end', `${plain}-----BEGIN PRIVATE KEY-----\n`],
    ['between tags of HTML', plain.replaceAll('\n', '<br class="a">')],
    ['between short tags', plain.replaceAll('\n', '<p>')],
    ['between numbers of XML', plain.replaceAll('\n', '&#10;')],
    ['between hex numbers of XML', plain.replaceAll('\n', '&#x00aD;')],
    ['between marks that do not show', plain.replaceAll('\n', '\u200E\u00AD')],
    ['in hex of its text', hex(plain)],
    ['in hex of UTF-16', hex(Buffer.from(plain, 'utf16le'))],
    ['in hex of its DER', hex(pkcs8Der(key))],
    ['in hex of its DER, with colons', (hex(pkcs8Der(key)).match(/../gu) ?? []).join(':')],
    ['in hex of its DER, as numbers of C', (hex(pkcs8Der(key)).match(/../gu) ?? []).join(', 0x')],
    [
      'in hex of its DER, escaped',
      (hex(pkcs8Der(key)).match(/../gu) ?? []).map((two) => `\\x${two}`).join(''),
    ],
    ['in hex of its DER, in lines of a string', `"${hex(pkcs8Der(key)).replaceAll(/.{32}/gu, "$&'\n\t")}"`],
    ['in a field of YAML', `data:\n  tls.key: ${Buffer.from(plain).toString('base64')}\n`],
    [
      'in a field of YAML that goes on in further lines',
      `key: |\n  ${Buffer.from(plain).toString('base64').replaceAll(/.{64}/g, '$&\n  ')}\nend: x\n`,
    ],
    ['in a field of JSON in JSON', JSON.stringify(JSON.stringify({ key: pkcs8Der(key).toString('base64') }))],
    ['as a JSON Web Key', jwk(key)],
    ['as a JSON Web Key in base64', Buffer.from(jwk(key)).toString('base64')],
    ['as a JSON Web Key behind words', `the key: ${jwk(key)}`],
    ['as a JSON Web Key in a list', `[1, null, "kty", ${jwk(key)}]`],
    ['as a JSON Web Key in a set', `{"keys":[${jwk(key)}]}`],
    ['as a JSON Web Key beside a line end', `{"note":"a\\nb","keys":[${jwk(key)}]}`],
    ['as a JSON Web Key three levels deep', `[[[${jwk(key)}]]]`],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual([plain]);
  });

  test.each<readonly [string, string]>([
    ['in PKCS#8', encryptedPkcs8(key, 'open')],
    ['in the encryption of old', legacyEncrypted(key, 'open')],
  ])('encrypted %s, by its passphrase alone', (_, text) => {
    expect([found(text, 'open'), found(text, 'shut'), found(text)]).toEqual([[plain], [], []]);
  });

  test('each of several, PEM before JSON', () => {
    expect(found(plain + pkcs8(other))).toEqual([plain, pkcs8(other)]);
    expect(found(`{"keys":[${jwk(key)},${jwk(other)}]}`)).toEqual([plain, pkcs8(other)]);
    expect(found(`{"kty":"none","inner":${jwk(key)}}`)).toEqual([plain]);
    expect(found(JSON.stringify({ pem: pkcs8(other), ...key.privateKey.export({ format: 'jwk' }) }))).toEqual(
      [pkcs8(other), plain],
    );
  });
});

test.each<readonly [string, string]>([
  ['nothing', ''],
  ['words', 'no key'],
  ['a certificate', make({ keys: key }).pem],
  ['a public key', spki(key)],
  ['a broken key', broken],
  ['a certificate in hex', hex(make({ keys: key }).der)],
  ['a public key in JSON', JSON.stringify(rsa().publicKey.export({ format: 'jwk' }))],
  ['JSON without a key', '{"a":[1]}'],
  ['JSON that is cut off', jwk(key).slice(0, -1)],
  ['a JSON Web Key too deep', `[[[[${jwk(key)}]]]]`],
  ['a JSON Web Key of nothing', '{"kty":"EC","crv":"P-256"}'],
  ['a tag too long to be one', plain.replace('\n', `<${'a'.repeat(21)}>`)],
  ['a number too long to be one', plain.replace('\n', '&#x12345;')],
  ['hex with other letters', `${hex(pkcs8Der(key))}g`],
  ['hex of an odd number of digits', `${hex(pkcs8Der(key))}0`],
])('no key is found in %s', (_, text) => {
  expect(found(text)).toEqual([]);
});

test.each<readonly [string, string, readonly string[]]>([
  ['a sound text', plain, []],
  ['words', 'nothing of that kind', []],
  ['base64', Buffer.from(plain).toString('base64'), [plain]],
  ['hex', hex(plain), [plain]],
  ['hex of too little', hex('x'.repeat(31)), []],
  ['hex of just enough', hex('x'.repeat(32)), ['x'.repeat(32)]],
  ['literal line ends', plain.replaceAll('\n', '\\n'), [plain]],
  ['odd dashes', plain.replaceAll('-----', '\u2014\u2014'), [plain]],
  ['DER', pkcs8Der(key).toString('base64'), []],
])('the text within %s', (_, text, expected) => {
  expect(textsWithin(text)).toEqual(expected);
});
