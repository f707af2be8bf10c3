import { LIVE_QUOTA } from '../../rotation/plan/checks-hostnames.ts';
import type { StatusRequest } from '../../inputs/job.ts';
import { resolveZone } from '../../rotation/observe/zone.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import { lookAtEstate } from '../estate/look.ts';
import { asActionError } from '../../errors.ts';
import { failureOf } from '../failure.ts';
import type { RunFacts } from '../result.ts';
import { ZONES_AT_ONCE } from '../rotate.ts';
import { inParallel } from '../zones.ts';
import { judge } from './judge.ts';
import type { StatusRun, ZoneStatus } from './result.ts';

/** Looks at zones, side by side. Reads only; a zone that cannot be read says so in its own status. */
export async function lookAtZones(
  requests: readonly StatusRequest[],
  world: RotationWorld,
): Promise<readonly ZoneStatus[]> {
  return await inParallel(requests, ZONES_AT_ONCE, (request) => lookAtZone(request, world));
}

async function lookAtZone(request: StatusRequest, world: RotationWorld): Promise<ZoneStatus> {
  try {
    const zone = await resolveZone(world.api, request.zone);
    const hostnames = request.expected.flatMap((target) => target.hostnames);
    const look = await lookAtEstate(world, zone, [...new Set(hostnames)]);
    const status = judge(look, request, world.api.serverNow());
    return status;
  } catch (error) {
    const failure = failureOf(asActionError(error), 'Nothing was changed.');
    return unread(request, failure);
  }
}

function unread({ zone }: StatusRequest, failure: NonNullable<ZoneStatus['failure']>): ZoneStatus {
  return {
    zone: { asked: zone, id: undefined, name: undefined },
    outcome: 'failed',
    switchOn: undefined,
    sslMode: undefined,
    sharedCertificate: undefined,
    certificates: [],
    hostnames: [],
    hostnamesComplete: false,
    quota: { used: 0, most: LIVE_QUOTA },
    compared: [],
    findings: [],
    failure,
  };
}

/** The whole look: failed where a zone could not be read, otherwise due where anything is. */
export function statusRun(zones: readonly ZoneStatus[], run: RunFacts): StatusRun {
  const worst = (['failed', 'due'] as const).find((one) => zones.some(({ outcome }) => outcome === one));
  return { operation: 'status', outcome: worst ?? 'ok', zones, ...run };
}
