import type { Leaf } from '../../certificate/leaf.ts';
import { daysUntil } from '../plan/days.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import type { CertificateFacts } from '../result.ts';

/** What people are told of a certificate. `now` is the server's clock in epoch milliseconds. */
export function factsOf(certificate: ObservedCertificate, now: number): CertificateFacts {
  return factsOfLeaf(certificate.id, certificate.leaf, now);
}

export function factsOfLeaf(id: string | undefined, leaf: Leaf | undefined, now: number): CertificateFacts {
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
