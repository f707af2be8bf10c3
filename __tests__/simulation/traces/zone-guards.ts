import { HOUR, IMPRECISION, JUST_BEFORE, TWO_MINUTES } from './seen.ts';
import type { Course, Seen } from './seen.ts';
import type { ShownCertificate, StepOf } from './trace.ts';

export type ZoneGuard =
  | 'DEPLOYED'
  | 'GRACE_OVER'
  | 'BAD_NEWS'
  | 'KNOWN_BEFORE'
  | 'UNDER_WAY'
  | 'FOUND'
  | 'SAME_UPLOAD'
  | 'ORDER'
  | 'LAST_LOOK'
  | 'WAY_BACK'
  | 'BY_ID';

/** A deployment is over after so long. */
const DEPLOYMENT = 600_000;
const UNDER_WAY = new Set(['initializing', 'pending_deployment']);
/** On its way out, or never to come: Cloudflare uses it no more, and dates its upload only. */
const DEAD = new Set(['pending_deletion', 'deleted', 'deletion_timed_out', 'deployment_timed_out', 'gone']);

/** Which guard of the zone level forbids the deletion of a predecessor; undefined: none. */
export function againstZoneDeletion(
  step: StepOf<'delete'>,
  all: Seen,
  course: Course,
): ZoneGuard | undefined {
  const seen = all.since(({ kind }) => kind === 'upload');
  const last = seen.byId(course.brings);
  if (last?.status !== 'active') return 'DEPLOYED';
  const reads = all.all('read').filter(({ id }) => course.brings(id));
  if (step.at - (reads.at(-1)?.at ?? 0) > JUST_BEFORE) return 'LAST_LOOK';
  // Each deletion has a look of its own.
  const before = all.last('delete');
  if (before !== undefined && before.id !== step.id && (reads.at(-1)?.at ?? 0) < before.at)
    return 'LAST_LOOK';
  const active = seen.shown(course.brings).filter(({ status }) => status === 'active');
  // A list that lags may still show what had the same id before.
  const uploads = new Set(
    reads.flatMap(({ status, uploaded_on: date }) =>
      status === 'active' && date !== undefined ? [Date.parse(date)] : [],
    ),
  );
  if (Math.max(...uploads) - Math.min(...uploads) > 1000) return 'SAME_UPLOAD';
  if (!isGraceOver(step.at, active, course)) return 'GRACE_OVER';
  if (seen.refused.length > 0) return 'BAD_NEWS';
  if (isProven(seen, course) || !isOn(seen, course)) return undefined;
  const others = othersOf(all, course);
  if (others.some(({ status }) => UNDER_WAY.has(status))) return 'UNDER_WAY';
  const [own] = seen.shown(course.brings).slice(-1);
  if (own === undefined) return undefined;
  const known = (one: ShownCertificate): boolean => isOlder(one, own, all, course);
  const target = all.shown((id) => id === step.id).at(-1);
  if (target !== undefined && !known(target)) return wasActiveBefore(step.id, all) ? 'FOUND' : 'KNOWN_BEFORE';
  return others.some((one) => !DEAD.has(one.status) && !known(one)) ? 'ORDER' : undefined;
}

/** Of those that live beside what the run brings, one whose order is unknown to it; undefined: none. */
export function unordered(seen: Seen, course: Course): ShownCertificate | undefined {
  const own = seen.shown(course.brings).at(-1);
  if (own === undefined || isProven(seen, course) || !isOn(seen, course)) return undefined;
  return othersOf(seen, course).find((one) => !DEAD.has(one.status) && !isOlder(one, own, seen, course));
}

/** While origin pulls of the zone are off, nobody is shown anything. */
function isOn(seen: Seen, { switchedOn }: Course): boolean {
  return seen.last('switch')?.on ?? switchedOn;
}

/** As the last list showed them. */
function othersOf(seen: Seen, { brings }: Course): readonly ShownCertificate[] {
  return seen.last('list')?.certificates.filter(({ id }) => !brings(id)) ?? [];
}

/** The origin itself told which one it was shown. */
function isProven(seen: Seen, { echo, brings }: Course): boolean {
  const { verdict, served } = seen.last('visit') ?? {};
  return echo && verdict === 'passed' && served !== undefined && brings(served);
}

/** From the first look that showed it active; or where it was uploaded so long ago that its deployment ended before. */
function isGraceOver(
  at: number,
  [first]: readonly (ShownCertificate & { readonly at: number })[],
  { grace }: Course,
): boolean {
  const seen = at - (first?.at ?? at) + IMPRECISION;
  if (seen >= grace) return true;
  const uploaded = first?.uploaded_on === undefined ? at : Date.parse(first.uploaded_on);
  return at - uploaded - HOUR + IMPRECISION >= grace && seen >= TWO_MINUTES;
}

/** Deployed before what the run brings: active before its POST that was answered, or long uploaded by then. */
function isOlder(one: ShownCertificate, own: ShownCertificate, seen: Seen, course: Course): boolean {
  if (DEAD.has(one.status)) return true;
  const posted = seen.last('upload');
  if (posted?.id !== undefined && course.brings(posted.id) && wasActiveBefore(one.id, seen)) return true;
  const [then, now] = [one, own].map((each) => Date.parse(each.uploaded_on ?? ''));
  return then !== undefined && now !== undefined && now - then >= DEPLOYMENT - IMPRECISION;
}

/** Whether a certificate was shown active before the last POST of the run. */
function wasActiveBefore(id: string, seen: Seen): boolean {
  const posted = seen.last('upload');
  return (
    posted !== undefined &&
    seen
      .before(posted)
      .shown((each) => each === id)
      .at(-1)?.status === 'active'
  );
}

/** Which guard forbids that a run takes its certificate out of force; undefined: none. */
export function againstGoingBack(step: StepOf<'delete'>, seen: Seen, course: Course): ZoneGuard | undefined {
  // The models have no certificate that fails to deploy: no visitor was ever shown it.
  if (seen.shown(course.brings).some(({ status }) => status.endsWith('timed_out'))) return undefined;
  // Cancelled amid bad news it makes the one call that restores.
  if (!isOn(seen, course) || course.cutShort || seen.isShut(step.at)) return undefined;
  const others = othersOf(seen, course).filter(({ status }) => !DEAD.has(status));
  const reads = seen.all('read').filter(({ id, at }) => !course.brings(id) && at >= (seen.cutOver?.at ?? 0));
  // Where no read is to be had, visitors are not kept waiting for one.
  if (reads.some(({ status }) => status === 'active' || status === undefined)) return undefined;
  return others.length === 0 ? 'WAY_BACK' : 'BY_ID';
}
