import type { Leaf } from '../certificate/leaf.ts';
import type { Association } from '../cloudflare/associations.ts';
import type { Level } from '../cloudflare/certificates.ts';
import { getZoneSwitch, getSharedCertificateSwitch, getSslMode } from '../cloudflare/zones.ts';
import { pemIsOfIdentity } from '../issue/identity.ts';
import type { Issuing } from '../issue/issuing.ts';
import { compareUploads, associationOf, danglingOf, isLive, newest } from './observed.ts';
import type { ObservedAssociations, ObservedCertificate, ZoneIdentity } from './observed.ts';
import { observeAssociations, withTheirCertificates, observeCertificates } from './read-lists.ts';
import type { World } from './world.ts';

/** Certificates of both levels and their users: the basis for deciding a deletion. */
export interface Inventory {
  readonly zone: ZoneIdentity;
  readonly switchOn: boolean;
  /** As the lists have them, without deleted ones. */
  readonly certificates: Readonly<Record<Level, readonly ObservedCertificate[]>>;
  readonly associations: ObservedAssociations;
}

/** Everything the API says about a zone's origin pulls. */
export interface FullInventory extends Inventory {
  /** Undefined if the token may not read it. */
  readonly sslMode: string | undefined;
  readonly sharedCertificate: string | undefined;
}

type Reader = Pick<World, 'api'>;

/**
 * Reads certificates, associations and the switch, side by side.
 *
 * @param hostnames the only ones known where the API gives no list of associations
 */
export async function readInventory(
  { api }: Reader,
  zone: ZoneIdentity,
  hostnames: readonly string[],
): Promise<Inventory> {
  const [switchOn, ofZone, ofHostnames, associations] = await Promise.all([
    getZoneSwitch(api, zone.id),
    observeCertificates(api, zone.id, 'zone'),
    observeCertificates(api, zone.id, 'hostname'),
    observeAssociations(api, zone.id, hostnames),
  ]);
  return { zone, switchOn, certificates: { zone: ofZone, hostname: ofHostnames }, associations };
}

/** The same with the settings of the zone, and with certificates that hostnames use though the list lags. */
export async function readFullInventory(
  world: Reader,
  zone: ZoneIdentity,
  hostnames: readonly string[],
): Promise<FullInventory> {
  const [inventory, sslMode, sharedCertificate] = await Promise.all([
    readInventory(world, zone, hostnames),
    getSslMode(world.api, zone.id),
    getSharedCertificateSwitch(world.api, zone.id),
  ]);
  const listed = inventory.certificates.hostname;
  const { associations, unlisted } = await withTheirCertificates(
    world.api,
    zone.id,
    inventory.associations,
    listed,
  );
  return {
    ...inventory,
    associations,
    certificates: { ...inventory.certificates, hostname: [...listed, ...unlisted] },
    sslMode,
    sharedCertificate,
  };
}

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

/** Hostnames that show the certificate to the origin, or are about to: not those where Cloudflare gave up deploying it. */
export function servedBy(associations: ObservedAssociations, id: string): readonly string[] {
  return liveAssociations(associations)
    .filter(({ certificateId, enabled, status }) => {
      return certificateId === id && enabled === true && status !== 'deployment_timed_out';
    })
    .map(({ hostname }) => hostname);
}

/** A certificate that was issued for a target, and can be read. */
export interface Own extends ObservedCertificate {
  readonly leaf: Leaf;
}

/** Live certificates of a target's identity, the newest first. */
export function ownIn(
  { identity }: Pick<Issuing, 'identity'>,
  { certificates }: { readonly certificates: readonly ObservedCertificate[] },
): readonly Own[] {
  const own = certificates.flatMap((one) => {
    const { leaf } = one;
    return isLive(one) && leaf !== undefined && pemIsOfIdentity(leaf.pem, identity) ? [{ ...one, leaf }] : [];
  });
  return own.toSorted((a, b) => compareUploads(b, a));
}
