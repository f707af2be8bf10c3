import { getZoneSwitch } from '../../cloudflare/switches.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { takeBaseline } from '../../probe/baseline.ts';
import { checkWithoutCertificate, opennessEvidence } from '../../probe/without-certificate.ts';
import type { Openness } from '../../probe/without-certificate.ts';
import { observeAssociations } from '../../rotation/observe/associations.ts';
import type { Journal } from '../../rotation/journal.ts';
import type { BaselineOf, ObservedAssociations, ZoneIdentity } from '../../rotation/observe/observation.ts';
import { resolveZone } from '../../rotation/observe/zone.ts';
import type { RotationWorld } from '../../rotation/world.ts';

/** What was seen before anything is switched off. */
export interface DisableLook {
  readonly zone: ZoneIdentity;
  readonly switchOn: boolean;
  readonly associations: ObservedAssociations;
  readonly baselines: readonly BaselineOf[];
  readonly origins: readonly OpennessOf[];
}

export interface OpennessOf {
  /** `name@host:port`. */
  readonly address: string;
  readonly openness: Openness;
}

/** Reads the present state, probes through the edge, and knocks at every origin without a certificate. */
export async function look(
  request: DisableRequest,
  world: RotationWorld,
  journal: Journal,
): Promise<DisableLook> {
  const zone = await resolveZone(world.api, request.zone);
  const probed = request.probes.urls.map((url) => new URL(url).hostname);
  const named = request.what.kind === 'hostnames' ? request.what.hostnames : [];
  const hostnames = [...new Set([...named, ...probed])];
  const [switchOn, associations, baselines, origins] = await Promise.all([
    getZoneSwitch(world.api, zone.id),
    observeAssociations(world.api, zone.id, hostnames),
    Promise.all(request.probes.urls.map((url) => baselineOf(url, request, world, journal))),
    Promise.all(request.origin.addresses.map((address) => opennessOf(address, request, world, journal))),
  ]);
  return { zone, switchOn, associations, baselines, origins };
}

async function baselineOf(
  url: string,
  { probes }: DisableRequest,
  world: RotationWorld,
  journal: Journal,
): Promise<BaselineOf> {
  const { baseline, evidence } = await takeBaseline(world.probes, url, probes);
  journal.evidence([evidence]);
  return { url, baseline };
}

async function opennessOf(
  address: DisableRequest['origin']['addresses'][number],
  { origin }: DisableRequest,
  world: RotationWorld,
  journal: Journal,
): Promise<OpennessOf> {
  const openness = await checkWithoutCertificate(world.dial, address, origin, world.stop);
  journal.evidence([opennessEvidence(world.probes.clock.wall(), address, openness)]);
  return { address: `${address.hostname}@${address.host}:${address.port}`, openness };
}
