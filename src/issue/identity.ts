import type { X509Certificate } from 'node:crypto';
import { isSignedBy, parseCertificate } from '../certificate/leaf.ts';

/** What ties a certificate to a target, whichever run had it issued. */
export interface Identity {
  readonly commonName: string;
  /** Who may have signed it; undefined if that is not known, and the name has to do. */
  readonly authorities: readonly X509Certificate[] | undefined;
}

/** The subject that an identity's certificates have, as `Leaf.subject` writes it. */
export function subjectOf({ commonName }: Identity): string {
  return `CN=${commonName}`;
}

/** Whether a certificate is of this identity: its subject alone, no other name, signed by one of the authorities. */
export function isOfIdentity(certificate: X509Certificate, identity: Identity): boolean {
  if (!hasOnlyName(certificate, identity)) return false;
  return identity.authorities === undefined || signerOf(certificate, identity) !== undefined;
}

const known = new WeakMap<Identity, Map<string, boolean>>();

/** The same for PEM; false where it cannot be read. Remembered, since each look returns the same certificates. */
export function pemIsOfIdentity(pem: string, identity: Identity): boolean {
  const answers = known.get(identity) ?? new Map<string, boolean>();
  known.set(identity, answers);
  const certificate = answers.has(pem) ? undefined : parseCertificate(pem);
  const answer = answers.get(pem) ?? (certificate !== undefined && isOfIdentity(certificate, identity));
  answers.set(pem, answer);
  return answer;
}

export function hasOnlyName({ subject, subjectAltName }: X509Certificate, identity: Identity): boolean {
  return subject === subjectOf(identity) && subjectAltName === undefined;
}

export function signerOf(
  certificate: X509Certificate,
  { authorities }: Identity,
): X509Certificate | undefined {
  return authorities?.find((authority) => authority.ca && isSignedBy(certificate, authority));
}
