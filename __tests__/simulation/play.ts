import { createRandom } from '../../sandbox/model/index.ts';
import type { Random } from '../../sandbox/model/index.ts';
import type { Cast } from './cast.ts';
import { noteRuns } from './conditions.ts';
import { drawExtras, withPassingFaults, withRareEnding, withRareFaults } from './extras.ts';
import type { Course } from './extras.ts';
import { FAULTS } from './faults.ts';
import { drawOddAnswers, NEWEST } from './odd-answers.ts';
import type { Generation } from './odd-answers.ts';
import type { Ending, FaultPlan } from './faults.ts';
import type { Tally } from './met.ts';
import { stateOf } from './operations/state.ts';
import { meddle } from './people.ts';
import { violations } from './properties.ts';
import { hasEnded, runOnce, startRun } from './run-once.ts';
import type { Run, RunOptions } from './run-once.ts';
import { drawScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { settle } from './settle.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { PLAIN_STAGING } from './staged.ts';
import type { Staging } from './staged.ts';

/** What a world came to. No problems: all properties held. */
export interface Played {
  readonly problems: readonly string[];
  readonly world: SimulatedWorld;
  readonly runs: readonly Run[];
  readonly met: Tally;
}

const HOUR = 3_600_000;
interface How extends Pick<RunOptions, 'staging'> {
  /** Whether what the runs left is known to reach the goal, so that it need not be played once more. */
  readonly isKnown?: ((left: string) => boolean) | undefined;
}

/** Plays the given runs one after the other, then lets faults stop and sees whether the goal is reached. */
export async function play(
  scenario: Scenario,
  cast: Cast,
  faulty: readonly Omit<RunOptions, 'name'>[],
  people: (world: SimulatedWorld) => void = () => undefined,
  how: How = {},
): Promise<Played> {
  const world = new SimulatedWorld(scenario, cast);
  people(world);
  const runs: Run[] = [];
  for (const [index, options] of faulty.entries()) {
    runs.push(await runOnce(world, cast, { ...how, ...options, name: `run ${index + 1}` }));
    await world.time.pass(world.random.between(1000, 120_000));
  }
  return await finish(world, cast, runs, how);
}

/** When the second of two runs begins: after so many milliseconds, or at a boundary of the first. */
export type Meeting = { readonly after: number } | { readonly atCall: number };

/** Two runs at once, each with its own certificate or both with the same. */
export async function playTogether(
  scenario: Scenario,
  cast: Cast,
  meeting: Meeting,
  second: 'successor' | 'third',
  how: How = {},
): Promise<Played> {
  const world = new SimulatedWorld(scenario, cast);
  const one = startRun(world, cast, { ...how, name: 'run 1' });
  if ('after' in meeting) await world.time.pass(meeting.after);
  else await world.time.runUntil(() => hasEnded(one) || one.process.calls > meeting.atCall, 3 * HOUR);
  if (!hasEnded(one)) world.met.count('another run interleaved');
  const two = startRun(world, cast, { ...how, name: 'run 2', part: second });
  await world.time.runUntil(() => hasEnded(one) && hasEnded(two), 3 * HOUR);
  const crash = one.crash ?? two.crash;
  if (crash !== undefined) throw crash;
  return await finish(world, cast, [one, two], how);
}

async function finish(world: SimulatedWorld, cast: Cast, runs: readonly Run[], how: How): Promise<Played> {
  noteRuns(world, runs);
  // What settling mends must not be held against the runs before: judged by the world they met.
  const isKnown = how.isKnown?.(leftBy(world, runs)) ?? false;
  const settled = isKnown ? { runs: [], problems: [] } : await settle(world, cast, how);
  const all = [...runs, ...settled.runs];
  for (const run of all) if (run.process.killed) run.inquest();
  const problems = [...violations(world, cast, all), ...settled.problems];
  return { problems, world, runs: all, met: world.met };
}

/** How runs ended, and what they wrote and left at Cloudflare, in words that can be compared. */
function leftBy(world: SimulatedWorld, runs: readonly Run[]): string {
  const ends = runs.map(({ result }) => `${result?.outcome ?? 'killed'} ${result?.reason ?? ''}`);
  const writes = world.writes.map(({ by, event }) => `${by}: ${event.kind}`);
  return [...ends, ...writes, ...stateOf(world, [world.zone])].join('\n');
}

/**
 * One world from one number: scenario, faults, endings and people.
 *
 * @param staged whether the action is played as a whole
 * @param generation the generator the seed was found with
 */
export async function playSeed(
  seed: number,
  cast: Cast,
  staged = seed % 20 === 0,
  generation: Generation = NEWEST,
): Promise<Played> {
  const random = createRandom(seed * 31 + 5);
  const extras = generation > 1;
  const scenario = scenarioOf(seed, generation);
  const how: How = staged ? { staging: drawStaging(createRandom(seed + 11)) } : {};
  if (random.next() < 0.15) {
    const after = random.between(0, 400_000);
    return await playTogether(scenario, cast, { after }, random.pick(['successor', 'third'] as const), how);
  }
  const rate = random.pick([0, 0.03, 0.1, 0.3]);
  const faultsOf = (nth: number, plan: FaultPlan): FaultPlan => {
    const rare = extras ? withRareFaults(scenario, nth, plan) : plan;
    return generation > 3 ? withPassingFaults(scenario, nth, rare) : rare;
  };
  const endingOf = (nth: number, course: Course): Course =>
    extras ? withRareEnding(scenario, nth, course) : course;
  const runs = Array.from({ length: random.between(1, 3) }, (_, nth) => ({
    ...endingOf(nth, {
      faults: faultsOf(nth, randomFaults(random.between(0, 1_000_000), rate)),
      ...(random.next() < 0.4 ? { ending: randomEnding(random.between(0, 1_000_000)) } : {}),
    }),
    ...randomToken(random),
    dryRun: random.next() < 0.05,
  }));
  const person = random.next() < 0.25 ? random.between(0, 1_000_000) : undefined;
  const people = (world: SimulatedWorld): void => {
    if (person !== undefined) meddle(world, cast, person);
  };
  return await play(scenario, cast, runs, people, how);
}

function scenarioOf(seed: number, generation: Generation): Scenario {
  switch (generation) {
    case 1:
      return drawScenario(seed);
    case 2:
      return drawExtras(drawScenario(seed));
    case 3:
    case 4:
    case 5:
      return drawOddAnswers(drawExtras(drawScenario(seed)));
  }
}

export function drawStaging(random: Random): Staging {
  return {
    ...PLAIN_STAGING,
    guarded: random.next() < 0.2,
    outputs: random.next() < 0.1 ? 'unwritable' : 'written',
    summary: random.next() < 0.1 ? 'unwritable' : 'written',
    stdout: random.next() < 0.1 ? 'closed' : 'open',
    debug: random.next() < 0.5,
  };
}

function randomFaults(seed: number, rate: number): FaultPlan {
  const random = createRandom(seed);
  // Some runs meet one kind of fault again and again, as people do.
  const only = random.next() < 0.25 ? random.pick(FAULTS) : undefined;
  return () => (random.next() < rate ? (only ?? random.pick(FAULTS)) : undefined);
}

function randomEnding(seed: number): Ending {
  const random = createRandom(seed);
  const of = random.pick([undefined, undefined, 'writes', 'roll-back'] as const);
  return {
    kind: random.pick(['kill', 'cancel']),
    call: random.between(0, of === undefined ? 60 : 6),
    when: random.pick(['before', 'after']),
    ...(of === undefined ? {} : { of }),
  };
}

function randomToken(random: Random): Pick<RunOptions, 'tokenRolledAfter' | 'tokenYoungFor'> {
  const dice = random.next();
  if (dice < 0.03) return { tokenRolledAfter: random.between(0, 200_000) };
  return dice < 0.06 ? { tokenYoungFor: random.between(500, 8000) } : {};
}
