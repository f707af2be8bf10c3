import { presentedAt } from '../../../sandbox/model/index.ts';
import type { CertificateRecord } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import { failedHandshakes } from '../traffic.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { isReferredTo, liveCertificates } from '../truth.ts';
import { dueAt } from './course.ts';
import type { Course } from './course.ts';
import { isPassing } from './signing.ts';
import { DAY } from './terms.ts';
import type { Daily } from './year.ts';

/** What a year has to be, written from the rule as people are told it and not from the action's own. */
export function judgeYear(world: SimulatedWorld, course: Course, days: readonly Daily[]): readonly string[] {
  return [
    ...world.breaches,
    ...days.flatMap(({ runs }) => runs.flatMap(({ problems }) => problems)),
    ...failedHandshakes(world).map(
      ({ hostname, edge, from, why }) =>
        `a visitor of ${hostname} failed at ${edge}, ${stamp(world, from)}: ${why}`,
    ),
    ...needlessUploads(world, course),
    ...days.flatMap((daily, index) => judgeDay(world, course, days, daily, index)),
    ...leftAtTheEnd(world, course),
  ];
}

const stamp = (_: SimulatedWorld, at: number): string => `day ${((at - BEGIN) / DAY).toFixed(2)}`;

interface Upload {
  readonly at: number;
  readonly by: string;
  readonly record: CertificateRecord;
}

function uploadsOf(world: SimulatedWorld): readonly Upload[] {
  return world.writes.flatMap(({ at, by, event }) => {
    const record =
      event.kind === 'certificate-uploaded' ? world.zone.certificates.get(event.certificateId) : undefined;
    return record === undefined ? [] : [{ at, by, record }];
  });
}

/** Exactly the renewals that the rule asks for: what is uploaded replaces nothing, or what was due. */
export function needlessUploads(world: SimulatedWorld, course: Course): readonly string[] {
  return uploadsOf(world).flatMap((upload) => needless(world, course, upload));
}

function needless(world: SimulatedWorld, course: Course, { at, by, record }: Upload): readonly string[] {
  if (!isOwn(world, record)) return [];
  // It may have deleted an unused one before, to make room.
  const began = world.writes.find((write) => write.by === by)?.at ?? at;
  const before = liveCertificates(world, course.scenario.level, began - 1).filter(
    (one) => one.id !== record.id && isOwn(world, one),
  );
  const [latest, second] = before.toSorted((a, b) => b.createdAt - a.createdAt);
  if (latest === undefined || dueAt(latest.facts, course) <= at + 1000) return [];
  // Two runs at once, each with its own, of which nobody knows who was last; and one whose key is gone,
  // which `origin` could not be shown.
  const together = at - latest.createdAt < 3_600_000;
  const unproven = course.scenario.origin !== undefined && !isReferredTo(world, latest.id, began - 1);
  const unknownOrder =
    course.scenario.level === 'zone' &&
    latest.createdAt - (second?.createdAt ?? Number.NEGATIVE_INFINITY) < 3_600_000;
  return together || unproven || unknownOrder
    ? []
    : [
        `${by} uploaded ${record.id} though ${latest.id} was not due before ${stamp(world, dueAt(latest.facts, course))}`,
      ];
}

/** Issued by the runs, not there before them. */
const isOwn = (world: SimulatedWorld, { id }: CertificateRecord): boolean =>
  ![...world.ids.values()].includes(id);

function judgeDay(
  world: SimulatedWorld,
  course: Course,
  days: readonly Daily[],
  daily: Daily,
  index: number,
): readonly string[] {
  const problems: string[] = [];
  const end = (days[index + 1]?.at ?? world.time.now) - 1;
  const day = `day ${index}`;
  for (const { result } of daily.runs) {
    if (result?.outcome === 'failed' && isQuiet(daily))
      problems.push(`${day}: failed without a cause: ${result.sentence}`);
    if (result?.outcome === 'rolled-back') problems.push(`${day}: rolled back: ${result.sentence}`);
  }
  const { level } = course.scenario;
  const own = liveCertificates(world, level, end).filter((one) => isOwn(world, one));
  const unused = own.filter(({ id }) => level === 'hostname' && !isReferredTo(world, id, end));
  const most = daily.plan.twin === undefined ? 1 : 2;
  if (unused.length > most) problems.push(`${day}: ${unused.length} orphans of one target`);
  if (daily.runs.some(({ result }) => result?.outcome === 'rotated' || result?.outcome === 'unchanged'))
    problems.push(...tooOld(world, course, days, index, end));
  return problems;
}

function isQuiet({ plan }: Daily): boolean {
  return (
    !plan.outage &&
    (plan.signer === undefined || isPassing(plan.signer)) &&
    plan.faults === 0 &&
    plan.twin === undefined
  );
}

/** Never less than a quarter of the life is left, unless it could not be renewed for longer than that takes. */
function tooOld(
  world: SimulatedWorld,
  course: Course,
  days: readonly Daily[],
  index: number,
  end: number,
): readonly string[] {
  const [hostname = ''] = course.scenario.hostnames;
  const presented = presentedAt(world.model, world.edges[0], hostname, end);
  if (presented.kind !== 'certificate') return [`day ${index}: it ended well, and nothing is presented`];
  const { facts } = presented.certificate;
  const life = facts.notAfter - facts.notBefore;
  if (!isOwn(world, presented.certificate))
    return [`day ${index}: it ended well, and another certificate is presented`];
  const before = course.terms.renewBefore ?? life / 3;
  const allowed = Math.min(life / 4, before - DAY);
  if (facts.notAfter - end >= allowed - DAY) return [];
  const since = Math.floor((dueAt(facts, course) - (days[0]?.at ?? 0)) / DAY);
  const good = days
    .slice(since + 1, index)
    .filter((daily) => isQuiet(daily) && daily.plan.kill === undefined);
  return good.length === 0
    ? []
    : [`day ${index}: less than a quarter of the life is left, after ${good.length} good days`];
}

/** Once nothing goes wrong any more, one certificate is left, in force and young enough. */
function leftAtTheEnd(world: SimulatedWorld, { scenario }: Course): readonly string[] {
  const own = liveCertificates(world, scenario.level, world.time.now);
  const kept = own.filter((one) => isOwn(world, one));
  // Per hostname, what only memory could tell is named with the words that delete it.
  const old = own.filter((one) => !isOwn(world, one) && scenario.level === 'zone');
  return [
    ...(kept.length === 1 ? [] : [`at the end ${kept.length} certificates of the target are left`]),
    ...(old.length === 0 ? [] : ['at the end the pasted certificate is left']),
  ];
}
