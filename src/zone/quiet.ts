import type { Association } from '../cloudflare/associations.ts';

/** Traffic follows `active` by up to about two minutes (Cloudflare, Authenticated Origin Pulls; seen live). */
export const PROPAGATION = 2 * 60_000;
/** No association turns active later than this after its PUT. */
export const ACTIVE_WITHIN = 60 * 60_000;
/**
 * By how much an age by the server's clock may be too long: its `Date` has whole seconds, of which the middle is
 * taken, and the dates it remembers may be cut off to whole seconds as well. A grace never ends early for that.
 */
export const IMPRECISION = 1_500;

/** One look at all associations of a zone. Monotonic milliseconds. */
export interface RowsLook {
  readonly rows: readonly Association[];
  readonly asked: number;
  readonly answered: number;
}

/** How the hostnames of a zone stand, by all looks so far. */
export interface Standings {
  /** When the last look was asked for. */
  readonly asked: number;
  readonly hostnames: ReadonlyMap<string, Standing>;
}

interface Standing {
  /** As the last look showed them; none: the association is gone. */
  readonly rows: readonly Association[];
  /** When the first look was answered that showed the same. */
  readonly since: number;
}

/** A hostname that keeps certificates from being deleted. */
export type Unquiet =
  /** Settled, but not for long enough. */
  | { readonly kind: 'settling'; readonly hostname: string; readonly left: number }
  /** On its way to another certificate; edges show one that no row names. */
  | { readonly kind: 'under-way'; readonly hostname: string }
  /** Stuck on its way. Only what was uploaded before that may be presented for it; undefined: not known. */
  | { readonly kind: 'stuck'; readonly hostname: string; readonly since: number | undefined };

/** How long a hostname must have been quiet, in milliseconds. */
export type Patience = (hostname: string) => number;

/** Adds a look. A hostname that differs from the previous look starts again. */
export function lookedUpon(before: Standings | undefined, { rows, asked, answered }: RowsLook): Standings {
  const seen = Map.groupBy(rows, ({ hostname }) => hostname);
  const names = new Set([...(before?.hostnames.keys() ?? []), ...seen.keys()]);
  const standing = (hostname: string): Standing => {
    const now = seen.get(hostname) ?? [];
    const then = before?.hostnames.get(hostname);
    return then !== undefined && isSame(then.rows, now)
      ? { rows: now, since: then.since }
      : { rows: now, since: answered };
  };
  return { asked, hostnames: new Map([...names].map((hostname) => [hostname, standing(hostname)])) };
}

/**
 * The hostnames that are not quiet. Quiet is one whose rows are settled and were the same in two looks far enough
 * apart, the last look being one of them; or settled rows that were last updated so long ago that the slowest change
 * came into force as long ago. `updated_at` alone says when a change was asked for, not when it came into force.
 *
 * @param now the server's clock, epoch milliseconds
 */
export function unquiet(
  { asked, hostnames }: Standings,
  patience: Patience,
  now: number,
): readonly Unquiet[] {
  return [...hostnames].flatMap(([hostname, { rows, since }]): readonly Unquiet[] => {
    const moving = rows.filter((row) => !isSettled(row));
    if (moving.length > 0) {
      const ended = moving.every((row) => hasTimedOut(row) || (ageOf([row], now) ?? 0) > ACTIVE_WITHIN);
      return [ended ? { kind: 'stuck', hostname, since: youngest(moving) } : { kind: 'under-way', hostname }];
    }
    const left = patience(hostname) - (asked - since);
    const inForce = (ageOf(rows, now) ?? 0) - ACTIVE_WITHIN;
    return left <= 0 || inForce > patience(hostname) ? [] : [{ kind: 'settling', hostname, left }];
  });
}

/** Whether a hostname that is not quiet keeps this certificate: edges may still present it there. */
export function holds(one: Unquiet, uploadedOn: number | undefined): boolean {
  return (
    one.kind !== 'stuck' || one.since === undefined || uploadedOn === undefined || uploadedOn < one.since
  );
}

/**
 * Whether edges may present something else than what was asked for at this moment: it may not be in force yet, or
 * edges may not have followed.
 *
 * @param asked epoch milliseconds; undefined: not known
 * @param mayTake milliseconds until it is in force
 */
export function mayLag(asked: number | undefined, mayTake: number, now: number): boolean {
  return asked !== undefined && now - asked < mayTake + PROPAGATION;
}

/** In force, switched off or gone: nothing is changing. */
function isSettled({ status, enabled }: Association): boolean {
  return status === 'active' || status === 'deleted' || enabled === null;
}

function hasTimedOut({ status }: Association): boolean {
  return status === 'deployment_timed_out' || status === 'deletion_timed_out';
}

function isSame(some: readonly Association[], others: readonly Association[]): boolean {
  return (
    some.length === others.length &&
    some.every((one) =>
      others.some(
        (other) =>
          one.certificateId === other.certificateId &&
          one.enabled === other.enabled &&
          one.updatedAt === other.updatedAt &&
          isSettled(one) === isSettled(other),
      ),
    )
  );
}

/** Undefined if one of them has no date. */
function youngest(rows: readonly Association[]): number | undefined {
  const dates = rows.flatMap(({ updatedAt }) => updatedAt ?? []);
  return dates.length < rows.length || dates.length === 0 ? undefined : Math.max(...dates);
}

function ageOf(rows: readonly Association[], now: number): number | undefined {
  const date = youngest(rows);
  return date === undefined ? undefined : now - date - IMPRECISION;
}
