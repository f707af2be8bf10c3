import { X509Certificate } from 'node:crypto';
import type { DialAnswer, OriginDial } from '../../src/probe/origin-dial.ts';
import type { Process } from './process.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const WELCOME: DialAnswer = { kind: 'http', status: 200, headers: {}, body: 'hello' };

/** The way straight to the origin, as the scenario has it. */
export function createDial(world: SimulatedWorld, process: Process): OriginDial {
  return async ({ certificate }) => {
    await process.whileAlive(world.time.sleep(world.latency()));
    switch (world.scenario.origin) {
      case undefined:
      case 'unreachable':
        world.met.count('origin unreachable');
        return { kind: 'network', reason: 'timeout' };
      case 'enforcing':
        if (certificate === undefined) return refused('certificate required');
        break;
      case 'open':
        if (certificate !== undefined) break;
        world.met.count('origin lets in without a certificate');
        return WELCOME;
    }
    if (isTrusted(world, certificate.pem)) {
      world.met.count('origin accepts the successor');
      return WELCOME;
    }
    world.met.count('origin refuses the successor');
    return refused('unknown ca');
  };
}

/** Whether the origin trusts the issuer of a certificate now. */
function isTrusted(world: SimulatedWorld, pem: string): boolean {
  const leaf = new X509Certificate(pem);
  return world.trustAt(world.time.now).authorities.some((one) => {
    const authority = new X509Certificate(one);
    return leaf.fingerprint256 === authority.fingerprint256 || leaf.verify(authority.publicKey);
  });
}

function refused(alert: string): DialAnswer {
  return { kind: 'tls-refused', alert, phase: 'after-handshake' };
}
