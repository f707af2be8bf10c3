import type { Pair } from '../../sandbox/authority/index.ts';
import { rotateAll } from '../../src/operations/rotate.ts';
import { rotationWorld } from '../../src/operations/world.ts';
import type { TargetResult } from '../../src/rotation/result.ts';
import type { Target } from '../../src/rotation/target.ts';
import { successorOf } from './cast.ts';
import { runnerClock } from './clock.ts';
import { API, createNetwork } from './network.ts';
import type { Process } from './process.ts';
import { TIMEOUT } from './run-once.ts';
import type { Told } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** One run to be played. */
export interface Job {
  readonly world: SimulatedWorld;
  readonly process: Process;
  readonly pair: Pair;
  readonly dryRun: boolean;
}

const MINUTE = 60_000;

/** The rotation by itself, without inputs and output files: fast, so that many worlds can be played. */
export async function rotateOnly({ world, process, pair, dryRun }: Job): Promise<Told | undefined> {
  const rotation = rotationWorld({
    http: createNetwork(world, process),
    dial: () => Promise.resolve({ kind: 'network', reason: 'timeout' }),
    clock: runnerClock(world),
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    stop: process.stop,
    say: (line) => {
      process.says(line);
      world.note(process, `says ${line}`);
    },
    announce: () => Promise.resolve(),
    endsAt: TIMEOUT,
    token: 'token',
    baseUrl: API,
  });
  const [result] = await rotateAll([targetOf(world, pair)], rotation, { dryRun, onFailure: 'stop' });
  return result === undefined ? undefined : toldBy(result);
}

function toldBy({ outcome, reason, sentence, failure, inForce }: TargetResult): Told {
  return {
    outcome,
    reason,
    sentence,
    remedy: failure?.remedy,
    inForce: failure?.inForce,
    inForceId: inForce?.id,
  };
}

function targetOf({ scenario }: SimulatedWorld, pair: Pair): Target {
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
