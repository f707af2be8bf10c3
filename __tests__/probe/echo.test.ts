import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { echoInWords, echoNames, readEcho } from '../../src/probe/echo.ts';
import type { ExpectedCertificate } from '../../src/probe/echo.ts';

/** Bytes that stand for a certificate: only their shape as base64 of a DER sequence matters here. */
const DER = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x03]), Buffer.alloc(259, 'certificate?~')]);
const OTHER_DER = Buffer.concat([Buffer.from([0x30, 0x82, 0x01, 0x03]), Buffer.alloc(259, 'another one')]);
const digest = (algorithm: string, bytes: Buffer): string =>
  createHash(algorithm).update(bytes).digest('hex');
const base64 = DER.toString('base64');
const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replaceAll(/.{64}/gu, '$&\n')}\n-----END CERTIFICATE-----\n`;
const colons = (hex: string): string => hex.replaceAll(/..(?=.)/gu, '$&:');

const OURS: ExpectedCertificate = {
  serialNumber: '0A1B2C3D4E5F60718293',
  serialDecimal: BigInt('0x0A1B2C3D4E5F60718293').toString(),
  fingerprint: digest('sha256', DER),
  fingerprintSha1: digest('sha1', DER),
};

describe('names our certificate', () => {
  test.each([
    ['serial as nginx and openssl print it', OURS.serialNumber],
    ['serial in lower case', OURS.serialNumber.toLowerCase()],
    ['serial without its leading zero', OURS.serialNumber.slice(1)],
    ['serial with more leading zeros', `0000${OURS.serialNumber}`],
    ['serial with colons', colons(OURS.serialNumber)],
    ['serial with 0x', `0x${OURS.serialNumber}`],
    ['serial as openssl labels it', `serial=${OURS.serialNumber}`],
    ['serial in quotes', `"${OURS.serialNumber}"`],
    ['serial in decimal, as Caddy and the API give it', OURS.serialDecimal],
    ['serial in a header that was sent twice', `${OURS.serialNumber}, ${OURS.serialNumber}`],
    ['blanks around it', `  ${OURS.serialNumber} `],
    ['SHA-1 fingerprint, as nginx gives it', OURS.fingerprintSha1],
    ['SHA-1 fingerprint with colons in upper case', colons(OURS.fingerprintSha1).toUpperCase()],
    ['SHA-256 fingerprint', OURS.fingerprint],
    ['SHA-256 fingerprint with colons', colons(OURS.fingerprint.toUpperCase())],
    ['fingerprint as openssl labels it', `SHA256 Fingerprint=${colons(OURS.fingerprint.toUpperCase())}`],
    ['fingerprint with a short label', `sha-256:${OURS.fingerprint}`],
    ['URL-escaped PEM, as nginx gives it', encodeURIComponent(pem(DER))],
    ['URL-escaped PEM with + and / left alone, as a load balancer gives it', encodeURI(pem(DER))],
    ['URL-escaped PEM with CR LF', encodeURIComponent(pem(DER).replaceAll('\n', '\r\n'))],
    ['PEM on one line', pem(DER).replaceAll('\n', ' ').trim()],
    ['PEM with tabs, as nginx once gave it', pem(DER).trim().replaceAll('\n', '\n\t')],
    ['a chain: the leaf comes first', encodeURIComponent(pem(DER) + pem(OTHER_DER))],
    ['bare base64, as Traefik gives it', `${base64},${OTHER_DER.toString('base64')}`],
    ['escaped bare base64', encodeURIComponent(base64)],
    ['RFC 9440', `:${base64}:`],
    ['Envoy, by hash', `By=spiffe://x;Hash=${OURS.fingerprint};Subject="CN=a,O=b"`],
    ['Envoy, by certificate', `By=spiffe://x;Cert="${encodeURIComponent(pem(DER))}";Subject="CN=a"`],
  ])('%s', (_name, text) => {
    expect(echoNames(readEcho(text), OURS)).toBe(true);
  });
});

describe('names another certificate', () => {
  test.each([
    ['another serial', '0A1B2C3D4E5F60718294'],
    ['a serial that begins as ours', `${OURS.serialNumber}00`],
    ['part of our serial', OURS.serialNumber.slice(0, 10)],
    ['another fingerprint', digest('sha256', OTHER_DER)],
    ['another certificate', encodeURIComponent(pem(OTHER_DER))],
    ['a chain with ours in second place', encodeURIComponent(pem(OTHER_DER) + pem(DER))],
  ])('%s', (_name, text) => {
    const echo = readEcho(text);
    expect(['digits', 'certificate']).toContain(echo.kind);
    expect(echoNames(echo, OURS)).toBe(false);
  });
});

test.each([
  ['no header', undefined],
  ['an empty header', ''],
  ['a dash', ' - '],
  ['HAProxy with nothing', '""'],
  ['none', 'NONE'],
  ['Apache with nothing', '(null)'],
])('%s names no certificate', (_name, text) => {
  expect(readEcho(text)).toEqual({ kind: 'none' });
  expect(echoNames(readEcho(text), OURS)).toBe(false);
  expect(echoInWords(readEcho(text))).toBeUndefined();
});

test.each([
  ['a word', 'SUCCESS'],
  ['two serials', `${OURS.serialNumber}, 0A1B`],
  ['a command for the runner', '::error::x'],
  ['too many digits', 'A'.repeat(65)],
  ['a broken escape', '%E0%A4%A'],
  ['base64 that is no certificate', Buffer.alloc(300, 'x').toString('base64')],
  ['far too long', base64.repeat(200)],
])('%s is unreadable, never ours and never printed', (_name, text) => {
  expect(readEcho(text)).toEqual({ kind: 'unreadable' });
  expect(echoNames(readEcho(text), OURS)).toBe(false);
  expect(echoInWords(readEcho(text))).toBeUndefined();
});

test('what is printed is hex or decimal only', () => {
  expect(echoInWords(readEcho('0a:1b'))).toBe('0A1B');
  expect(echoInWords(readEcho('1234567'))).toBe('1234567');
  expect(echoInWords(readEcho(encodeURIComponent(pem(DER))))).toBe(OURS.fingerprint.toLowerCase());
});

test('what is printed of our certificate is spelled as everywhere else, however the origin spells it', () => {
  const spelled = (text: string): string | undefined => echoInWords(readEcho(text), OURS);
  const { serialNumber, serialDecimal, fingerprint, fingerprintSha1 } = OURS;
  for (const text of [serialNumber, serialNumber.replace(/^0+/u, '').toLowerCase(), serialDecimal])
    expect(spelled(text)).toBe(serialNumber);
  expect(spelled(fingerprint.toUpperCase())).toBe(fingerprint);
  expect(spelled(fingerprintSha1.toUpperCase())).toBe(fingerprintSha1);
});
