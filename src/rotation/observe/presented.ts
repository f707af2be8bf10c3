import { getCertificate } from '../../cloudflare/certificates.ts';
import { getSharedCertificateSwitch, getZoneSwitch } from '../../cloudflare/zones.ts';
import { associationOf, isLive, newest, uploadedWith } from '../../zone/observed.ts';
import type { ObservedAssociations, ObservedCertificate, ZoneIdentity } from '../../zone/observed.ts';
import { observeCertificates, observed } from '../../zone/read-lists.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';
import type { Presented } from './observation.ts';

/** Where it looks. */
export interface Place {
  readonly target: Target;
  readonly zone: ZoneIdentity;
  readonly world: World;
}

/** What Cloudflare presents at zone level, read further only where the list does not tell. */
export async function presentedByZone(
  { target, zone, world }: Place,
  switchOn: boolean,
  certificates: readonly ObservedCertificate[],
): Promise<Presented> {
  const live = certificates.filter(isLive);
  if (switchOn && live.length > 0) {
    const active = await activeOf(live, zone, world);
    const certificate = newest(active) ?? (active.length === 1 ? active[0] : undefined);
    if (certificate === undefined) return { kind: 'unknown', among: active.length > 0 ? active : live };
    const perhaps = uploadedWith(certificate, active, target.policy.activationTimeout);
    return { kind: 'certificate', certificate, ...(perhaps.length === 0 ? {} : { perhaps }) };
  }
  const shared = await getSharedCertificateSwitch(world.api, zone.id);
  if (shared === undefined) return { kind: 'unread' };
  return shared === 'on' ? { kind: 'shared' } : { kind: 'nothing' };
}

/** The list lags: what it still shows on its way may have arrived, as a look by id tells. */
async function activeOf(
  live: readonly ObservedCertificate[],
  zone: ZoneIdentity,
  { api }: World,
): Promise<readonly ObservedCertificate[]> {
  const active = live.filter(({ status }) => status === 'active');
  if (active.length > 0) return active;
  const read = await Promise.all(live.map(({ id }) => getCertificate(api, zone.id, 'zone', id)));
  return read.flatMap((one) => (one?.status === 'active' ? [observed(one)] : []));
}

/** The zone level is read only where a hostname falls back to it. */
export async function presentedByHostname(
  place: Place,
  hostnames: readonly string[],
  certificates: readonly ObservedCertificate[],
  associations: ObservedAssociations,
): Promise<ReadonlyMap<string, Presented>> {
  const fallsBack = hostnames.some((hostname) => associationOf(associations, hostname) === undefined);
  const zoneLevel: Presented = fallsBack ? await presentedBelow(place) : { kind: 'unknown' };
  const presented = (hostname: string): Presented => {
    const association = associationOf(associations, hostname);
    if (association === undefined) return zoneLevel;
    if (association.enabled === false) return { kind: 'nothing' };
    const certificate = certificates.find(({ id }) => id === association.certificateId);
    return certificate === undefined ? { kind: 'unknown' } : { kind: 'certificate', certificate };
  };
  return new Map(hostnames.map((hostname) => [hostname, presented(hostname)]));
}

async function presentedBelow(place: Place): Promise<Presented> {
  const { api } = place.world;
  const [switchOn, certificates] = await Promise.all([
    getZoneSwitch(api, place.zone.id),
    observeCertificates(api, place.zone.id, 'zone'),
  ]);
  return await presentedByZone(place, switchOn, certificates);
}
