import { createIssuer } from '../../../src/issue/issue.ts';
import type { Issuer } from '../../../src/issue/issue.ts';
import { rotateAll, runResult } from '../../../src/operations/rotate.ts';
import { rotationWorld } from '../../../src/operations/world.ts';
import { renderOutputs } from '../../../src/report/outputs.ts';
import { answersForOpenSsl } from '../../support/trusting.ts';
import { runnerClock } from '../clock.ts';
import { createDial } from '../dial.ts';
import type { Ending, FaultPlan } from '../faults.ts';
import { API, createNetwork } from '../network.ts';
import { Process } from '../process.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { toldBy } from '../told.ts';
import type { Told } from '../told.ts';
import { signerServers } from './servers.ts';
import type { Signers } from './signers.ts';
import { signingAuthority, signingCommand } from './signing.ts';
import type { SignerFault } from './signing.ts';
import { issuingOf, targetOf } from './terms.ts';
import type { Terms } from './terms.ts';

/** What goes wrong with one run that issues. */
export interface RunPlan {
  readonly faults: FaultPlan;
  /** `issued`: killed with a signed certificate at hand, before anything is uploaded. */
  readonly ending?: Ending | 'issued';
  readonly signer?: SignerFault | undefined;
  readonly dryRun?: boolean;
  /** Renewed whether due or not. */
  readonly always?: boolean;
}

export interface IssuingRun {
  readonly process: Process;
  readonly work: Promise<Told>;
}

/** Starts the real code in a world whose certificate is issued; the caller lets time pass. */
export function issuingRun(
  world: SimulatedWorld,
  signers: Signers,
  terms: Terms,
  plan: RunPlan,
  name: string,
): IssuingRun {
  const { faults, ending, signer: fault } = plan;
  const process = new Process(name, faults, ending === 'issued' ? undefined : ending);
  if (fault !== undefined) world.met.count(`the signer: ${fault}`);
  const clock = runnerClock(world);
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    process.whileAlive(world.time.sleep(milliseconds, signal));
  const authority = signingAuthority(world, signers, terms.validity, fault);
  world.keepsKey(signers.own.privateKey);
  const sign = signingCommand(world, authority, terms.validity, fault);
  const servers = signerServers(world, authority, terms, fault);
  const issuer = createIssuer({
    runCommand: (command) => process.whileAlive(sign(command)),
    server: {
      env: servers.env,
      connect: async (trust) => {
        const http = await servers.connect(trust);
        return (request) => {
          if (world.shows(JSON.stringify(request), 'key'))
            world.breaches.push(`${process.name} sent a key to a signer: ${request.url}`);
          return process.whileAlive(http(request));
        };
      },
      sleep,
      stop: process.stop,
      protect: (token) => world.keepsToken(token),
    },
    trust: { ask: answersForOpenSsl, clock, sleep },
    protect: (key) => world.keepsKey(key.export({ type: 'pkcs8', format: 'pem' }).toString()),
  });
  const rotation = rotationWorld({
    http: createNetwork(world, process),
    dial: createDial(world, process),
    issuer: watched(issuer, world, process, ending === 'issued'),
    clock,
    sleep,
    random: () => world.random.next(),
    stop: process.stop,
    say: (line) => {
      process.says(line, world.time.now);
      world.note(process, `says ${line}`);
    },
    // What it takes over instead of issuing is known before its first write.
    announce: ({ successor }) => {
      if (successor.fingerprint !== undefined) world.brings.set(process.name, successor.fingerprint);
      return Promise.resolve();
    },
    endsAt: world.timeout,
    token: 'token',
    baseUrl: API,
  });
  const issuing = issuingOf(world.scenario, terms, signers, plan.always);
  const target = targetOf(world.scenario, issuing, world.time.now);
  const startedAt = world.time.now;
  const work = async (): Promise<Told> => {
    const dryRun = plan.dryRun ?? false;
    const results = await rotateAll([target], rotation, { dryRun, onFailure: 'stop' });
    const facts = { dryRun, startedAt, endedAt: world.time.now, calls: {} };
    const open = servers.openTokens();
    if (open > 0 && !process.killed) world.breaches.push(`${process.name} left ${open} tokens of Vault open`);
    return toldBy(new Map(Object.entries(renderOutputs(runResult(results, facts)))));
  };
  return { process, work: work() };
}

/** Knows what a run brings from the moment it has it. */
function watched(issuer: Issuer, world: SimulatedWorld, process: Process, killed: boolean): Issuer {
  return {
    check: issuer.check,
    issue: async (order, signer) => {
      const issued = await process.whileAlive(issuer.issue(order, signer));
      world.brings.set(process.name, issued.leaf.fingerprint);
      if (killed) {
        world.met.count('killed between issue and upload');
        world.note(process, 'killed with a certificate at hand');
        process.killed = true;
        await process.pulse();
      }
      return issued;
    },
  };
}
