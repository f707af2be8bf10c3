import { expect, test } from '@jest/globals';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { masksForPem } from '../../src/secrecy/masks.ts';
import '../support/leak-oracle/reflect.ts';

// Later than the imports above: it looks for the polyfill while it loads.
const { X509CertificateGenerator } = await import('@peculiar/x509');

const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
const certificate = await X509CertificateGenerator.createSelfSigned({
  name: 'CN=public',
  keys,
  signingAlgorithm,
});
const pem = `${certificate.toString('pem')}\n`;
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ format: 'pem', type: 'pkcs8' })
  .toString();

test.each([
  ['a certificate', pem],
  ['a certificate with literal line ends', pem.replaceAll('\n', '\\n')],
  ['base64 of a certificate', Buffer.from(pem).toString('base64')],
  ['two certificates with text around', `subject=CN = public\n${pem}\nissuer=CN = public\n${pem}`],
])('%s is public and gets no mask', (_, pasted) => {
  expect(masksForPem(pasted)).toEqual([]);
});

test('a certificate and a key in one text: only the key is masked line by line', () => {
  const masks = masksForPem(`${pem}${key}`);
  expect(masks).toContain(key.split('\n')[1]);
  expect(masks).not.toContain(pem.split('\n')[1]);
});

test('a certificate with bytes behind it is not taken for public', () => {
  const longer = Buffer.concat([Buffer.from(certificate.rawData), Buffer.alloc(40, 7)]).toString('base64');
  const pasted = `-----BEGIN CERTIFICATE-----\n${longer}\n-----END CERTIFICATE-----\n`;
  expect(masksForPem(pasted)).toContain(longer);
});
