import { getCertificate } from '../../cloudflare/certificates.ts';
import { getSharedCertificateSwitch, getSslMode, getZoneSwitch } from '../../cloudflare/zones.ts';
import {
  findByFingerprint,
  isLive,
  newest,
  uploadedWith,
  associationOf,
  danglingOf,
  usersOf,
} from '../../zone/observed.ts';
import type { ObservedAssociations, ObservedCertificate, ZoneIdentity } from '../../zone/observed.ts';
import {
  observeAssociations,
  withTheirCertificates,
  observeCertificates,
  observed,
  observeWithSuccessor,
} from '../../zone/read-lists.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Policy, Target } from '../target.ts';
import { lookFromOutside, type OutsideView } from './look-from-outside.ts';
import type { HostnameObservation, Observation, Presented, ZoneObservation } from './observation.ts';

/** Reads all that the plan needs, side by side where calls do not depend on each other. Writes nothing. */
export async function observe(
  target: Target,
  zone: ZoneIdentity,
  world: World,
  runLog: RunLog,
): Promise<Observation> {
  const outside = lookFromOutside(target, world, runLog);
  return target.level === 'zone'
    ? await observeZone(target, zone, world, outside)
    : await observeHostnames(target, zone, world, outside);
}

async function observeZone(
  target: Target,
  zone: ZoneIdentity,
  world: World,
  outside: Promise<OutsideView>,
): Promise<ZoneObservation> {
  const { api } = world;
  const probed = target.policy.probes.urls.map((url) => new URL(url).hostname);
  const [certificates, switchOn, sslMode, associations, seen] = await Promise.all([
    observeWithSuccessor(api, zone.id, 'zone', target.successor.leaf),
    getZoneSwitch(api, zone.id),
    getSslMode(api, zone.id),
    probed.length === 0 ? undefined : observeAssociations(api, zone.id, probed),
    outside,
  ]);
  const presented = await presentedByZone(world, zone, switchOn, certificates, target.policy);
  const at = api.serverNow();
  return { level: 'zone', zone, at, certificates, switchOn, sslMode, associations, presented, ...seen };
}

async function observeHostnames(
  target: Target,
  zone: ZoneIdentity,
  world: World,
  outside: Promise<OutsideView>,
): Promise<HostnameObservation> {
  const { api } = world;
  const [listed, tied, sslMode, seen] = await Promise.all([
    observeWithSuccessor(api, zone.id, 'hostname', target.successor.leaf),
    observeAssociations(api, zone.id, target.hostnames),
    getSslMode(api, zone.id),
    outside,
  ]);
  const { associations, unlisted } = await withTheirCertificates(
    api,
    zone.id,
    tied,
    listed,
    ({ hostname, certificateId }) =>
      target.hostnames.includes(hostname) ||
      (certificateId !== undefined && certificateId === target.replace),
  );
  const certificates = [...listed, ...unlisted];
  const hostnames = hostnamesOf(target, certificates, associations);
  const presented = await presentedByHostname(
    world,
    zone,
    hostnames,
    certificates,
    associations,
    target.policy,
  );
  const at = api.serverNow();
  return { level: 'hostname', zone, at, certificates, sslMode, hostnames, associations, presented, ...seen };
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
  world: World,
  zone: ZoneIdentity,
  switchOn: boolean,
  certificates: readonly ObservedCertificate[],
  { activationTimeout }: Pick<Policy, 'activationTimeout'>,
): Promise<Presented> {
  const live = certificates.filter(isLive);
  if (switchOn && live.length > 0) {
    const active = await activeOf(world, zone, live);
    const certificate = newest(active) ?? (active.length === 1 ? active[0] : undefined);
    if (certificate === undefined) return { kind: 'unknown', among: active.length > 0 ? active : live };
    const perhaps = uploadedWith(certificate, active, activationTimeout);
    return { kind: 'certificate', certificate, ...(perhaps.length === 0 ? {} : { perhaps }) };
  }
  const shared = await getSharedCertificateSwitch(world.api, zone.id);
  if (shared === undefined) return { kind: 'unread' };
  return shared === 'on' ? { kind: 'shared' } : { kind: 'nothing' };
}

/** The list lags: what it still shows on its way may have arrived, as a look by id tells. */
async function activeOf(
  world: World,
  zone: ZoneIdentity,
  live: readonly ObservedCertificate[],
): Promise<readonly ObservedCertificate[]> {
  const active = live.filter(({ status }) => status === 'active');
  if (active.length > 0) return active;
  const read = await Promise.all(live.map(({ id }) => getCertificate(world.api, zone.id, 'zone', id)));
  return read.flatMap((one) => (one?.status === 'active' ? [observed(one)] : []));
}

/** The zone level is read only where a hostname falls back to it. */
async function presentedByHostname(
  world: World,
  zone: ZoneIdentity,
  hostnames: readonly string[],
  certificates: readonly ObservedCertificate[],
  associations: ObservedAssociations,
  policy: Policy,
): Promise<ReadonlyMap<string, Presented>> {
  const fallsBack = hostnames.some((hostname) => associationOf(associations, hostname) === undefined);
  const zoneLevel = fallsBack ? await presentedBelow(world, zone, policy) : ({ kind: 'unknown' } as const);
  return new Map(
    hostnames.map((hostname) => {
      const association = associationOf(associations, hostname);
      if (association === undefined) return [hostname, zoneLevel];
      if (association.enabled === false) return [hostname, { kind: 'nothing' }];
      const certificate = certificates.find((candidate) => candidate.id === association.certificateId);
      return [
        hostname,
        certificate === undefined ? { kind: 'unknown' } : { kind: 'certificate', certificate },
      ];
    }),
  );
}

async function presentedBelow(world: World, zone: ZoneIdentity, policy: Policy): Promise<Presented> {
  const [switchOn, certificates] = await Promise.all([
    getZoneSwitch(world.api, zone.id),
    observeCertificates(world.api, zone.id, 'zone'),
  ]);
  return await presentedByZone(world, zone, switchOn, certificates, policy);
}
