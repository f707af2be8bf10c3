import { asActionError } from '../../errors.ts';
import { inParallel } from '../../fleet/in-parallel.ts';
import { ZONES_AT_ONCE } from '../../fleet/rotate-all.ts';
import type { StatusRequest } from '../../inputs/job.ts';
import { readFullInventory } from '../../zone/inventory.ts';
import { LIVE_QUOTA } from '../../zone/quota.ts';
import { resolveZone } from '../../zone/resolve-zone.ts';
import { failureOf } from '../../zone/result-parts.ts';
import type { World } from '../../zone/world.ts';
import type { RunFacts, StatusRun, ZoneStatus, MatrixEntry, MatrixRun } from '../operation-result.ts';
import { judge } from './judge.ts';

/** Looks at zones, side by side. Reads only; a zone that cannot be read says so in its own status. */
export async function lookAtZones(
  requests: readonly StatusRequest[],
  world: World,
): Promise<readonly ZoneStatus[]> {
  return await inParallel(requests, ZONES_AT_ONCE, (request) => lookAtZone(request, world));
}

async function lookAtZone(request: StatusRequest, world: World): Promise<ZoneStatus> {
  try {
    const zone = await resolveZone(world.api, request.zone);
    const hostnames = request.expected.flatMap((target) => target.hostnames);
    const inventory = await readFullInventory(world, zone, [...new Set(hostnames)]);
    return judge(inventory, request, world.api.serverNow());
  } catch (error) {
    return unread(request, failureOf(asActionError(error), 'Nothing was changed.'));
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

/** GitHub generates at most so many jobs from one matrix. */
export const MOST_JOBS = 256;
/** Characters of the entries as JSON: the output goes through the environment of steps, which is small. */
const MOST_CHARACTERS = 29_000;

/**
 * The jobs that bring a manifest's zones to where they should be: only zones of which a target is due,
 * grouped where there are more than a matrix may hold, or their entries would be too long. A zone that could not be looked at is due as well:
 * its own job says why, and the others are not held up by it. Pure.
 */
export function matrixRun(zones: readonly ZoneStatus[], run: RunFacts): MatrixRun {
  const { entries, leftOut } = grouped(zones.filter(isDue));
  const blind = zones.length > 0 && zones.every(({ outcome }) => outcome === 'failed');
  const outcome = blind ? 'failed' : entries.length > 0 ? 'due' : 'ok';
  return { operation: 'matrix', outcome, zones, entries, leftOut, ...run };
}

/** What a rotation can fix; other certificates of the zone are left to `status`. */
function dueTargets({ findings }: ZoneStatus): number {
  const due = findings.filter(({ kind, expected }) => kind === 'due' && expected);
  return new Set(due.map(({ target }) => target)).size;
}

function isDue(status: ZoneStatus): boolean {
  return status.outcome === 'failed' || dueTargets(status) > 0;
}

function grouped(statuses: readonly ZoneStatus[]): Pick<MatrixRun, 'entries' | 'leftOut'> {
  // A zone that is named by its name and by its id must not be at work in two jobs at once.
  const zones = [...Map.groupBy(statuses, ({ zone }) => zone.id ?? zone.asked).values()];
  let [fitting, jobs] = [zones.length, Math.min(MOST_JOBS, zones.length)];
  let entries = inGroups(zones, jobs);
  while (JSON.stringify(entries).length > MOST_CHARACTERS) {
    if (jobs > 1) jobs = Math.floor(jobs * 0.9);
    else fitting = Math.floor(fitting * 0.9);
    entries = inGroups(zones.slice(0, fitting), jobs);
  }
  return { entries, leftOut: zones.slice(fitting).map(([first]) => first?.zone.asked ?? '') };
}

function inGroups(zones: readonly (readonly ZoneStatus[])[], most: number): readonly MatrixEntry[] {
  const size = Math.ceil(zones.length / most);
  return [...Map.groupBy(zones.entries(), ([index]) => Math.floor(index / size)).values()]
    .map((group) => group.flatMap(([, zone]) => zone))
    .map((group) => ({
      zone: group.map(({ zone }) => zone.asked).join(','),
      due: group.reduce((sum, status) => sum + Math.max(1, dueTargets(status)), 0),
    }));
}
