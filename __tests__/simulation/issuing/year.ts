import { createRandom, presentedAt } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import { FAULTS } from '../faults.ts';
import type { FaultPlan } from '../faults.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import type { Told } from '../told.ts';
import { drawCourse, dueAt, QUIET, QUIET_DAYS } from './course.ts';
import type { Course, DayPlan } from './course.ts';
import { judgeYear } from './judge-year.ts';
import { issuingRun } from './run.ts';
import type { IssuingRun } from './run.ts';
import type { Signers } from './signers.ts';
import { DAY } from './terms.ts';

/** One daily run, or two. */
export interface Daily {
  readonly at: number;
  readonly plan: DayPlan;
  readonly runs: readonly Ended[];
}

export interface Ended {
  /** Undefined where it was killed. */
  readonly result: Told | undefined;
}

export interface Year {
  readonly course: Course;
  readonly world: SimulatedWorld;
  readonly days: readonly Daily[];
  readonly problems: readonly string[];
}

/**
 * A year of daily runs, from a number; nobody does anything.
 * @param every false: of the days on which nothing can be due and nothing goes wrong, one in ten is played
 */
export async function playYear(seed: number, signers: Signers, every = true): Promise<Year> {
  const course = drawCourse(seed);
  const world = new SimulatedWorld(course.scenario, signers.cast);
  // Two places are left in the quota: for what replaces the one in force, and for what was pasted once.
  for (const filler of ['filler 0', 'filler 1']) {
    const id = world.ids.get(filler);
    if (id !== undefined) world.byHand('DELETE', `/hostnames/certificates/${id}`);
  }
  const days: Daily[] = [];
  for (const [day, plan] of course.days.entries()) {
    if (!every && day % 10 !== 0 && isIdle(world, course, days, plan, day)) continue;
    const at = BEGIN + day * DAY;
    if (world.time.now < at) await world.time.pass(at - world.time.now);
    days.push(await playDay(world, course, plan, signers, day));
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
  const faults = faultsOf(plan, scenario.seed + at);
  const ending = kill === undefined ? {} : { ending: { kind: 'kill', ...kill } as const };
  const first = issuingRun(world, signers, terms, { faults, signer, ...ending }, `day ${day}`);
  const running = [waitFor(world, first)];
  if (twin !== undefined) {
    await world.time.pass(twin);
    running.push(waitFor(world, issuingRun(world, signers, terms, { faults, signer }, `day ${day}, again`)));
  }
  await world.time.runUntil(() => running.every((run) => run.hasEnded()), 3 * 3_600_000);
  for (const { state } of running) if (state.crash !== undefined) throw state.crash;
  return { at, plan, runs: running.map(({ state: { result } }) => ({ result })) };
}

interface Running {
  readonly state: { result: Told | undefined; crash: unknown };
  readonly hasEnded: () => boolean;
}

function waitFor(world: SimulatedWorld, { process, work }: IssuingRun): Running {
  const state: Running['state'] = { result: undefined, crash: undefined };
  void (async (): Promise<void> => {
    try {
      const told = await work;
      if (process.killed) return;
      process.ended = true;
      state.result = told;
      world.note(process, `ended ${told.outcome}: ${told.sentence}`);
    } catch (error) {
      state.crash = error;
    }
  })();
  return { state, hasEnded: () => process.ended || process.killed || state.crash !== undefined };
}

function faultsOf({ outage, faults }: DayPlan, seed: number): FaultPlan {
  if (outage) return () => 'dns';
  if (faults === 0) return () => undefined;
  const random = createRandom(seed);
  return () => (random.next() < faults ? random.pick(FAULTS) : undefined);
}
