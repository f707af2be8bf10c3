import type { Association } from '../../cloudflare/associations.ts';
import { associationOf, danglingOf } from '../../rotation/observe/observation.ts';
import type { ObservedAssociations, ObservedCertificate } from '../../rotation/observe/observation.ts';
import { isLive, newest } from '../../rotation/observe/live.ts';

/**
 * Which certificate the zone level presents while its switch is on, as far as the API shows it: the newest of
 * the active ones. Undefined if there is none, or if it is not known.
 */
export function zoneCertificate(
  certificates: readonly ObservedCertificate[],
): ObservedCertificate | undefined {
  return newest(certificates.filter(({ status }) => status === 'active'));
}

/**
 * Zone certificates that are, or are about to be, what the zone level presents. If their order is not known,
 * that is every live one.
 */
export function heldByZoneLevel(
  certificates: readonly ObservedCertificate[],
): readonly ObservedCertificate[] {
  const coming = certificates.filter((one) => isLive(one) && one.status !== 'deployment_timed_out');
  const present = zoneCertificate(certificates);
  const next = newest(coming);
  if (next === undefined || (present === undefined && coming.some(({ status }) => status === 'active')))
    return coming;
  return coming.filter((one) => one === present || one === next);
}

/** The association of each hostname that has one in effect: neither void nor being removed. */
export function liveAssociations(associations: ObservedAssociations): readonly Association[] {
  return ofEachHostname(associations, associationOf);
}

/** The association of each hostname that is left with one whose certificate is gone. */
export function danglingAssociations(associations: ObservedAssociations): readonly Association[] {
  return ofEachHostname(associations, danglingOf);
}

function ofEachHostname(
  associations: ObservedAssociations,
  find: typeof associationOf,
): readonly Association[] {
  const hostnames = [...new Set(associations.rows.map(({ hostname }) => hostname))];
  return hostnames
    .map((hostname) => find(associations, hostname))
    .filter((row) => row !== undefined)
    .toSorted((one, other) => (one.hostname < other.hostname ? -1 : 1));
}

/** Hostnames that show the certificate to the origin. */
export function servedBy(associations: ObservedAssociations, id: string): readonly string[] {
  return liveAssociations(associations)
    .filter((row) => row.certificateId === id && row.enabled === true)
    .map(({ hostname }) => hostname);
}
