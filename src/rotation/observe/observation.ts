import type { Leaf } from '../../certificate/leaf.ts';
import { byWeight } from '../../cloudflare/associations.ts';
import type { Association } from '../../cloudflare/associations.ts';
import type { CertificateStatus } from '../../cloudflare/certificates.ts';
import { isLiveStatus } from '../../cloudflare/shapes.ts';
import type { OriginVerdict } from '../../probe/origin.ts';
import type { Baseline } from '../../probe/verdict.ts';

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
}

/** What Cloudflare presents to the origin for one hostname, or for the zone, right now. */
export type Presented =
  | {
      readonly kind: 'certificate';
      readonly certificate: ObservedCertificate;
      /** Others that may be the one instead: uploaded so shortly before that they may have been deployed later. */
      readonly perhaps?: readonly ObservedCertificate[];
    }
  | { readonly kind: 'shared' }
  | { readonly kind: 'nothing' }
  /** Nothing of the zone's own. Whether Cloudflare shows its shared one instead, the token may not read. */
  | { readonly kind: 'unread' }
  /** Cannot be told; where something is known of it, it is one of these. */
  | { readonly kind: 'unknown'; readonly among?: readonly ObservedCertificate[] };

/** All associations of the zone except deleted ones; if there is no list, only those of the target's hostnames. */
export interface ObservedAssociations {
  readonly complete: boolean;
  /** No list because the token may not read it (401, 403), rather than that there is none. */
  readonly refused?: boolean;
  readonly rows: readonly Association[];
}

export interface BaselineOf {
  readonly url: string;
  readonly baseline: Baseline;
}

export interface OriginCheckOf {
  readonly address: string;
  readonly verdict: OriginVerdict;
}

interface Common {
  readonly zone: ZoneIdentity;
  /** The server's clock when the last read answered. */
  readonly at: number;
  /** Live certificates of the target's level. */
  readonly certificates: readonly ObservedCertificate[];
  /** Undefined if the token may not read it. */
  readonly sslMode: string | undefined;
  readonly baselines: readonly BaselineOf[];
  readonly originChecks: readonly OriginCheckOf[];
}

export interface ZoneObservation extends Common {
  readonly level: 'zone';
  readonly switchOn: boolean;
  readonly presented: Presented;
  /** Undefined if no probe asked for them. */
  readonly associations: ObservedAssociations | undefined;
}

export interface HostnameObservation extends Common {
  readonly level: 'hostname';
  /** The target's hostnames, `replace` resolved. */
  readonly hostnames: readonly string[];
  readonly associations: ObservedAssociations;
  /** By hostname of the target. */
  readonly presented: ReadonlyMap<string, Presented>;
}

export type Observation = ZoneObservation | HostnameObservation;

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
