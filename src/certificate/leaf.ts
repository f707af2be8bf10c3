import { X509Certificate } from 'node:crypto';
import { readFacts, readValidity, type CertificateFacts, type Validity } from './certificate-fields.ts';
import { armour } from './pem.ts';

/** One certificate, as far as a rotation needs to know it. */
export interface Leaf extends Validity {
  /** Clean: LF, lines of 64, one trailing newline. */
  readonly pem: string;
  /** SHA-256 of the DER, 64 lower-case hex digits. */
  readonly fingerprint: string;
  /** SHA-1 of the DER, 40 lower-case hex digits: what nginx calls `$ssl_client_fingerprint`. */
  readonly fingerprintSha1: string;
  /** Hex as `openssl x509 -serial` prints it: upper-case, an even number of digits, no sign. */
  readonly serialNumber: string;
  /** The same number as Cloudflare returns it. */
  readonly serialDecimal: string;
  /** One line, most specific part first as in RFC 2253, without control characters. */
  readonly subject: string;
  readonly issuer: string;
  /** Each in hex of its DER, in a fixed order. */
  readonly subjectAltNames: readonly string[];
  /** Authority key identifier in lower-case hex; for a self-signed certificate its own subject key identifier. */
  readonly issuerKeyId: string | undefined;
  readonly selfSigned: boolean;
  readonly keyKind: 'rsa' | 'ec' | 'ed25519' | 'ml-dsa' | 'other';
}

/**
 * Reads the certificate in PEM that an API returned (any newline); `undefined` if it is none. Of a bundle, which may
 * begin with the authority, it is the one that signed no other. Never throws.
 */
export function readLeaf(pem: string): Leaf | undefined {
  const all = certificatesIn(pem);
  const signsNone = (one: X509Certificate): boolean =>
    all.every((other) => other === one || !isSignedBy(other, one));
  const certificate = all.find(signsNone) ?? parseCertificate(pem);
  return certificate && describe(certificate);
}

/** A certificate from PEM or DER; `undefined` where OpenSSL cannot read it. */
export function parseCertificate(source: string | Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(source);
  } catch {
    return undefined;
  }
}

/** Those of a PEM bundle that OpenSSL can read. */
export function certificatesIn(bundle: string): readonly X509Certificate[] {
  const blocks = bundle.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu) ?? [];
  return blocks.flatMap((block) => parseCertificate(block) ?? []);
}

/** The facts of a certificate already parsed. Never throws. */
export function describe(certificate: X509Certificate): Leaf | undefined {
  const validity = readValidity(certificate.raw);
  if (validity === undefined) return undefined;
  const facts = readFacts(certificate.raw);
  const selfSigned = isSignedBy(certificate, certificate);
  const serial = certificate.serialNumber.replace(/^-/, '').toUpperCase();
  return {
    pem: armour('CERTIFICATE', certificate.raw),
    fingerprint: hex(certificate.fingerprint256),
    fingerprintSha1: hex(certificate.fingerprint),
    serialNumber: serial.length % 2 === 0 ? serial : `0${serial}`,
    serialDecimal: BigInt(`0x${serial}`).toString(),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    subjectAltNames: facts?.subjectAltNames ?? [],
    issuerKeyId: selfSigned ? facts?.subjectKeyId : facts?.authorityKeyId,
    selfSigned,
    ...validity,
    keyKind: keyKindOf(certificate),
  };
}

export interface Parsed {
  readonly x509: X509Certificate;
  readonly leaf: Leaf;
  readonly facts: CertificateFacts;
}

/** Reads one certificate, in DER or PEM, completely; `undefined` if any part of it cannot be read. Never throws. */
export function parse(source: string | Uint8Array): Parsed | undefined {
  const x509 = parseCertificate(source);
  const facts = x509 && readFacts(typeof source === 'string' ? x509.raw : source);
  const leaf = x509 && describe(x509);
  return facts && x509 && leaf && { x509, leaf, facts };
}

/** Whether both name their issuer's key, and it is the same key. */
export function sameIssuerKey(a: Leaf, b: Leaf): boolean {
  return a.issuer === b.issuer && a.issuerKeyId !== undefined && a.issuerKeyId === b.issuerKeyId;
}

/** Whether one may be the renewal of the other. An empty subject identifies nothing: then the names have to. */
export function sameLineage(a: Leaf, b: Leaf): boolean {
  return (
    sameIssuerKey(a, b) &&
    a.subject === b.subject &&
    a.subjectAltNames.join() === b.subjectAltNames.join() &&
    (a.subject !== '' || a.subjectAltNames.length > 0)
  );
}

/** Whether `issuer` issued `certificate`: the names fit, and the signature is by its key. */
export function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey);
  } catch {
    return false; // a key or an algorithm OpenSSL cannot use
  }
}

function keyKindOf(certificate: X509Certificate): Leaf['keyKind'] {
  try {
    const kind = certificate.publicKey.asymmetricKeyType;
    if (kind === 'rsa' || kind === 'ec' || kind === 'ed25519') return kind;
    return kind?.startsWith('ml-dsa-') ? 'ml-dsa' : 'other';
  } catch {
    return 'other';
  }
}

function hex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

/** Node prints one part a line and escapes control characters; bidi marks and the like are left in. */
function oneLine(name: string | undefined): string {
  return (name ?? '')
    .split('\n')
    .toReversed()
    .join(',')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
