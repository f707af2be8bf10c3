import type { Association } from '../../cloudflare/associations.ts';
import { getCertificate } from '../../cloudflare/certificates.ts';
import { getSharedCertificateSwitch, getSslMode, getZoneSwitch } from '../../cloudflare/zones.ts';
import {
  associationOf,
  danglingOf,
  findByFingerprint,
  isLive,
  newest,
  uploadedWith,
  usersOf,
} from '../../zone/observed.ts';
import type { ObservedAssociations, ObservedCertificate, ZoneIdentity } from '../../zone/observed.ts';
import {
  observeAssociations,
  observeCertificates,
  observed,
  observeWithSuccessor,
  withTheirCertificates,
} from '../../zone/read-lists.ts';
import { takeBaselines } from '../../zone/probe-site.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';
import { askOrigins } from './ask-origins.ts';
import type { HostnameObservation, Observation, Presented, ZoneObservation } from './observation.ts';

/** Where it looks. */
interface Place {
  readonly target: Target;
  readonly zone: ZoneIdentity;
  readonly world: World;
}

/** Reads all that the plan needs, side by side where calls do not depend on each other. Writes nothing. */
export async function observe(
  target: Target,
  zone: ZoneIdentity,
  world: World,
  runLog: RunLog,
): Promise<Observation> {
  const place = { target, zone, world };
  const [seen, baselines, originChecks] = await Promise.all([
    target.level === 'zone' ? observeZone(place) : observeHostnames(place),
    takeBaselines(world, target.policy.probes, runLog),
    askOrigins(target, world, runLog),
  ]);
  return { ...seen, baselines, originChecks };
}

type Inside<Seen extends Observation> = Omit<Seen, 'baselines' | 'originChecks'>;

async function observeZone(place: Place): Promise<Inside<ZoneObservation>> {
  const { target, zone, world } = place;
  const { api } = world;
  const probed = target.policy.probes.urls.map((url) => new URL(url).hostname);
  const [certificates, switchOn, sslMode, associations] = await Promise.all([
    observeWithSuccessor(api, zone.id, 'zone', target.successor.leaf),
    getZoneSwitch(api, zone.id),
    getSslMode(api, zone.id),
    probed.length === 0 ? undefined : observeAssociations(api, zone.id, probed),
  ]);
  const presented = await presentedByZone(place, switchOn, certificates);
  const at = api.serverNow();
  return { level: 'zone', zone, hostnames: [], at, certificates, switchOn, sslMode, associations, presented };
}

async function observeHostnames(place: Place): Promise<Inside<HostnameObservation>> {
  const { target, zone, world } = place;
  const { api } = world;
  const [listed, tied, sslMode] = await Promise.all([
    observeWithSuccessor(api, zone.id, 'hostname', target.successor.leaf),
    observeAssociations(api, zone.id, target.hostnames),
    getSslMode(api, zone.id),
  ]);
  const matters = ({ hostname, certificateId }: Association): boolean =>
    target.hostnames.includes(hostname) || (certificateId !== undefined && certificateId === target.replace);
  const { associations, unlisted } = await withTheirCertificates(api, zone.id, tied, listed, matters);
  const certificates = [...listed, ...unlisted];
  const hostnames = hostnamesOf(target, certificates, associations);
  const presented = await presentedByHostname(place, hostnames, certificates, associations);
  const at = api.serverNow();
  return { level: 'hostname', zone, at, certificates, sslMode, hostnames, associations, presented };
}

/**
 * With `replace`: those on the named certificate, and those an interrupted run has moved already. One that has
 * left it for another is not, though a row on its way out may still name it.
 */
function hostnamesOf(
  target: Target,
  certificates: readonly ObservedCertificate[],
  associations: ObservedAssociations,
): readonly string[] {
  if (target.replace === undefined) return target.hostnames;
  const moved = findByFingerprint(certificates, target.successor.leaf)?.id;
  const ids = [target.replace, ...(moved === undefined ? [] : [moved])];
  const users = ids.flatMap((id) => usersOf(associations, id));
  return [...new Set(users)].filter((hostname) => {
    const row = associationOf(associations, hostname) ?? danglingOf(associations, hostname);
    return ids.includes(row?.certificateId ?? '');
  });
}

async function presentedByZone(
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
async function presentedByHostname(
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
