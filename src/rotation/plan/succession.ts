import { sameLineage } from '../../certificate/leaf.ts';
import { pemIsOfIdentity } from '../../issue/identity.ts';
import { compareUploads, isLive, stayersOf, type ObservedCertificate } from '../../zone/observed.ts';
import { deleteWords, whyUnlisted } from '../../zone/words.ts';
import type { HostnameObservation } from '../observe/observation.ts';
import type { Target } from '../target.ts';

/**
 * Which certificates are predecessors, and which are left alone. Everything here is read from Cloudflare alone, since a killed run
 * leaves no memory behind.
 */
export interface Succession {
  readonly superseded: readonly ObservedCertificate[];
  readonly spared: readonly SparedCertificate[];
}

export interface SparedCertificate {
  readonly certificate: ObservedCertificate;
  readonly reason:
    | 'NOT_OLDER'
    | 'NOT_REPLACED'
    | 'ORDER_UNKNOWN'
    | 'OTHER_LINEAGE'
    | 'IN_USE'
    | 'NOT_LISTED'
    | 'UNREADABLE'
    | 'OF_OTHER_TARGET'
    | 'KEPT_ON_REQUEST'
    | 'DELETION_TIMED_OUT';
  readonly why: string;
}

/**
 * Zone level: Cloudflare uses the one deployed last, so every live one older than the successor is
 * superseded. Dates tell of uploads only: of two uploaded within the time a deployment may take, either
 * may have been deployed last. What is still to be uploaded, also in place of a stuck copy, will be the newest.
 *
 * @param present the successor's copy
 * @param deploymentMayTake milliseconds
 */
export function zoneSuccession(
  present: ObservedCertificate | undefined,
  certificates: readonly ObservedCertificate[],
  deploymentMayTake: number,
): Succession {
  return split(certificates, present?.id, ({ id, status, uploadedOn }) => {
    if (present === undefined || isStuck(present)) return undefined;
    const { uploadedOn: last } = present;
    if (uploadedOn === undefined || last === undefined || uploadedOn >= last)
      return {
        reason: 'NOT_OLDER',
        why: 'It is not older than the new certificate, so Cloudflare may be using it.',
      };
    if (status === 'deployment_timed_out' || last - uploadedOn >= deploymentMayTake) return undefined;
    return {
      reason: 'ORDER_UNKNOWN',
      why: `It was uploaded shortly before the new certificate, so Cloudflare may have deployed it later and be using it. Once another certificate is known to be served, remove it with operation delete and certificate-id ${id}.`,
    };
  });
}

/**
 * Hostname level: what this run moves hostnames off, and unused certificates of the successor's
 * lineage with an earlier `notBefore`. Anything else unused is only reported; it may belong to others.
 *
 * @param left certificates this run moves hostnames off
 * @param moving hostnames on their way, which no longer count as users
 */
export function hostnameSuccession(
  target: Target,
  successorId: string | undefined,
  { certificates, associations }: Pick<HostnameObservation, 'certificates' | 'associations'>,
  left: ReadonlySet<string>,
  moving: ReadonlySet<string>,
): Succession {
  const own = certificates.find(({ id }) => id === successorId);
  return split(certificates, successorId, (certificate) => {
    const { id, leaf } = certificate;
    const users = stayersOf(associations, id).filter((hostname) => !moving.has(hostname));
    if (users.length > 0) return { reason: 'IN_USE', why: `Still used by ${users.join(', ')}.` };
    // Without a list it is not known who else uses it, or did a moment ago.
    if (!associations.complete)
      return { reason: 'NOT_LISTED', why: `${whyUnlisted(associations)} ${deleteWords('hostname', id)}` };
    if (left.has(id)) return undefined;
    if (leaf === undefined)
      return { reason: 'UNREADABLE', why: 'Cloudflare returned no readable certificate for it.' };
    if (isOfOther(target, certificate))
      return { reason: 'OF_OTHER_TARGET', why: 'Another target of this run puts it in force.' };
    if (precedes(certificate, target, own)) return undefined;
    return {
      reason: 'OTHER_LINEAGE',
      why: `No hostname uses it, but it has another subject or issuer, or is not older. To remove it: operation delete with certificate-id ${id}.`,
    };
  });
}

/** @param whySpared undefined: it is superseded */
function split(
  certificates: readonly ObservedCertificate[],
  successorId: string | undefined,
  whySpared: (certificate: ObservedCertificate) => Omit<SparedCertificate, 'certificate'> | undefined,
): Succession {
  const superseded: ObservedCertificate[] = [];
  const spared: SparedCertificate[] = [];
  for (const certificate of certificates.filter(({ id }) => id !== successorId)) {
    const isHalf = certificate.status === 'deletion_timed_out';
    if (!isHalf && !isLive(certificate)) continue;
    const verdict = isHalf ? halfDeleted(certificate) : whySpared(certificate);
    if (verdict === undefined) superseded.push(certificate);
    else spared.push({ certificate, ...verdict });
  }
  return { superseded, spared };
}

/** Cloudflare gave up deleting it: named, so that somebody can ask for it again. */
function halfDeleted({ id }: ObservedCertificate): Omit<SparedCertificate, 'certificate'> {
  return {
    reason: 'DELETION_TIMED_OUT',
    why: `Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`,
  };
}

/** A copy that will never come into force: it is removed first, so that it can be uploaded again. */
export function isStuck(certificate: ObservedCertificate): boolean {
  return certificate.status === 'deployment_timed_out' || certificate.status === 'deletion_timed_out';
}

/**
 * Whether a certificate is of the successor's lineage and came before it; an upload still to come will be the last.
 * What is issued follows each other in the order of its uploads.
 */
export function precedes(
  one: ObservedCertificate,
  { successor: { leaf: successor }, issuing }: Target,
  own: ObservedCertificate | undefined,
): boolean {
  const { leaf } = one;
  if (leaf === undefined) return false;
  if (issuing === undefined) return sameLineage(leaf, successor) && leaf.notBefore < successor.notBefore;
  return pemIsOfIdentity(leaf.pem, issuing.identity) && (own === undefined || compareUploads(one, own) < 0);
}

export function isOfOther({ otherTargets }: Target, { leaf }: ObservedCertificate): boolean {
  return otherTargets.some(({ fingerprint }) => fingerprint === leaf?.fingerprint);
}
