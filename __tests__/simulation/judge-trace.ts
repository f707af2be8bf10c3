import type { SimulatedWorld } from './simulated-world.ts';
import { traceOf } from './trace.ts';
import type { ShownRow, Step } from './trace.ts';
import { isBrought, madeRoom } from './truth.ts';

/**
 * The guards of the models that a trace shows, by their names there: a deletion that one of them forbids is
 * refused. `__tests__/proof` holds these and the others to be all there are.
 */
export const SHOWN_GUARDS = {
  hostname: [
    'DEPLOYED',
    'NAMED',
    'SETTLED',
    'GRACE_APART',
    'FROM_SETTLED',
    'ANEW',
    'LONG_SETTLED',
    'WHOLE_ZONE',
    'STUCK',
    'LAST_LOOK',
    'LIST',
    'TAKE_BACK',
  ],
  zone: ['DEPLOYED', 'LAST_LOOK'],
} as const;
export type ShownGuard = (typeof SHOWN_GUARDS)['hostname'][number];

const TWO_MINUTES = 120_000;
const HOUR = 3_600_000;
/** Dates may be cut off to whole seconds, and a look takes a moment. */
const IMPRECISION = 3000;
const JUST_BEFORE = 45_000;

type Look = Extract<Step, { readonly kind: 'look' }>;
type Deletion = Extract<Step, { readonly kind: 'delete' }>;

/** What a trace is judged by, besides what the run saw. */
export interface Course {
  readonly level: 'zone' | 'hostname';
  /** Milliseconds for hostnames of the run; two minutes at least for others. */
  readonly grace: number;
  readonly hostnames: readonly string[];
  /** Whether a certificate is the one that the run brings. */
  readonly brings: (id: string) => boolean;
  readonly uploadedOn: (id: string, at: number) => number;
}

/** A trace is accepted only if the guards of the model allow each deletion by what the run itself had seen. */
export function judgeTrace(world: SimulatedWorld, name: string): readonly string[] {
  const { level, grace, hostnames } = world.scenario;
  const course: Course = {
    level,
    grace,
    hostnames,
    // What makes room is taken away as an upload is taken back: no hostname may be shown it.
    brings: (id) => isBrought(world, name, id) || madeRoom(world, name, id),
    uploadedOn: (id, at) => world.zone.certificates.get(id)?.uploadedOn.at(at) ?? 0,
  };
  return refusedIn(traceOf(world, name), course).map(
    ({ id, guard }) => `${name} deleted ${id}, which the guard ${guard} of the model forbids`,
  );
}

export function refusedIn(
  steps: readonly Step[],
  course: Course,
): readonly { readonly id: string; readonly guard: ShownGuard }[] {
  return steps.flatMap((step, nth) => {
    const guard = step.kind === 'delete' ? guardAgainst(step, steps.slice(0, nth), course) : undefined;
    return step.kind === 'delete' && guard !== undefined ? [{ id: step.id, guard }] : [];
  });
}

function guardAgainst(step: Deletion, before: readonly Step[], course: Course): ShownGuard | undefined {
  const own = course.brings(step.id);
  const reads = before.flatMap((one) => (one.kind === 'read' ? [one] : []));
  const statuses = reads.flatMap(({ id, status }) => (course.brings(id) ? [status] : []));
  // The models have no certificate that fails to deploy: no visitor was ever shown it.
  if (own && statuses.some((status) => status.endsWith('timed_out'))) return undefined;
  if (!own && statuses.at(-1) !== 'active') return 'DEPLOYED';
  // At zone level a way back that is refused is tried again: visitors are refused meanwhile.
  if (course.level === 'zone')
    return !own && step.at - (reads.at(-1)?.at ?? Number.NEGATIVE_INFINITY) > JUST_BEFORE
      ? 'LAST_LOOK'
      : undefined;
  const looks = before.flatMap((one) => (one.kind === 'look' ? [one] : []));
  const last = looks.at(-1);
  // Without a list an upload of its own is taken back once its hostnames have left it: the models keep it then.
  if (own && (last === undefined || step.at - last.at > JUST_BEFORE)) return undefined;
  if (last === undefined) return 'LIST';
  if (step.at - last.at > JUST_BEFORE) return 'LAST_LOOK';
  if (last.rows.some((row) => row.cert_id === step.id && row.enabled !== null)) return 'NAMED';
  const names = new Set(looks.flatMap(({ rows }) => rows.map(({ hostname }) => hostname)));
  // An upload is taken back once edges have followed, however long the grace of a predecessor.
  const grace = own ? Math.min(course.grace, TWO_MINUTES) : course.grace;
  const guards = [...names].map((hostname) => unquiet(hostname, step, looks, { ...course, grace }));
  const broken = guards.find((guard) => guard !== undefined);
  return own && broken !== undefined ? 'TAKE_BACK' : broken;
}

/** The quiet zone for one hostname, by the looks of the run. */
function unquiet(
  hostname: string,
  { at, id }: Deletion,
  looks: readonly Look[],
  { hostnames, grace, uploadedOn }: Course,
): ShownGuard | undefined {
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
