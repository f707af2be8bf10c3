import { execFileSync } from 'node:child_process';
import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createKeys } from '../../sandbox/authority/index.ts';
import type { KeyType } from '../../sandbox/authority/index.ts';
import { readFacts } from '../../src/certificate/certificate-fields.ts';
import { readAuthority } from '../../src/issue/authority.ts';
import { certificateRequest, certify } from '../../src/issue/certify.ts';
import { kindOfKey, KEY_KINDS, makeLeafKey } from '../../src/issue/leaf-key.ts';
import type { KeyKind } from '../../src/issue/leaf-key.ts';
import { anAuthority, authorityOf, DAY, pasted, POLICY } from './support/authority.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'certify-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const openssl = (...words: readonly string[]): string =>
  execFileSync('openssl', words, { encoding: 'utf8', cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};

const second = Math.floor(Date.now() / 1000) * 1000;
const request = async (kind: KeyKind, notAfter = second + 100 * DAY) => {
  const key = await makeLeafKey(kind);
  const dates = { notBefore: second - 3_600_000, notAfter };
  return { key, publicKey: createPublicKey(key), commonName: 'www.example.com', ...dates };
};

describe.each<readonly [KeyType, KeyKind]>([
  ['p256', 'ec-p256'],
  ['p384', 'rsa-2048'],
  ['p521', 'ec-p384'],
  ['rsa2048', 'ec-p256'],
  ['ed25519', 'ec-p384'],
])('an authority on %s that signs for a key of the kind %s', (type, kind) => {
  test('makes a certificate that openssl verifies as a TLS client, with the profile asked for', async () => {
    const authority = await anAuthority({ keys: await createKeys(type), subject: 'CN=Clients, of example' });
    const wanted = await request(kind);
    const pem = certify(authority, wanted);
    file('ca.pem', authority.certificate.leaf.pem);
    file('leaf.pem', pem);
    expect(openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', 'ca.pem', 'leaf.pem')).toBe(
      'leaf.pem: OK\n',
    );
    const text = openssl('x509', '-in', 'leaf.pem', '-noout', '-text');
    expect(text).toMatch(/Version: 3 \(0x2\)/u);
    expect(text).toMatch(/Subject: CN = www\.example\.com\n/u);
    expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:FALSE/u);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\n/u);
    expect(text).toMatch(/X509v3 Extended Key Usage:\s+TLS Web Client Authentication\n/u);
    expect(text).toMatch(/X509v3 Subject Key Identifier/u);
    expect(text).not.toMatch(/Subject Alternative Name/u);
    const leaf = new X509Certificate(pem);
    expect(leaf.checkPrivateKey(wanted.key)).toBe(true);
    expect(Date.parse(leaf.validFrom)).toBe(wanted.notBefore);
    expect(Date.parse(leaf.validTo)).toBe(wanted.notAfter);
    const { subjectKeyId } = authority.certificate.facts;
    expect(readFacts(leaf.raw)?.authorityKeyId).toBe(subjectKeyId);
  });
});

test('the issuer is the subject of the authority byte for byte, whatever kind of text it is', async () => {
  const config =
    '[req]\ndistinguished_name=n\nstring_mask=nombstr\n[n]\n[x]\nbasicConstraints=critical,CA:TRUE\n';
  file('odd.cnf', config);
  const subject = '/O=Grüße \\+ Co, Ltd/OU=a+CN=Odd/emailAddress=a@example.com';
  openssl(
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 400 -config odd.cnf'.split(' '),
    ...'-extensions x -multivalue-rdn -keyout odd.key -out odd.pem -subj'.split(' '),
    subject,
  );
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const authority = authorityOf(readAuthority(pasted(text('odd.pem'), text('odd.key')), POLICY, Date.now()));
  expect(authority.certificate.facts.subjectKeyId).toBeDefined();
  file('leaf.pem', certify(authority, await request('ec-p256')));
  expect(openssl('verify', '-purpose', 'sslclient', '-CAfile', 'odd.pem', 'leaf.pem')).toBe('leaf.pem: OK\n');
});

test('an authority without a key identifier gets one computed, as origins do', async () => {
  const authority = await anAuthority({ keyIdentifiers: false });
  const leaf = new X509Certificate(certify(authority, await request('ec-p256')));
  expect(readFacts(leaf.raw)?.authorityKeyId).toMatch(/^[\da-f]{40}$/u);
});

test('serial numbers are positive, of sixteen bytes, and never the same', async () => {
  const authority = await anAuthority();
  const wanted = await request('ec-p256');
  const serials = Array.from(
    { length: 50 },
    () => new X509Certificate(certify(authority, wanted)).serialNumber,
  );
  expect(new Set(serials).size).toBe(50);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][\dA-F]{31}$/u);
});

test('dates from 2050 on are written as RFC 5280 wants them', async () => {
  const authority = await anAuthority({ notAfter: Date.UTC(2060, 0, 1) });
  file('late.pem', certify(authority, await request('ec-p256', Date.UTC(2055, 5, 1))));
  const dump = openssl('asn1parse', '-in', 'late.pem');
  expect(dump).toMatch(/UTCTIME .*\n.*GENERALIZEDTIME +:20550601000000Z/u);
});

test.each(KEY_KINDS)('a request for a key of the kind %s is one that openssl verifies', async (kind) => {
  const key = await makeLeafKey(kind);
  expect(kindOfKey(createPublicKey(key))).toBe(kind);
  file('request.pem', certificateRequest('a name.example.com', key));
  const text = openssl('req', '-in', 'request.pem', '-verify', '-noout', '-text');
  expect(text).toMatch(/Subject: CN = a name\.example\.com/u);
  expect(text).toMatch(/TLS Web Client Authentication/u);
});
