import type { Course, Seen } from './seen.ts';
import type { StepOf } from './trace.ts';
import { unordered } from './zone-guards.ts';

export type EndGuard = 'BAD_NEWS' | 'RESTART' | 'SEEN' | 'READ_AFTER' | 'ORDER' | 'BY_ID';

/** Which guard forbids that a run ends as it did, and tells what it told; undefined: none. */
export function againstEnd(
  { at, outcome, pointed }: StepOf<'end'>,
  seen: Seen,
  course: Course,
): EndGuard | undefined {
  const claims = outcome === 'rotated' || outcome === 'unchanged';
  const { refused } = seen;
  if (claims && refused.length > 0) return seen.cutOver === undefined ? 'RESTART' : 'BAD_NEWS';
  if (pointed.some((hostname) => !seen.rowsOf(hostname).some((row) => course.brings(row.cert_id))))
    return 'SEEN';
  if (course.level === 'zone' && claims) {
    if (isUnread(seen, course)) return 'READ_AFTER';
    if (unordered(seen, course) !== undefined) return 'ORDER';
  }
  // Told to stay away, it may send nothing.
  if (course.cutShort || seen.isShut(at) || !course.goesBack || refused.length === 0) return undefined;
  return stays(seen, course);
}

/** Whether nobody read what a deletion relied on: that the certificate of the run lives. */
function isUnread(seen: Seen, { brings }: Course): boolean {
  const deletion = seen.last('delete');
  if (deletion === undefined || brings(deletion.id)) return false;
  return seen.since((step) => step === deletion).byId(brings)?.status !== 'active';
}

/**
 * It had bad news, and sent nothing that goes back, though there was somewhere to go: what let visitors through
 * before, and lives by its id. While no call is answered, nobody can.
 */
function stays(seen: Seen, course: Course): EndGuard | undefined {
  const { cutOver } = seen;
  if (cutOver === undefined || seen.last('read')?.status === undefined) return undefined;
  const before = seen.before(cutOver).all('visit');
  const wasWell = seen.refused.every(
    ({ hostname }) => before.findLast((visit) => visit.hostname === hostname)?.verdict === 'passed',
  );
  if (!wasWell) return undefined;
  if (course.level === 'zone') {
    if (!course.switchedOn || seen.all('delete').length > 0) return undefined;
    const others = seen.last('list')?.certificates.filter(({ id }) => !course.brings(id)) ?? [];
    // The list lags: by its id it may be gone, or going.
    const mayServe = ({ id, status }: { id: string; status: string }): boolean =>
      [status, seen.byId((one) => one === id)?.status ?? 'active'].every((shown) => shown === 'active');
    return others.some(mayServe) ? 'BY_ID' : undefined;
  }
  const isBack = seen
    .since((step) => step === cutOver)
    .all('point')
    .some(({ rows }) => rows.some((row) => !course.brings(row.cert_id) || row.enabled === null));
  const had = course.hostnames.flatMap(
    (hostname) => seen.before(cutOver).rowsOf(hostname).at(-1)?.cert_id ?? [],
  );
  const lives = (id: string): boolean => seen.byId((one) => one === id)?.status === 'active';
  return !isBack && had.some((id) => !course.brings(id) && lives(id)) ? 'BAD_NEWS' : undefined;
}
