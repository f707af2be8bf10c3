import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { CatalogueEntry } from './catalogue.ts';
import type { Variants } from './variants.ts';

/** What the box reads off an uploaded certificate, by really parsing it. */
export interface CertificateFacts {
  /** PEM as the API keeps it: LF and one trailing newline. */
  readonly pem: string;
  /** SHA-256 of the DER, 64 lower-case hex digits. */
  readonly fingerprint: string;
  readonly serialDecimal: string;
  readonly serialHex: string;
  readonly issuer: string;
  readonly signature: string;
  /** Epoch ms. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly x509: X509Certificate;
}

type Reading = { readonly facts: CertificateFacts } | { readonly error: CatalogueEntry };

const block = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

// Uploads are read again and again by simulations; reading one is the dearest thing the box does.
const known = new Map<string, CertificateFacts | undefined>();
const pairs = new Map<string, CatalogueEntry | undefined>();

/** Facts of the first certificate in a text; undefined if there is none that parses. */
export function readCertificate(text: string): CertificateFacts | undefined {
  if (!known.has(text)) known.set(text, parse(text));
  return known.get(text);
}

function parse(text: string): CertificateFacts | undefined {
  const first = text.match(block)?.[0];
  if (first === undefined) return undefined;
  try {
    const x509 = new X509Certificate(first);
    const serialHex = x509.serialNumber.toUpperCase();
    return {
      pem: `${x509.toString().trim()}\n`,
      fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
      serialDecimal: BigInt(`0x${serialHex}`).toString(),
      serialHex,
      issuer: x509.issuer.split('\n').join(', '),
      signature: signatureName(x509.signatureAlgorithm),
      notBefore: Date.parse(x509.validFrom),
      notAfter: Date.parse(x509.validTo),
      x509,
    };
  } catch {
    return undefined;
  }
}

function signatureName(algorithm: string | undefined): string {
  const match = /^(?:ecdsa-with-)?(sha\d+)(?:with(rsa)encryption)?$/i.exec(algorithm ?? '');
  if (match === null) return algorithm ?? 'unknown';
  return `${(match[1] ?? '').toUpperCase()}With${match[2] === undefined ? 'ECDSA' : 'RSA'}`;
}

/**
 * Judges an upload as the API would.
 * @param now epoch ms, for expired certificates
 */
export function readUpload(
  certificate: string,
  privateKey: string,
  now: number,
  variants: Variants,
): Reading {
  const facts = readCertificate(certificate);
  if (facts === undefined) return { error: 'unparsable' };
  const blocks = certificate.match(block)?.length ?? 0;
  if (blocks > 1 && variants.chainUpload === '1412') return { error: 'missing-leaf' };
  if (facts.x509.ca) return { error: 'not-a-leaf' };
  const pair = `${facts.fingerprint} ${privateKey}`;
  if (!pairs.has(pair)) pairs.set(pair, judgePair(facts, privateKey));
  const error = pairs.get(pair);
  if (error !== undefined) return { error };
  const type = facts.x509.publicKey.asymmetricKeyType;
  if (type === 'ed25519' && variants.ed25519Upload === 'refused') return { error: 'unsupported-key' };
  if (facts.notAfter <= now && variants.expiredUpload === 'refused') return { error: 'expired' };
  if (blocks > 1 && variants.chainUpload === 'whole-kept') {
    return { facts: { ...facts, pem: `${certificate.replaceAll('\r\n', '\n').trim()}\n` } };
  }
  return { facts };
}

function judgePair(facts: CertificateFacts, privateKey: string): CatalogueEntry | undefined {
  if (/ENCRYPTED/.test(privateKey)) return 'encrypted-key';
  let key: KeyObject;
  try {
    key = createPrivateKey(privateKey);
  } catch {
    return 'unreadable-key';
  }
  if (!facts.x509.checkPrivateKey(key)) return 'key-mismatch';
  return judgeKey(key);
}

// ML-DSA since 2026-06; Ed25519 is a variant, judged elsewhere.
const acceptedTypes: ReadonlySet<string> = new Set(['ed25519', 'ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87']);
const acceptedCurves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

function judgeKey(key: KeyObject): CatalogueEntry | undefined {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details = {} } = key;
  if (type === 'rsa') return (details.modulusLength ?? 0) < 2048 ? 'weak-key' : undefined;
  const accepted = type === 'ec' ? acceptedCurves.has(details.namedCurve ?? '') : acceptedTypes.has(type);
  return accepted ? undefined : 'unsupported-key';
}
