import { expect, test } from '@jest/globals';
import { KeyObject, webcrypto } from 'node:crypto';
import './reflect.ts';
import { findLeaks } from './oracle.ts';

// Later than the imports above: it looks for the polyfill while it loads.
const { X509CertificateGenerator } = await import('@peculiar/x509');

const KINDS = [
  { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
] as const;

/** A log, a summary and an output the way a run writes them, with all that is public about a certificate. */
async function realisticRun(
  keys: webcrypto.CryptoKeyPair,
  kind: (typeof KINDS)[number],
): Promise<readonly string[]> {
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=origin pull, O=Example',
    keys,
    signingAlgorithm: kind,
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2027-01-01'),
  });
  const pem = certificate.toString('pem');
  const jwk = JSON.stringify(await webcrypto.subtle.exportKey('jwk', keys.publicKey));
  const thumbprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex');
  const lines = Array.from({ length: 60 }, (_, at) =>
    [
      `${new Date(1_780_000_000_000 + at * 1000).toISOString()} GET /zones/${thumbprint.slice(0, 32)}/origin_tls_client_auth answered 200`,
      `attempt ${at}, ray ${thumbprint.slice(at % 40, (at % 40) + 16)}-FRA, serial ${certificate.serialNumber}`,
    ].join('\n'),
  );
  const answer = {
    result: {
      certificate: pem,
      expires_on: '2027-01-01T00:00:00Z',
      serial_number: BigInt(`0x${certificate.serialNumber}`).toString(),
    },
  };
  const log = [...lines, pem, JSON.stringify(answer), certificate.publicKey.toString('pem'), jwk].join('\n');
  return [log, Buffer.from(pem).toString('base64'), JSON.stringify([...Buffer.from(certificate.rawData)])];
}

test('the leak oracle raises no false alarm on 100 fresh keys with their certificates in realistic logs', async () => {
  let searched = 0;
  for (let at = 0; at < 100; at += 1) {
    const kind = KINDS[at % 12 === 0 ? 2 : at % 2]!;
    const keys = await webcrypto.subtle.generateKey(kind, true, ['sign', 'verify']);
    const written = await realisticRun(keys, kind);
    const texts = [Buffer.from(webcrypto.getRandomValues(new Uint8Array(30))).toString('base64url')];
    expect(findLeaks(written, { keys: [KeyObject.from(keys.privateKey)], texts })).toEqual([]);
    searched += written.join('').length;
  }
  expect(searched).toBeGreaterThan(1_000_000);
}, 60_000);
