import type { Leaf } from '../../certificate/leaf.ts';
import { isProspective } from '../../issue/issuing.ts';
import { dueAt } from '../../issue/renewal.ts';
import { nameOfSigner } from '../../issue/signers/open-signer.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { daysUntil } from '../plan/quota.ts';
import type { CertificateFacts, Renewal, TargetResult } from '../result.ts';
import type { Target } from '../target.ts';

/** What is reported about a certificate. `now` is the server's clock in epoch milliseconds. */
export function factsOf(certificate: ObservedCertificate, now: number): CertificateFacts {
  return factsOfLeaf(certificate.id, certificate.leaf, now);
}

export function factsOfLeaf(id: string | undefined, leaf: Leaf | undefined, now: number): CertificateFacts {
  if (leaf !== undefined && isProspective(leaf)) return toBeIssued(leaf);
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

/** Of a certificate that is still to be issued, only the names are known. */
function toBeIssued({ subject, issuer }: Leaf): CertificateFacts {
  return {
    id: undefined,
    fingerprint: undefined,
    fingerprintSha1: undefined,
    serialNumber: undefined,
    subject,
    issuer: issuer === '' ? undefined : issuer,
    notAfter: undefined,
    daysLeft: undefined,
  };
}

/** Who signs a target's certificates, and when the next one is due. */
export function renewalOf({ issuing, successor: { leaf } }: Target): Renewal | undefined {
  if (issuing === undefined) return undefined;
  const signer = nameOfSigner(issuing.signer);
  return { signer, dueAt: isProspective(leaf) ? undefined : dueAt(leaf, issuing.rule) };
}

export const EARLIER_FAILED = 'an earlier target of its zone failed';

/** The result of a target that was held back, in the words that follow "since". */
export function notStarted(target: Target, why: string, now: number): TargetResult {
  const { name, zone, level, hostnames, successor } = target;
  return {
    name,
    zone: { asked: zone, id: undefined, name: undefined },
    level,
    hostnames,
    outcome: 'not-started',
    changed: false,
    reason: 'NOT_STARTED',
    sentence: `Not started, since ${why}.`,
    firstSetUp: false,
    successor: factsOfLeaf(undefined, successor.leaf, now),
    inForce: undefined,
    before: [],
    predecessors: [],
    spared: [],
    phases: [],
    evidence: [],
    warnings: [],
    renewal: renewalOf(target),
    failure: undefined,
  };
}

/** `a, b, c and 4 more`, for a sentence. */
export function someOf(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
