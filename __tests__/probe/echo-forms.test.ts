import { describe, expect, test } from '@jest/globals';
import { readEcho } from '../../src/probe/echo.ts';

const SHA256 = 'AB'.repeat(32);

test.each(['-', 'none', 'null', '(null)', '""', '0', '  '])('"%s" says that there was none', (text) => {
  expect(readEcho(text)).toEqual({ kind: 'none' });
});

describe('what is digits', () => {
  test.each([
    ['zeros alone: one of them stays', '00', '0'],
    ['one digit', '7', '7'],
    ['as many as a SHA-256 has', SHA256, SHA256],
    ['0x in capitals', '0X1f', '1F'],
    ['blanks and tabs between', '0a 1b\t2c', 'A1B2C'],
    ['a label with a colon', 'serial:0A1B', 'A1B'],
    ['a label with a blank', 'Serial 0A1B', 'A1B'],
    ['a label with an equals sign and blanks', 'serial=   0A1B', 'A1B'],
    ['a label with a slash', `sha256/${SHA256}`, SHA256],
    ['a label of SHA-1', `sha-1:${'cd'.repeat(20)}`, 'CD'.repeat(20)],
    ['a label of SHA-1 without a dash', `SHA1=${'cd'.repeat(20)}`, 'CD'.repeat(20)],
    ['a fingerprint, as openssl labels it', `SHA256 Fingerprint=${SHA256}`, SHA256],
    ['a fingerprint with an underscore', `sha256_fingerprint=${SHA256}`, SHA256],
    ['a fingerprint with a dash', `sha256-fingerprint: ${SHA256}`, SHA256],
    ['a fingerprint in one word', `sha256fingerprint:${SHA256}`, SHA256],
    ['a label in quotes', '"serial=0A1B"', 'A1B'],
    ['as long as is read', `A${' '.repeat(32_766)}B`, 'AB'],
    ['Envoy, the hash alone', `Hash=${SHA256}`, SHA256],
    ['Envoy, the hash in second place', `By=spiffe://x;Hash=${SHA256}`, SHA256],
    ['Envoy, a blank before the hash', `By=spiffe://x;  Hash=${SHA256};URI=`, SHA256],
    ['Envoy, the hash of the next hop behind a comma', `By=spiffe://x,Hash=${SHA256},By=y`, SHA256],
  ])('%s', (_, text, digits) => {
    expect(readEcho(text)).toEqual({ kind: 'digits', digits });
  });
});

describe('what is not', () => {
  test.each([
    ['longer than is read', `A${' '.repeat(32_767)}B`],
    ['0x amid digits', '1f0x1f'],
    ['a quote at one end', '"0A1B'],
    ['a quote at the other end', '0A1B"'],
    ['quotes and something behind', '"0A1B"x'],
    ['quotes and something before', 'x"0A1B"'],
    ['digits before quotes', 'A"0A1B"'],
    ['digits behind quotes', '"0A1B"C'],
    ['digits before a label', 'Aserial=0A1B'],
    ['an unknown label', 'number=0A1B'],
    ['a label without anything between', 'serial0A1B'],
    ['a label behind something', 'xserial=0A1B'],
    ['a hash of another name', `By=spiffe://x;OldHash=${SHA256}`],
    ['a hash that is too long', `Hash=${SHA256}AB;By=x`],
    ['a hash that is too short', `By=x;Hash=${SHA256.slice(2)};`],
    ['digits and a word', '0A1B SUCCESS'],
    ['a word and digits', 'SUCCESS 0A1B'],
  ])('%s', (_, text) => {
    expect(readEcho(text)).toEqual({ kind: 'unreadable' });
  });
});

describe('what is a certificate', () => {
  /** `MI`, as every certificate of ordinary size begins, and so many letters of base64. */
  const body = (letters: number): string => `MI${'Ab9/'.repeat(40).slice(0, letters)}`;
  const ours = readEcho(body(118));

  test('its bytes are hashed as they came', () => {
    expect(ours).toEqual({ kind: 'certificate', fingerprint: expect.stringMatching(/^[0-9A-F]{64}$/u) });
    expect(readEcho(body(122))).not.toEqual(ours);
  });

  test.each([
    ['with one sign of padding', `${body(117)}=`],
    ['with two', `${body(116)}==`],
    ['as short as one may be', body(100)],
    ['with + and blanks, which are not the same', `${body(100)}+ +`],
  ])('%s', (_, text) => {
    expect(readEcho(text).kind).toBe('certificate');
  });

  test.each([
    ['in colons', `:${body(118)}:`],
    ['with line ends', body(118).replaceAll(/.{20}/gu, '$&\r\n')],
    ['with the armour', `-----BEGIN CERTIFICATE-----\n${body(118)}\n-----END CERTIFICATE-----\n`],
    ['with something behind its end', `${body(118)}\n-----END CERTIFICATE-----\nand more\nthan that`],
    ['with the next of its chain behind a comma', `${body(118)},${body(100)}`],
    ['with a semicolon behind', `${body(118)};x`],
    ['Envoy, without quotes', `Cert=${body(118)};By=x`],
    ['Envoy, with quotes and a blank', `By=x; Cert="${body(118)}";Subject="CN=a"`],
    ['Envoy, behind a comma', `By=x,cert="${body(118)}"`],
  ])('the same one %s', (_, text) => {
    expect(readEcho(text)).toEqual(ours);
  });

  test.each([
    ['too short', body(99)],
    ['something before it', `x${body(118)}`],
    ['three signs of padding', `${body(118)}===`],
    ['a sign that is no base64', `${body(118)}*`],
    ['a colon amid it', `${body(60)}:${body(60)}`],
    ['another beginning', body(118).replace('MI', 'AA')],
    ['a field of Envoy with another name', `By=x;OldCert=${body(118)}`],
  ])('not: %s', (_, text) => {
    expect(readEcho(text)).toEqual({ kind: 'unreadable' });
  });
});
