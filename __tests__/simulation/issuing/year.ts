import { createRandom, presentedAt } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import { FAULTS } from '../faults.ts';
import type { FaultPlan } from '../faults.ts';
import { hasEnded, startRun } from '../run-once.ts';
import type { Run } from '../run-once.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { drawCourse, dueAt, QUIET, QUIET_DAYS } from './course.ts';
import type { Course, DayPlan } from './course.ts';
import { judgeYear, needlessUploads } from './judge-year.ts';
import type { Signers } from './signers.ts';
import { DAY } from './terms.ts';

/** One daily run, or two. */
export interface Daily {
  readonly at: number;
  readonly plan: DayPlan;
  readonly runs: readonly Run[];
}

export interface Year {
  readonly course: Course;
  readonly world: SimulatedWorld;
  readonly days: readonly Daily[];
  readonly problems: readonly string[];
}

/**
 * A year of daily runs, from a number; nobody does anything.
 * @param every false: of the days on which nothing can be due and nothing goes wrong, one in thirty is played
 */
export async function playYear(seed: number, signers: Signers, every = true): Promise<Year> {
  const course = drawCourse(seed);
  const world = new SimulatedWorld(course.scenario, signers.cast);
  // Two places are left in the quota: for what replaces the one in force, and for what was pasted once.
  for (const filler of ['filler 0', 'filler 1']) {
    const id = world.ids.get(filler);
    if (id !== undefined) world.byHand('DELETE', `/hostnames/certificates/${id}`);
  }
  // Long enough for every list to show that they are gone.
  await world.time.pass(5 * 60_000);
  const days: Daily[] = [];
  for (const [day, plan] of course.days.entries()) {
    if (!every && day % 30 !== 0 && isIdle(world, course, days, plan, day)) continue;
    const at = BEGIN + day * DAY;
    if (world.time.now < at) await world.time.pass(at - world.time.now);
    days.push(await playDay(world, course, plan, signers, day));
    // Nothing that follows can make it good.
    if (needlessUploads(world, course).length > 0) break;
  }
  return { course, world, days, problems: judgeYear(world, course, days) };
}

/** The run before had nothing to do, and by the rule neither has this one. */
function isIdle(
  world: SimulatedWorld,
  course: Course,
  days: readonly Daily[],
  plan: DayPlan,
  day: number,
): boolean {
  const [run] = days.at(-1)?.runs ?? [];
  if (plan !== QUIET || run?.result?.outcome !== 'unchanged' || day >= course.days.length - QUIET_DAYS)
    return false;
  const [hostname = ''] = course.scenario.hostnames;
  const presented = presentedAt(world.model, world.edges[0], hostname, world.time.now);
  return (
    presented.kind === 'certificate' && dueAt(presented.certificate.facts, course) > BEGIN + (day + 3) * DAY
  );
}

async function playDay(
  world: SimulatedWorld,
  { scenario, terms }: Course,
  plan: DayPlan,
  signers: Signers,
  day: number,
): Promise<Daily> {
  const at = world.time.now;
  const { kill, signer, twin } = plan;
  const common = {
    faults: faultsOf(plan, scenario.seed + at),
    issuing: { signers, terms, fault: signer, always: false },
  };
  const ending = kill === undefined ? {} : { ending: { kind: 'kill', ...kill } as const };
  const runs = [startRun(world, signers.cast, { ...common, ...ending, name: `day ${day}` })];
  if (twin !== undefined) {
    await world.time.pass(twin);
    runs.push(startRun(world, signers.cast, { ...common, name: `day ${day}, again` }));
  }
  await world.time.runUntil(() => runs.every(hasEnded), 3 * 3_600_000);
  for (const { crash } of runs) if (crash !== undefined) throw crash;
  return { at, plan, runs };
}

function faultsOf({ outage, faults }: DayPlan, seed: number): FaultPlan {
  if (outage) return () => 'dns';
  if (faults === 0) return () => undefined;
  const random = createRandom(seed);
  return () => (random.next() < faults ? random.pick(FAULTS) : undefined);
}
