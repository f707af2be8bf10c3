import type { Leaf } from '../certificate/leaf.ts';
import { isProspective } from '../issue/issuing.ts';
import type { ObservedCertificate } from './observed.ts';
import type { CertificateFacts } from './result-parts.ts';
import { daysUntil } from './words.ts';

/** What is reported about a certificate. `now` is the server's clock in epoch milliseconds. */
export function factsOf(certificate: ObservedCertificate, now: number): CertificateFacts {
  return factsOfLeaf(certificate.id, certificate.leaf, now);
}

export function factsOfLeaf(id: string | undefined, leaf: Leaf | undefined, now: number): CertificateFacts {
  if (leaf !== undefined && isProspective(leaf)) {
    // Of a certificate that is still to be issued, only the names are known.
    const issuer = leaf.issuer === '' ? undefined : leaf.issuer;
    return { ...factsOfLeaf(undefined, undefined, now), subject: leaf.subject, issuer };
  }
  return {
    id,
    fingerprint: leaf?.fingerprint,
    fingerprintSha1: leaf?.fingerprintSha1,
    serialNumber: leaf?.serialNumber,
    subject: leaf?.subject,
    issuer: leaf?.issuer,
    notAfter: leaf?.notAfter,
    daysLeft: leaf === undefined ? undefined : daysUntil(leaf.notAfter, now),
  };
}
