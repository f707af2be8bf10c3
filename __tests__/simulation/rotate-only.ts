import type { Pair } from '../../sandbox/authority/index.ts';
import { openWorld } from '../../src/fleet/open-world.ts';
import { rotateAll } from '../../src/fleet/rotate-all.ts';
import { runResult } from '../../src/operations/operation-result.ts';
import type { OriginAddress } from '../../src/probe/settings.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import type { Target } from '../../src/rotation/target.ts';
import { noIssuer } from '../support/no-issuer.ts';
import { successorOf } from './cast.ts';
import { runnerClock } from './clock.ts';
import { createDial } from './dial.ts';
import { noteRenewal } from './issuing/brought.ts';
import { issuedTarget, issuerIn, signerPorts, type IssuingJob } from './issuing/job.ts';
import { API, createNetwork } from './network.ts';
import type { Process } from './process.ts';
import type { Scenario } from './scenario.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { toldBy, type Told } from './told.ts';
import { replacedBy } from './truth.ts';

/** One run to be played. */
export interface Job {
  readonly world: SimulatedWorld;
  readonly process: Process;
  /** What it brings, unless it issues that itself. */
  readonly pair: Pair;
  readonly issuing: IssuingJob | undefined;
  readonly dryRun: boolean;
}

const MINUTE = 60_000;

/** The rotation by itself, without inputs and output files: fast, so that many worlds can be played. */
export async function rotateOnly({ world, process, pair, issuing, dryRun }: Job): Promise<Told> {
  const ports = issuing && signerPorts(world, process, issuing);
  const rotation = openWorld({
    http: createNetwork(world, process),
    dial: createDial(world, process),
    issuer: ports === undefined ? noIssuer : issuerIn(world, process, ports),
    clock: runnerClock(world),
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    stop: process.stop,
    say: (line) => {
      process.says(line, world.time.now);
      noteRenewal(world, process.name, line);
      world.note(process, `says ${line}`);
    },
    endsAt: world.timeout,
    token: 'token',
    baseUrl: API,
  });
  const startedAt = world.time.now;
  const target = issuing === undefined ? targetOf(world, pair) : issuedTarget(world, issuing);
  const results = await rotateAll([target], rotation, { dryRun, onFailure: 'stop' });
  if (!process.killed && ports !== undefined && ports.servers.openTokens() > 0)
    world.breaches.push(`${process.name} left a token of Vault open`);
  const facts = { dryRun, startedAt, endedAt: world.time.now, calls: {} };
  return toldBy(new Map(Object.entries(renderOutputs(runResult(results, facts)))));
}

const ORIGIN = '203.0.113.7';

function originsOf({ origin, hostnames }: Scenario): readonly OriginAddress[] {
  const [hostname = ''] = hostnames;
  return origin === undefined ? [] : [{ hostname, host: ORIGIN, port: 443 }];
}

function targetOf(world: SimulatedWorld, pair: Pair): Target {
  const { scenario } = world;
  const replace = scenario.replace ? replacedBy(world, pair.fingerprint) : undefined;
  const named = scenario.level === 'hostname' && replace === undefined;
  const [first] = scenario.hostnames;
  return {
    name: `example.com (${scenario.level})`,
    zone: 'example.com',
    level: scenario.level,
    hostnames: named ? scenario.hostnames : [],
    replace,
    successor: successorOf(pair),
    otherTargets: [],
    conditional: [],
    policy: {
      enable: scenario.enable,
      deletePrevious: scenario.deletePrevious,
      gracePeriod: scenario.grace,
      activationTimeout: 10 * MINUTE,
      minimumValidity: 0,
      expiryWarning: 0,
      acceptIssuerChange: world.acceptIssuerChange,
      probes: {
        urls: scenario.probed && first !== undefined ? [`https://${first}/health`] : [],
        successes: 5,
        timeout: 3 * MINUTE,
        requestHeaders: {},
        echoHeader: scenario.echo ? 'x-client-serial' : undefined,
      },
      origin: { addresses: originsOf(scenario), serverCa: undefined, timeout: 10_000 },
    },
  };
}
