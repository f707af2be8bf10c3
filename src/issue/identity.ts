import type { X509Certificate } from 'node:crypto';
import { isSignedBy, parseCertificate } from '../certificate/leaf.ts';

/** What makes a certificate the one of a target, whichever run had it issued. */
export interface Identity {
  readonly commonName: string;
  /** Who may have signed it. */
  readonly authorities: readonly X509Certificate[];
}

/** The subject that an identity's certificates have, as `Leaf.subject` writes it. */
export function subjectOf({ commonName }: Pick<Identity, 'commonName'>): string {
  return `CN=${commonName}`;
}

/** Whether a certificate is of this identity: its subject alone, no other name, signed by one of the authorities. */
export function isOfIdentity(certificate: X509Certificate, identity: Identity): boolean {
  return hasOnlyName(certificate, identity) && signerOf(certificate, identity) !== undefined;
}

/** The same for PEM; false where it cannot be read. */
export function pemIsOfIdentity(pem: string, identity: Identity): boolean {
  const certificate = parseCertificate(pem);
  return certificate !== undefined && isOfIdentity(certificate, identity);
}

export function hasOnlyName({ subject, subjectAltName }: X509Certificate, identity: Identity): boolean {
  return subject === subjectOf(identity) && subjectAltName === undefined;
}

/** The authority that signed it. */
export function signerOf(
  certificate: X509Certificate,
  { authorities }: Pick<Identity, 'authorities'>,
): X509Certificate | undefined {
  return authorities.find((authority) => authority.ca && isSignedBy(certificate, authority));
}
