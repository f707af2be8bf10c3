import { describe, expect, test } from '@jest/globals';
import { judgeForm } from '../../src/certificate/input-form.ts';
import type { Role } from '../../src/certificate/input-form.ts';
import type { Block } from '../../src/certificate/pem.ts';

const NAMES = { certificate: 'certificate', privateKey: 'private-key', passphrase: 'passphrase' };
const block = (kind: 'csr' | 'pkcs7' | 'pkcs12' | 'pkcs8' | 'certificate' | 'public-key'): Block => ({
  kind,
  der: Buffer.alloc(0),
});
const sentence = (role: Role, ...blocks: readonly Block[]): string =>
  judgeForm({ kind: 'blocks', blocks }, role, NAMES, 'input').sentence;

describe('several blocks, none of them wanted', () => {
  test.each<[string, readonly Block[], string]>([
    ['a key and its request', [block('csr'), block('pkcs8')], 'HOLDS_PRIVATE_KEY'],
    ['a key and its public key', [block('public-key'), block('pkcs8')], 'HOLDS_PRIVATE_KEY'],
    ['a request and its public key', [block('public-key'), block('csr')], 'HOLDS_CSR'],
    ['a bundle and a request', [block('csr'), block('pkcs7')], 'HOLDS_PKCS7'],
    ['a key of OpenSSH and a certificate', [block('certificate'), { kind: 'openssh' }], 'HOLDS_OPENSSH_KEY'],
    ['both bundles', [block('pkcs7'), block('pkcs12')], 'HOLDS_PKCS12'],
    ['PGP and a public key', [{ kind: 'pgp' }, block('public-key')], 'HOLDS_PUBLIC_KEY'],
    ['nothing', [], 'NOTHING_USABLE'],
  ])('%s', (_, blocks, reason) => {
    expect(judgeForm({ kind: 'blocks', blocks }, 'certificate', NAMES, 'input').reason).toBe(reason);
  });
});

describe('what makes a certificate is advised only where one is wanted', () => {
  test.each<[Role, Block, string]>([
    ['certificate', block('csr'), 'Send it to your CA, and give the certificate that comes back.'],
    ['ca', block('csr'), 'Send it to your CA, and give the certificate that comes back.'],
    ['private-key', block('csr'), 'Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").'],
    ['certificate', block('pkcs7'), '`openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.'],
    ['private-key', block('pkcs7'), 'Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").'],
    [
      'certificate',
      block('public-key'),
      'Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
    ],
    ['ca', block('public-key'), 'Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").'],
  ])('%s: %o', (role, one, cure) => {
    expect(sentence(role, one).endsWith(cure)).toBe(true);
  });
});
