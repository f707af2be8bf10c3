import type { Cast, Part } from './cast.ts';
import { pairOf } from './cast.ts';
import type { Ending, FaultPlan } from './faults.ts';
import { noFaults } from './faults.ts';
import { whyNotInForce } from './goal.ts';
import type { IssuingJob } from './issuing/job.ts';
import { judgeEnd } from './judge-end.ts';
import { Process } from './process.ts';
import { rotateOnly } from './rotate-only.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { rotateStaged } from './staged.ts';
import type { Staging } from './staged.ts';
import type { Told } from './told.ts';
import { issuedAt } from './truth.ts';

export interface RunOptions {
  readonly name: string;
  readonly faults?: FaultPlan;
  readonly ending?: Ending;
  readonly dryRun?: boolean;
  /** The certificate this run brings; the scenario's successor by default. */
  readonly part?: Part;
  /** It issues what it brings. */
  readonly issuing?: IssuingJob;
  /** Play the action as a whole, with inputs, output files and log; otherwise its rotation only. */
  readonly staging?: Staging;
  /** Milliseconds after which the token is rolled; it works again once the run has ended. */
  readonly tokenRolledAfter?: number;
  /** Milliseconds for which the token is too young. */
  readonly tokenYoungFor?: number;
}

export interface Run {
  readonly process: Process;
  readonly part: Part;
  readonly dryRun: boolean;
  readonly startedAt: number;
  /** Undefined while it runs, and for ever once it was killed. */
  endedAt: number | undefined;
  /** Undefined while it runs, and for ever once it was killed. */
  result: Told | undefined;
  /** Something escaped that never may. */
  crash: unknown;
  /** Why its certificate was not in force as it ended; undefined: it was. */
  notInForce: string | undefined;
  /** What was wrong with what it printed and wrote. */
  readonly problems: string[];
  /** Looks at what a run left that is played as a whole and was killed. */
  inquest: () => void;
}

const TIMEOUT = 1_800_000;

/** Starts the real code in the simulated world; the caller lets time pass. */
export function startRun(world: SimulatedWorld, cast: Cast, options: RunOptions): Run {
  const process = new Process(options.name, options.faults ?? noFaults, options.ending);
  const part = options.part ?? 'successor';
  const dryRun = options.dryRun ?? false;
  const run: Run = {
    process,
    part,
    dryRun,
    startedAt: world.time.now,
    endedAt: undefined,
    result: undefined,
    crash: undefined,
    notInForce: undefined,
    problems: [],
    inquest: () => undefined,
  };
  const pair = pairOf(cast, part, world.scenario.successor);
  const { issuing } = options;
  const brings =
    issuing === undefined ? pair.fingerprint : issuedAt(world, world.time.now).at(-1)?.facts.fingerprint;
  if (brings !== undefined) world.brings.set(process.name, brings);
  if (dryRun) world.met.count('dry run');
  token(world, options);
  const job = { world, process, pair, issuing, dryRun };
  const work = options.staging === undefined ? rotateOnly(job) : rotateStaged(job, options.staging, run);
  void (async (): Promise<void> => {
    try {
      const told = await work;
      if (process.killed) return;
      process.ended = true;
      run.endedAt = world.time.now;
      run.notInForce = whyNotInForce(world, world.brings.get(process.name), part);
      run.problems.push(...judgeEnd(world, run, told));
      run.result = told;
    } catch (error) {
      run.crash = error;
    }
  })();
  return run;
}

/** Starts a run and lets time pass until it ends or is killed. */
export async function runOnce(world: SimulatedWorld, cast: Cast, options: RunOptions): Promise<Run> {
  const run = startRun(world, cast, options);
  await world.time.runUntil(() => hasEnded(run), 3 * TIMEOUT);
  if (run.crash !== undefined) throw run.crash;
  world.model.setToken('token', { revokedAt: Number.POSITIVE_INFINITY });
  world.note(run.process, `ended ${run.result?.outcome ?? 'killed'}: ${run.result?.sentence ?? ''}`);
  return run;
}

export function hasEnded(run: Run): boolean {
  return run.result !== undefined || run.crash !== undefined || run.process.killed;
}

function token(world: SimulatedWorld, { tokenRolledAfter, tokenYoungFor }: RunOptions): void {
  const { now } = world.time;
  if (tokenYoungFor !== undefined) {
    world.met.count('token too young');
    world.model.setToken('token', { knownFrom: now + tokenYoungFor });
  }
  if (tokenRolledAfter === undefined) return;
  world.time.at(now + tokenRolledAfter, () => {
    if (world.time.now >= world.mendedAt) return;
    world.met.count('token rolled in mid-run');
    world.model.setToken('token', { revokedAt: world.time.now });
  });
}
