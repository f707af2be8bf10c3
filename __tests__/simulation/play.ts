import { createRandom } from '../../sandbox/model/index.ts';
import type { Cast } from './cast.ts';
import { FAULTS } from './faults.ts';
import type { Ending, FaultPlan } from './faults.ts';
import { whyNotThere } from './goal.ts';
import { violations } from './properties.ts';
import { hasEnded, runOnce, startRun } from './run-once.ts';
import type { Run, RunOptions } from './run-once.ts';
import { drawScenario } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';

/** What a world came to. No problems: all properties held. */
export interface Played {
  readonly problems: readonly string[];
  readonly world: SimulatedWorld;
  readonly runs: readonly Run[];
}

const HOUR = 3_600_000;

/**
 * Plays the given runs one after the other, then lets faults stop: two more runs must reach the goal,
 * and the one after them must have nothing to write.
 */
export async function play(
  scenario: Scenario,
  cast: Cast,
  faulty: readonly Omit<RunOptions, 'name'>[],
  people: (world: SimulatedWorld) => void = () => undefined,
): Promise<Played> {
  const world = new SimulatedWorld(scenario, cast);
  people(world);
  const runs: Run[] = [];
  for (const [index, options] of faulty.entries()) {
    runs.push(await runOnce(world, cast, { ...options, name: `run ${index + 1}` }));
    await world.time.pass(world.random.between(1000, 120_000));
  }
  const settled = await settle(world, cast);
  return {
    problems: [...violations(world, cast, [...runs, ...settled.runs]), ...settled.problems],
    world,
    runs: [...runs, ...settled.runs],
  };
}

/** Two runs of the same kind at once, each with its own certificate or both with the same. */
export async function playTogether(
  scenario: Scenario,
  cast: Cast,
  delay: number,
  second: 'successor' | 'third',
): Promise<Played> {
  const world = new SimulatedWorld(scenario, cast);
  const one = startRun(world, cast, { name: 'run 1' });
  await world.time.pass(delay);
  const two = startRun(world, cast, { name: 'run 2', part: second });
  await world.time.runUntil(() => hasEnded(one) && hasEnded(two), 3 * HOUR);
  const crash = one.crash ?? two.crash;
  if (crash !== undefined) throw crash;
  return { problems: violations(world, cast, [one, two]), world, runs: [one, two] };
}

/** After the faults: at most two more runs reach the goal, and then there is nothing left to do. */
async function settle(
  world: SimulatedWorld,
  cast: Cast,
): Promise<{ readonly runs: readonly Run[]; readonly problems: readonly string[] }> {
  world.model.adjust({ variants: { deployment: 'plain', deletion: 'plain' } });
  await world.time.pass(5 * 60_000);
  const runs: Run[] = [];
  if (!canSettle(world)) return { runs, problems: [] };
  for (let count = 1; count <= 2; count += 1) {
    runs.push(await runOnce(world, cast, { name: `closing run ${count}` }));
    await world.time.pass(3 * 60_000);
  }
  const why = whyNotThere(world, cast);
  if (why !== undefined)
    return { runs, problems: [`two runs after the faults, ${why}: ${runs.at(-1)?.result?.sentence ?? ''}`] };
  const before = world.writes.length;
  const last = await runOnce(world, cast, { name: 'idle run' });
  const wrote = world.writes.length - before;
  const problems =
    wrote > 0 || last.result?.outcome !== 'unchanged'
      ? [
          `the run with nothing to do wrote ${wrote} times and said ${last.result?.outcome}: ${last.result?.sentence}`,
        ]
      : [];
  return { runs: [...runs, last], problems };
}

/** Worlds in which no run can reach the goal: there the run must only do no harm. */
function canSettle({ scenario, model, edges }: SimulatedWorld): boolean {
  if (scenario.originTrusts === 'old' && scenario.successor === 'other-issuer') return false;
  // A revived id that stays older than its predecessor cannot be put in force by uploading.
  if (model.variants().revivedUploadedOn === 'kept' || model.variants().revivedDeployOrder === 'original')
    return false;
  return scenario.flaky === 0 && edges.length > 0;
}

/** One world from one number: scenario, faults, endings and people. */
export async function playSeed(seed: number, cast: Cast): Promise<Played> {
  const random = createRandom(seed * 31 + 5);
  const scenario = drawScenario(seed);
  if (random.next() < 0.15) {
    return await playTogether(
      scenario,
      cast,
      random.between(0, 200_000),
      random.pick(['successor', 'third'] as const),
    );
  }
  const rate = random.pick([0, 0.03, 0.1, 0.3]);
  const runs = Array.from({ length: random.between(1, 3) }, () => ({
    faults: randomFaults(random.between(0, 1_000_000), rate),
    ...(random.next() < 0.4 ? { ending: randomEnding(random.between(0, 1_000_000)) } : {}),
  }));
  const person = random.next() < 0.2 ? random.between(0, 1_000_000) : undefined;
  return await play(scenario, cast, runs, (world) => {
    if (person !== undefined) meddle(world, cast, person);
  });
}

function randomFaults(seed: number, rate: number): FaultPlan {
  const random = createRandom(seed);
  return () => (random.next() < rate ? random.pick(FAULTS) : undefined);
}

function randomEnding(seed: number): Ending {
  const random = createRandom(seed);
  return {
    kind: random.pick(['kill', 'cancel']),
    call: random.between(0, 40),
    when: random.pick(['before', 'after']),
  };
}

/** A person in the dashboard, at some moment of the run. */
function meddle(world: SimulatedWorld, cast: Cast, seed: number): void {
  const random = createRandom(seed);
  const at = world.time.now + random.between(0, 300_000);
  const deed = random.pick(['adds a third certificate', 'associates another hostname'] as const);
  world.time.at(at, () => {
    world.trace.push(`${world.stamp()} a person ${deed}`);
    const predecessor = world.ids.get('predecessor');
    try {
      if (deed === 'adds a third certificate')
        world.model.install(world.zone, world.scenario.level, cast.third, world.time.now);
      else if (world.scenario.level === 'hostname' && predecessor !== undefined) {
        world.model.associate(world.zone, 'new.example.com', predecessor, true, world.time.now);
      }
    } catch {
      // The dashboard said no: nothing happened.
    }
  });
}
