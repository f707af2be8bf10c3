import type { Leaf } from '../certificate/leaf.ts';
import { byWeight, isLiveStatus, type CertificateStatus, type Association } from '../cloudflare/shapes.ts';

/** A certificate as Cloudflare holds it, read as X.509. Times are epoch milliseconds. */
export interface ObservedCertificate {
  readonly id: string;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  /** Undefined if the API gave no readable certificate: then nothing may be concluded from it. */
  readonly leaf: Leaf | undefined;
  readonly uploadedOn: number | undefined;
}

export interface ZoneIdentity {
  readonly asked: string;
  readonly id: string;
  readonly name: string | undefined;
  /** `pending`, `moved` or `paused`: Cloudflare does not serve it. Not known where only its id was given. */
  readonly inactive?: string | undefined;
}

/** All associations of the zone except deleted ones; if there is no list, only those of the target's hostnames. */
export interface ObservedAssociations {
  readonly complete: boolean;
  /** No list because the token may not read it (401, 403), rather than that there is none. */
  readonly refused?: boolean;
  readonly rows: readonly Association[];
}

/**
 * The association of one hostname, or undefined if there is none, it was voided, or its certificate is gone.
 * The list may name the certificate it was tied to before as well.
 */
export function associationOf(associations: ObservedAssociations, hostname: string): Association | undefined {
  return associations.rows.filter((row) => row.hostname === hostname && isTied(row)).toSorted(byWeight)[0];
}

function isTied(row: Association): boolean {
  const { certificateId, enabled, status } = row;
  if (certificateId === undefined || enabled === null || enabled === undefined) return false;
  return status !== 'pending_deletion' && !isDangling(row);
}

/** Its certificate is gone, so that it has no effect: the hostname is as without it. */
function isDangling({ certificateStatus }: Association): boolean {
  return certificateStatus === 'deleted';
}

/** The association that a hostname is left with though its certificate is gone. */
export function danglingOf(associations: ObservedAssociations, hostname: string): Association | undefined {
  if (associationOf(associations, hostname) !== undefined) return undefined;
  return associations.rows.find(
    (row) => row.hostname === hostname && isDangling(row) && typeof row.enabled === 'boolean',
  );
}

/**
 * Hostnames that are on a certificate, or to be. The row of one that a hostname is leaving goes by itself: it is waited
 * for as for every hostname that is not quiet, and nobody needs the certificate for it.
 */
export function stayersOf({ rows }: ObservedAssociations, certificateId: string): readonly string[] {
  return rows
    .filter((row) => row.certificateId === certificateId && !isLeaving(row))
    .map((row) => row.hostname);
}

function isLeaving({ status, enabled }: Association): boolean {
  return status === 'pending_deletion' && typeof enabled === 'boolean';
}

/** Hostnames whose association refers to the certificate, whatever its status or `enabled` value. */
export function usersOf(associations: ObservedAssociations, certificateId: string): readonly string[] {
  return associations.rows.filter((row) => row.certificateId === certificateId).map((row) => row.hostname);
}

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

/** True where the hostname is on the certificate, switched as wanted, and deployed. */
export function isInPlace(
  associations: ObservedAssociations,
  hostname: string,
  certificateId: string,
  enabled: boolean,
): boolean {
  const row = associationOf(associations, hostname);
  return (
    row !== undefined &&
    row.certificateId === certificateId &&
    row.enabled === enabled &&
    row.status === 'active' &&
    (row.certificateStatus === undefined || row.certificateStatus === 'active')
  );
}
