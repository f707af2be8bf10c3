import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createAuthority, createKeys, selfSigned, signingRequest } from '../../sandbox/authority/index.ts';

const read = (pem: string): X509Certificate => new X509Certificate(pem);

describe('an authority', () => {
  test.each([
    'p256',
    'p384',
    'p521',
    'rsa2048',
    'ed25519',
    'secp256k1',
    'ml-dsa-44',
    'ml-dsa-65',
    'ml-dsa-87',
  ] as const)('issues and signs on %s', async (keyType) => {
    const authority = await createAuthority({ keyType });
    const leaf = await authority.issue({ keyType });
    const certificate = read(leaf.certificate);
    expect(certificate.verify(read(authority.certificate).publicKey)).toBe(true);
    expect(certificate.checkIssued(read(authority.certificate))).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(leaf.privateKey))).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(read(authority.certificate).ca).toBe(true);
  });

  test('has intermediates, servers and look-alikes', async () => {
    const root = await createAuthority({ subject: 'CN=Root, O=Example' });
    const below = await root.intermediate();
    const leaf = await below.issue();
    expect(read(leaf.certificate).verify(read(below.certificate).publicKey)).toBe(true);
    expect(read(below.certificate).verify(read(root.certificate).publicKey)).toBe(true);
    const server = await root.issueServer(['www.example.test', '127.0.0.1', '::1']);
    expect(read(server.certificate).checkHost('www.example.test')).toBe('www.example.test');
    expect(read(server.certificate).checkIP('127.0.0.1')).toBe('127.0.0.1');
    const alike = await createAuthority({ subject: 'CN=Root, O=Example' });
    expect(read(alike.certificate).subject).toBe(read(root.certificate).subject);
    expect(read(alike.certificate).fingerprint256).not.toBe(read(root.certificate).fingerprint256);
  });
});

describe('a certificate', () => {
  test('takes dates, serial number, keys and hash as told', async () => {
    const keys = await createKeys('rsa2048');
    const pair = await selfSigned({
      keys,
      hash: 'SHA-1',
      serialNumber: 'ff01',
      notBefore: Date.UTC(1999, 0, 1),
      notAfter: Date.UTC(9999, 11, 31, 23, 59, 59),
    });
    const certificate = read(pair.certificate);
    expect(certificate.serialNumber).toBe('FF01');
    expect(certificate.validFrom).toContain('1999');
    expect(certificate.validTo).toContain('9999');
    expect(pair.key.pkcs1()).toContain('BEGIN RSA PRIVATE KEY');
    expect(pair.key.encryptedLegacy('x')).toContain('Proc-Type: 4,ENCRYPTED');
    expect(pair.key.publicKey()).toContain('BEGIN PUBLIC KEY');
  });

  test('may lack every extension', async () => {
    const pair = await selfSigned({
      ca: 'absent',
      purpose: 'absent',
      keyUsage: 'absent',
      keyIdentifiers: false,
    });
    expect(read(pair.certificate).keyUsage).toBeUndefined();
    expect(pair.key.sec1()).toContain('BEGIN EC PRIVATE KEY');
    expect((await selfSigned({ keyUsage: 'key-agreement' })).certificate).toContain('BEGIN CERTIFICATE');
  });

  test('cannot be written in ways the sandbox does not know', async () => {
    await expect(selfSigned({ subject: 'XX=1' })).rejects.toThrow('attribute XX');
    await expect(selfSigned({ names: ['fe80::1'] })).rejects.toThrow('::1');
    await expect(selfSigned({ hash: 'MD5' })).rejects.toThrow('MD5');
  });

  test('has its encrypted key and its request', async () => {
    const pair = await selfSigned();
    const encrypted = pair.key.encryptedPkcs8('secret');
    expect(createPrivateKey({ key: encrypted, passphrase: 'secret' }).asymmetricKeyType).toBe('ec');
    expect(signingRequest(pair.keys)).toContain('BEGIN CERTIFICATE REQUEST');
  });
});
