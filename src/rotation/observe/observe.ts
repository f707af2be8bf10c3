import type { Association } from '../../cloudflare/associations.ts';
import { getSslMode, getZoneSwitch } from '../../cloudflare/zones.ts';
import { associationOf, danglingOf, findByFingerprint, usersOf } from '../../zone/observed.ts';
import type { ObservedAssociations, ObservedCertificate, ZoneIdentity } from '../../zone/observed.ts';
import { takeBaselines } from '../../zone/probe-site.ts';
import { observeAssociations, observeWithSuccessor, withTheirCertificates } from '../../zone/read-lists.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Target } from '../target.ts';
import { askOrigins } from './ask-origins.ts';
import type { HostnameObservation, Observation, ZoneObservation } from './observation.ts';
import { presentedByHostname, presentedByZone, type Place } from './presented.ts';

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
