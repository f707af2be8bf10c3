import type { X509Certificate } from 'node:crypto';
import { readFacts } from './extensions.ts';
import type { CertificateFacts } from './extensions.ts';
import { describe, parseCertificate } from './leaf.ts';
import type { Leaf } from './leaf.ts';

/** A certificate with all that can be known of it. */
export interface Parsed {
  readonly x509: X509Certificate;
  readonly leaf: Leaf;
  readonly facts: CertificateFacts;
}

/** Reads one certificate in DER completely; `undefined` if any part of it cannot be read. Never throws. */
export function parse(der: Uint8Array): Parsed | undefined {
  const facts = readFacts(der);
  const x509 = parseCertificate(der);
  const leaf = x509 && describe(x509);
  return facts && x509 && leaf && { x509, leaf, facts };
}

/** The same of one in PEM. */
export function parsePem(pem: string): Parsed | undefined {
  const x509 = parseCertificate(pem);
  return x509 && parse(x509.raw);
}
