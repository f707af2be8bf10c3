import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createIssuer, type Issuer } from '../../../src/issue/issue.ts';
import type { Command, CommandEnd } from '../../../src/issue/signers/command.ts';
import type { ServerWorld } from '../../../src/issue/signers/signing-server.ts';
import type { Target } from '../../../src/rotation/target.ts';
import { answersForOpenSsl } from '../../support/trusting.ts';
import { runnerClock } from '../clock.ts';
import type { Process } from '../process.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { signerServers } from './servers.ts';
import type { SignerServers } from './servers.ts';
import type { Signers } from './signers.ts';
import { signingAuthority, signingCommand } from './signing.ts';
import type { SignerFault } from './signing.ts';
import { issuingOf, targetOf } from './terms.ts';
import type { Terms } from './terms.ts';

/** How a run issues the certificate that it brings. */
export interface IssuingJob {
  readonly signers: Signers;
  readonly terms: Terms;
  /** What is the matter with whoever signs. */
  readonly fault: SignerFault | undefined;
  /** Renewed whether due or not. */
  readonly always: boolean;
}

/** What a run that issues needs of a world beside Cloudflare. */
export interface SignerPorts extends Pick<ServerWorld, 'connect' | 'env'> {
  readonly runCommand: (command: Command) => Promise<CommandEnd>;
  readonly servers: SignerServers;
}

/** Worlds that keep the authority's key by now: to read it again for each run takes longer than much of the run. */
const keeping = new WeakSet<SimulatedWorld>();

export function signerPorts(
  world: SimulatedWorld,
  process: Process,
  { signers, terms, fault }: IssuingJob,
): SignerPorts {
  world.met.count(`a run that issues by ${terms.signer}`);
  if (fault !== undefined) world.met.count(`the signer: ${fault}`);
  if (!keeping.has(world)) keep(world, createPrivateKey(signers.own.privateKey));
  keeping.add(world);
  const authority = signingAuthority(world, signers, terms.validity, fault);
  const sign = signingCommand(world, authority, terms.validity, fault);
  const servers = signerServers(world, authority, terms, fault);
  return {
    servers,
    env: servers.env,
    runCommand: (command) => process.whileAlive(sign(command)),
    connect: async (trust) => {
      const http = await servers.connect(trust);
      return (request) => {
        if (world.shows(JSON.stringify(request), 'key'))
          world.breaches.push(`${process.name} sent a key to a signer: ${request.url}`);
        return process.whileAlive(http(request));
      };
    },
  };
}

/** From now on a key or a token may occur nowhere but where it belongs. */
export function keep(world: SimulatedWorld, secret: KeyObject | string): void {
  world.printed.keeps(secret);
  if (typeof secret === 'string') world.keepsToken(secret);
  else world.keepsKey(secret.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** Makes certificates in a run that is played without inputs and output files. */
export function issuerIn(world: SimulatedWorld, process: Process, ports: SignerPorts): Issuer {
  const clock = runnerClock(world);
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    process.whileAlive(world.time.sleep(milliseconds, signal));
  return createIssuer({
    runCommand: ports.runCommand,
    server: {
      env: ports.env,
      connect: ports.connect,
      sleep,
      stop: process.stop,
      protect: (token) => keep(world, token),
    },
    trust: { askOpenSsl: answersForOpenSsl, clock, sleep, stop: process.stop },
    protect: (key) => keep(world, key),
  });
}

export function issuedTarget(world: SimulatedWorld, { terms, signers, always }: IssuingJob): Target {
  return targetOf(world.scenario, issuingOf(world.scenario, terms, signers, always), world.time.now);
}
