import type { RunFacts } from '../result.ts';
import type { MatrixEntry, MatrixRun, ZoneStatus } from './result.ts';

/** GitHub generates at most so many jobs from one matrix. */
export const MOST_JOBS = 256;
/** Characters of the entries as JSON: the output goes through the environment of steps, which is small. */
export const MOST_CHARACTERS = 29_000;

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
  let fitting = zones.length;
  while (lengthOf(inGroups(zones.slice(0, fitting), 1)) > MOST_CHARACTERS)
    fitting = Math.floor(fitting * 0.9);
  const taken = zones.slice(0, fitting);
  let jobs = Math.min(MOST_JOBS, taken.length);
  while (jobs > 1 && lengthOf(inGroups(taken, jobs)) > MOST_CHARACTERS) jobs = Math.floor(jobs * 0.9);
  const leftOut = zones.slice(fitting).map(([first]) => first?.zone.asked ?? '');
  return { entries: inGroups(taken, jobs), leftOut };
}

/** In at most so many entries, alike in size. */
function inGroups(zones: readonly (readonly ZoneStatus[])[], most: number): readonly MatrixEntry[] {
  const size = Math.max(1, Math.ceil(zones.length / Math.max(1, most)));
  return [...Map.groupBy(zones.entries(), ([index]) => Math.floor(index / size)).values()]
    .map((group) => group.flatMap(([, zone]) => zone))
    .map((group) => ({
      zone: group.map(({ zone }) => zone.asked).join(','),
      due: group.reduce((sum, status) => sum + Math.max(1, dueTargets(status)), 0),
    }));
}

function lengthOf(entries: readonly MatrixEntry[]): number {
  return JSON.stringify(entries).length;
}
