import '../support/leak-oracle/reflect.ts';
import { KeyObject } from 'node:crypto';
import type { webcrypto } from 'node:crypto';
import type { X509Certificate } from '@peculiar/x509';

// Loaded only now: it wants the polyfill above, and a static import would come first.
const { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } =
  await import('@peculiar/x509');

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

export interface Authority {
  readonly certificate: X509Certificate;
  readonly pem: string;
  readonly key: webcrypto.CryptoKey;
}

export interface Issued {
  readonly pem: string;
  readonly key: KeyObject;
  readonly keyPem: string;
}

/** A root, or an intermediate of `parent`. */
export async function newAuthority(name: string, parent?: Authority): Promise<Authority> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: parent === undefined ? '01' : '02',
    subject: `CN=${name}`,
    issuer: parent?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 30 * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: parent?.key ?? keys.privateKey,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return { certificate, pem: certificate.toString('pem'), key: keys.privateKey };
}

export async function issue(authority: Authority, name: string, validFor: number = DAY): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '0a1b2c3d',
    subject: `CN=${name}`,
    issuer: authority.certificate.subject,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + validFor),
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: ALGORITHM,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const key = KeyObject.from(keys.privateKey);
  return {
    pem: certificate.toString('pem'),
    key,
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}
