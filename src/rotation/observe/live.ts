import type { Leaf } from '../../certificate/leaf.ts';
import { isLiveStatus } from '../../cloudflare/shapes.ts';
import type { ObservedCertificate } from './observation.ts';

export const isLive = ({ status }: ObservedCertificate): boolean => isLiveStatus(status);

/** The most recently uploaded live certificate; undefined if two share the first place or a date is missing. */
export function newest(certificates: readonly ObservedCertificate[]): ObservedCertificate | undefined {
  const live = certificates.filter(isLive);
  if (live.some((certificate) => certificate.uploadedOn === undefined))
    return live.length === 1 ? live[0] : undefined;
  const [first, second] = live.toSorted((a, b) => (b.uploadedOn ?? 0) - (a.uploadedOn ?? 0));
  return first !== undefined && first.uploadedOn === second?.uploadedOn ? undefined : first;
}

/**
 * Others that were uploaded before a certificate, by less than a deployment may take: dates tell the order of
 * uploads, Cloudflare uses the one deployed last.
 *
 * @param deploymentMayTake milliseconds
 */
export function uploadedWith(
  { id, uploadedOn }: ObservedCertificate,
  others: readonly ObservedCertificate[],
  deploymentMayTake: number,
): readonly ObservedCertificate[] {
  return others.filter(
    (other) => other.id !== id && (uploadedOn ?? 0) - (other.uploadedOn ?? 0) < deploymentMayTake,
  );
}

export function findByFingerprint(
  certificates: readonly ObservedCertificate[],
  leaf: Leaf,
): ObservedCertificate | undefined {
  const copies = certificates.filter(
    (candidate) =>
      (isLive(candidate) || candidate.status === 'deletion_timed_out') &&
      candidate.leaf?.fingerprint === leaf.fingerprint,
  );
  return newest(copies) ?? copies[0];
}

/** By the date of the upload, then by id: the same order for every run. */
export function compareUploads(a: ObservedCertificate, b: ObservedCertificate): number {
  const byDate = (a.uploadedOn ?? 0) - (b.uploadedOn ?? 0);
  if (byDate !== 0) return byDate;
  return a.id < b.id ? -1 : 1;
}
