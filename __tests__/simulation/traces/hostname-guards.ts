import { unquiet } from './quiet-guards.ts';
import type { QuietGuard } from './quiet-guards.ts';
import { JUST_BEFORE, TWO_MINUTES } from './seen.ts';
import type { Course, Seen } from './seen.ts';
import type { StepOf } from './trace.ts';

export type HostnameGuard =
  QuietGuard | 'DEPLOYED' | 'BAD_NEWS' | 'IN_PLACE' | 'NAMED' | 'LAST_LOOK' | 'LIST' | 'OLDER' | 'TAKE_BACK';

/** Which guard of the hostname level forbids the deletion of a predecessor; undefined: none. */
export function againstDeletion(
  step: StepOf<'delete'>,
  seen: Seen,
  course: Course,
): HostnameGuard | undefined {
  if (seen.byId(course.brings)?.status !== 'active') return 'DEPLOYED';
  if (seen.refused.length > 0) return 'BAD_NEWS';
  const looks = seen.all('look');
  const last = looks.at(-1);
  if (last === undefined) return 'LIST';
  if (step.at - last.at > JUST_BEFORE) return 'LAST_LOOK';
  if (last.rows.some((row) => row.cert_id === step.id && row.enabled !== null)) return 'NAMED';
  if (!course.hostnames.every((hostname) => isInPlace(hostname, last, seen, course))) return 'IN_PLACE';
  return unquiet(step, seen, course) ?? (isOlder(step.id, seen, course) ? undefined : 'OLDER');
}

function isInPlace(hostname: string, last: StepOf<'look'>, seen: Seen, course: Course): boolean {
  const row = last.rows.find((one) => one.hostname === hostname && one.enabled !== null);
  if (row === undefined) return course.partial;
  if (course.brings(row.cert_id)) return row.status !== 'deleted';
  const moved = seen.all('point').some(({ rows }) => rows.some((one) => one.hostname === hostname));
  return course.partial && !moved;
}

/** A predecessor is what the run moved a hostname off, or of the lineage and older. */
function isOlder(id: string, seen: Seen, course: Course): boolean {
  const movedOff = seen.all('point').some((point) =>
    point.rows.some(
      ({ hostname, cert_id: to }) =>
        course.brings(to) &&
        seen
          .before(point)
          .rowsOf(hostname)
          .some((row) => row.cert_id === id),
    ),
  );
  return movedOff || course.precedes(id);
}

/** Which guard forbids that a run takes back what it brought; undefined: none. */
export function againstTakingBack(
  step: StepOf<'delete'>,
  seen: Seen,
  course: Course,
): HostnameGuard | 'OWN' | undefined {
  // The models have no certificate that fails to deploy: no visitor was ever shown it.
  if (seen.shown(course.brings).some(({ status }) => status.endsWith('timed_out'))) return undefined;
  const looks = seen.all('look');
  const [first] = looks;
  const users = first?.rows.filter((row) => row.cert_id === step.id && row.enabled !== null) ?? [];
  // What a killed run left in force and is refused is adopted: its hostnames are pointed away from it first.
  const left = users.filter(
    ({ hostname }) =>
      !seen
        .all('point')
        .some(({ rows }) => rows.some((row) => row.hostname === hostname && row.cert_id !== step.id)),
  );
  if (left.length > 0 && seen.last('upload') === undefined) return 'OWN';
  const last = looks.at(-1);
  // Without a list it is taken back once its hostnames have left it: the models keep it then.
  if (last === undefined || step.at - last.at > JUST_BEFORE) return undefined;
  if (last.rows.some((row) => row.cert_id === step.id && row.enabled !== null)) return 'NAMED';
  // It is taken back once edges have followed, however long the grace of a predecessor.
  const grace = Math.min(course.grace, TWO_MINUTES);
  return unquiet(step, seen, { ...course, grace }) === undefined ? undefined : 'TAKE_BACK';
}

/**
 * Which guard forbids that hostnames are pointed so: at what is deployed, there and back, and others only once those
 * before were seen on it. That is how the models go on from one hostname to the next; what makes them is `SEEN`.
 */
export function againstPointing(
  { at, rows }: StepOf<'point'>,
  seen: Seen,
  course: Course,
): 'DEPLOYED' | 'BY_ID' | 'SEEN' | undefined {
  // Voided, it is no more than named.
  const goesOn = rows.some((row) => course.brings(row.cert_id) && row.enabled !== null);
  const names = rows.map(({ hostname }) => hostname);
  if (goesOn && seen.all('point').some((before) => isUnseen(before, names, seen, course))) return 'SEEN';
  for (const { hostname, cert_id: id, enabled } of rows) {
    if (enabled === null) continue;
    const status = seen.byId((one) => one === id)?.status;
    if (course.brings(id)) {
      if (status !== 'active') return 'DEPLOYED';
      continue;
    }
    // Where no read is to be had, visitors are not kept waiting for one; nor where the run is cancelled amid it.
    if (course.cutShort || seen.isShut(at)) continue;
    const { cutOver } = seen;
    // The same call once more, since its answer was lost: what it goes back to was judged when it was first made.
    if (
      isRepeated(
        hostname,
        id,
        seen.since((step) => step === cutOver),
      )
    )
      continue;
    const asked = seen.all('read').filter((read) => read.id === id && read.at >= (cutOver?.at ?? 0));
    const now = asked.findLast((read) => read.status !== undefined);
    if (asked.length === 0 || (now !== undefined && now.status !== 'active')) return 'BY_ID';
  }
  return undefined;
}

function isRepeated(hostname: string, id: string, seen: Seen): boolean {
  return seen.all('point').some(({ rows }) => {
    const row = rows.find((one) => one.hostname === hostname);
    return row?.cert_id === id && row.enabled !== null;
  });
}

/** Whether another hostname was pointed before at what the run brings, and no look has shown it in force there. */
function isUnseen(before: StepOf<'point'>, now: readonly string[], seen: Seen, { brings }: Course): boolean {
  const after = seen.since((step) => step === before);
  return before.rows.some(
    ({ hostname, cert_id: id, enabled }) =>
      brings(id) &&
      enabled !== null &&
      !now.includes(hostname) &&
      !after.rowsOf(hostname).some((row) => brings(row.cert_id) && row.status === 'active'),
  );
}
