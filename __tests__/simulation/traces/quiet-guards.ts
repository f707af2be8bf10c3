import { HOUR, IMPRECISION, TWO_MINUTES } from './seen.ts';
import type { Course, Seen } from './seen.ts';
import type { ShownRow, StepOf } from './trace.ts';

export const QUIET_GUARDS = [
  'SETTLED',
  'GRACE_APART',
  'FROM_SETTLED',
  'ANEW',
  'LONG_SETTLED',
  'WHOLE_ZONE',
  'STUCK',
] as const;
export type QuietGuard = (typeof QUIET_GUARDS)[number];

/** The quiet zone by the looks of the run: which guard forbids the deletion; undefined: none. */
export function unquiet(step: StepOf<'delete'>, seen: Seen, course: Course): QuietGuard | undefined {
  const looks = seen.all('look');
  const moved = seen.all('point').flatMap(({ rows }) => rows.map(({ hostname }) => hostname));
  const own = { ...course, hostnames: [...course.hostnames, ...moved] };
  const names = new Set(looks.flatMap(({ rows }) => rows.map(({ hostname }) => hostname)));
  return [...names]
    .map((hostname) => unquietFor(hostname, step, looks, own))
    .find((guard) => guard !== undefined);
}

function unquietFor(
  hostname: string,
  { at, id }: StepOf<'delete'>,
  looks: readonly StepOf<'look'>[],
  { hostnames, grace, uploadedOn }: Course,
): QuietGuard | undefined {
  const mine = hostnames.includes(hostname);
  const shown = looks.map((look) => ({
    at: look.at,
    rows: look.rows.filter((row) => row.hostname === hostname),
  }));
  const last = shown.at(-1)?.rows ?? [];
  const age = Math.min(...last.map((row) => at - Date.parse(row.updated_at)));
  const moving = last.filter((row) => !isSettled(row));
  if (moving.length > 0) {
    if (!moving.every((row) => row.status.endsWith('timed_out') || age > HOUR))
      return mine ? 'SETTLED' : 'WHOLE_ZONE';
    return uploadedOn(id, at) < at - age ? 'STUCK' : undefined;
  }
  if (age > HOUR) return undefined;
  const differs = shown.findLastIndex(({ rows }) => wordsOf(rows) !== wordsOf(last));
  const quiet = at - (shown[differs + 1]?.at ?? at);
  const patience = mine ? grace : Math.max(grace, TWO_MINUTES);
  if (quiet >= patience - IMPRECISION) return undefined;
  if (differs < 0) return age > patience ? 'LONG_SETTLED' : 'GRACE_APART';
  return shown[differs]?.rows.every(isSettled) === true ? 'ANEW' : 'FROM_SETTLED';
}

function isSettled({ status, enabled }: ShownRow): boolean {
  return status === 'active' || enabled === null;
}

function wordsOf(rows: readonly ShownRow[]): string {
  return rows
    .map((row) => `${row.cert_id} ${row.enabled} ${row.updated_at} ${isSettled(row)}`)
    .toSorted()
    .join();
}
