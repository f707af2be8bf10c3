import { createRandom } from '../../../sandbox/model/index.ts';
import { noteRuns } from '../conditions.ts';
import { NEWEST } from '../odd-answers.ts';
import type { Generation } from '../odd-answers.ts';
import { BESIDE_ISSUING, meddle } from '../people.ts';
import { drawStaging } from '../play.ts';
import type { Played } from '../play.ts';
import { violations } from '../properties.ts';
import { hasEnded, runOnce, startRun } from '../run-once.ts';
import type { Run, RunOptions } from '../run-once.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { drawIssuing, drawTrouble } from './draw.ts';
import type { Drawn, DrawnRun } from './draw.ts';
import { judgeIssued } from './judge-issued.ts';
import { settleIssued } from './settle-issued.ts';
import type { Signers } from './signers.ts';

const HOUR = 3_600_000;

/** One world from one number, in which the runs issue what they bring. */
export async function playIssuing(
  seed: number,
  signers: Signers,
  staged = seed % 20 === 0,
  generation: Generation = NEWEST,
): Promise<Played> {
  const how = staged ? { staging: drawStaging(createRandom(seed + 11)) } : {};
  const drawn = drawIssuing(seed);
  return await playDrawn(generation > 4 ? drawTrouble(drawn) : drawn, signers, how);
}

export async function playDrawn(
  drawn: Drawn,
  all: Signers,
  how: Pick<RunOptions, 'staging'> = {},
  people: (world: SimulatedWorld) => void = () => undefined,
): Promise<Played> {
  const { scenario, terms, runs: plans, twin, person } = drawn;
  const signers = signersOf(drawn, all);
  const { cast } = signers;
  const world = new SimulatedWorld(scenario, cast);
  people(world);
  const options = ({ fault, always, faults, ending, dryRun }: DrawnRun, name: string): RunOptions => ({
    ...how,
    faults,
    dryRun,
    ...(ending === undefined ? {} : { ending }),
    name,
    issuing: { signers, terms, fault, always },
  });
  const runs: Run[] = [];
  for (const [index, plan] of plans.entries()) {
    if (person?.before === index) meddle(world, cast, person.seed, BESIDE_ISSUING);
    if (index === 0 && twin !== undefined)
      runs.push(...(await together(world, signers, plan, twin, options)));
    else runs.push(await runOnce(world, cast, options(plan, `run ${index + 1}`)));
    await world.time.pass(plan.pause);
  }
  noteRuns(world, runs);
  world.met.count(`${drawn.before} before, quota ${scenario.quota}`);
  const settled = await settleIssued(world, signers, terms, how);
  const every = [...runs, ...settled.runs];
  for (const run of every) if (run.process.killed) run.inquest();
  const problems = [
    ...violations(world, cast, every),
    ...judgeIssued(world, terms, every),
    ...settled.problems,
  ];
  return { problems, world, runs: every, met: world.met };
}

/** Whom the origin trusts, and what was there before. */
function signersOf({ scenario, before }: Drawn, signers: Signers): Signers {
  const refused = scenario.successor === 'other-issuer';
  const cast = refused ? signers.refusing : signers.cast;
  if (before === 'refused') {
    const { certificate, inForce } = signers.former;
    const bundle = `${signers.bundle}${certificate}`;
    return { ...signers, bundle, cast: { ...cast, predecessor: inForce[scenario.level] } };
  }
  // What an origin refuses was never issued for it before.
  return before === 'due' && !refused
    ? { ...signers, cast: { ...cast, predecessor: signers.due[scenario.level] } }
    : { ...signers, cast };
}

async function together(
  world: SimulatedWorld,
  { cast }: Signers,
  plan: DrawnRun,
  after: number,
  options: (plan: DrawnRun, name: string) => RunOptions,
): Promise<readonly Run[]> {
  const one = startRun(world, cast, options(plan, 'run 1'));
  await world.time.pass(after);
  if (!hasEnded(one)) world.met.count('another run interleaved');
  const two = startRun(world, cast, options({ ...plan, ending: undefined }, 'run 1, again'));
  await world.time.runUntil(() => hasEnded(one) && hasEnded(two), 3 * HOUR);
  const crash = one.crash ?? two.crash;
  if (crash !== undefined) throw crash;
  return [one, two];
}
