import type { Issuing } from '../../../src/issue/issuing.ts';
import { toBeIssued } from '../../../src/rotation/issue/settle.ts';
import type { Target } from '../../../src/rotation/target.ts';
import { DAY, NAME } from './course.ts';
import type { Course } from './course.ts';
import type { Signers } from './year.ts';

/** As the inputs would give it. */
export function issuingOf(
  { scenario, validity, renewBefore, signer }: Course,
  { settings, own }: Signers,
): Issuing {
  return {
    identity: {
      commonName: scenario.level === 'zone' ? 'example.com' : 'www.example.com',
      authorities: [settings.authority.certificate.x509],
    },
    key: 'ec-p256',
    validity,
    minimumValidity: 7 * DAY,
    rule: { renewBefore, spreadBy: NAME },
    always: false,
    signer: signer === 'authority' ? settings : { kind: 'command', words: ['sign'], environment: [] },
    clientCa: signer === 'command' ? own.certificate : undefined,
    originGiven: scenario.origin !== undefined,
  };
}

export function targetOf({ scenario }: Course, issuing: Issuing, now: number): Target {
  const origin = { hostname: 'www.example.com', host: '203.0.113.7', port: 443 };
  return {
    name: NAME,
    zone: 'example.com',
    level: scenario.level,
    hostnames: scenario.level === 'hostname' ? scenario.hostnames : [],
    replace: undefined,
    successor: toBeIssued(issuing, now),
    issuing,
    siblings: [],
    conditional: [],
    policy: {
      enable: true,
      deletePrevious: true,
      gracePeriod: 120_000,
      activationTimeout: 600_000,
      minimumValidity: 7 * DAY,
      expiryWarning: 30 * DAY,
      acceptIssuerChange: false,
      probes: {
        urls: scenario.probed ? scenario.hostnames.map((hostname) => `https://${hostname}/`) : [],
        successes: 3,
        timeout: 180_000,
        requestHeaders: {},
        echoHeader: undefined,
      },
      origin: { addresses: issuing.originGiven ? [origin] : [], serverCa: undefined, timeout: 10_000 },
    },
  };
}
