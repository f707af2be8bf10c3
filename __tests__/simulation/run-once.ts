import { rotateAll } from '../../src/operations/rotate.ts';
import { rotationWorld } from '../../src/operations/world.ts';
import type { TargetResult } from '../../src/rotation/result.ts';
import type { Target } from '../../src/rotation/target.ts';
import type { Cast } from './cast.ts';
import { successorOf } from './cast.ts';
import { noFaults } from './faults.ts';
import type { Ending, FaultPlan } from './faults.ts';
import { API, createNetwork } from './network.ts';
import { Process } from './process.ts';
import type { SimulatedWorld } from './simulated-world.ts';

export interface RunOptions {
  readonly name: string;
  readonly faults?: FaultPlan;
  readonly ending?: Ending;
  readonly dryRun?: boolean;
  /** The certificate this run brings; the scenario's successor by default. */
  readonly part?: 'successor' | 'third';
}

export interface Run {
  readonly process: Process;
  /** Undefined while it runs, and for ever once it was killed. */
  result: TargetResult | undefined;
  /** Something escaped that never may. */
  crash: unknown;
}

const MINUTE = 60_000;
export const TIMEOUT = 30 * MINUTE;

/** Starts the real code in the simulated world; the caller lets time pass. */
export function startRun(world: SimulatedWorld, cast: Cast, options: RunOptions): Run {
  const process = new Process(options.name, options.faults ?? noFaults, options.ending);
  const run: Run = { process, result: undefined, crash: undefined };
  const began = world.time.now;
  const clock = { wall: (): number => world.time.now, monotonic: (): number => world.time.now - began };
  const rotation = rotationWorld({
    http: createNetwork(world, process),
    dial: () => Promise.resolve({ kind: 'network', reason: 'timeout' }),
    clock,
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    stop: process.stop,
    say: (line) => {
      process.said.push(line);
      world.note(process, `says ${line}`);
    },
    announce: () => undefined,
    endsAt: TIMEOUT,
    token: 'token',
    baseUrl: API,
  });
  process.stop.addEventListener('abort', () => {
    process.cancelledAt = world.time.now;
  });
  const targets = [targetOf(world, cast, options.part ?? 'successor')];
  void (async (): Promise<void> => {
    try {
      const how = { dryRun: options.dryRun ?? false, onFailure: 'stop' } as const;
      const [result] = await rotateAll(targets, rotation, how);
      if (!process.killed) run.result = result;
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
  world.note(run.process, `ended ${run.result?.outcome ?? 'killed'}: ${run.result?.sentence ?? ''}`);
  return run;
}

export function hasEnded(run: Run): boolean {
  return run.result !== undefined || run.crash !== undefined || run.process.killed;
}

function targetOf(world: SimulatedWorld, cast: Cast, part: 'successor' | 'third'): Target {
  const { scenario } = world;
  const pair =
    part === 'third' ? cast.third : scenario.successor === 'other-issuer' ? cast.foreign : cast.successor;
  const hostnames = scenario.level === 'hostname' ? scenario.hostnames : [];
  const [first] = scenario.hostnames;
  return {
    name: `example.com (${scenario.level})`,
    zone: 'example.com',
    level: scenario.level,
    hostnames,
    replace: undefined,
    successor: successorOf(pair, undefined),
    siblings: [],
    conditional: [],
    policy: {
      enable: true,
      deletePrevious: scenario.deletePrevious,
      gracePeriod: 2 * MINUTE,
      activationTimeout: 10 * MINUTE,
      minimumValidity: 0,
      expiryWarning: 0,
      acceptIssuerChange: true,
      probes: {
        urls: scenario.probed && first !== undefined ? [`https://${first}/health`] : [],
        successes: 5,
        timeout: 3 * MINUTE,
        requestHeaders: {},
        echoHeader: scenario.echo ? 'x-client-serial' : undefined,
      },
      origin: { addresses: [], serverCa: undefined, timeout: 10_000 },
    },
  };
}
