import { certificatesIn } from '../../../src/certificate/leaf.ts';
import type { Issuing } from '../../../src/issue/issuing.ts';
import type { SignerSettings } from '../../../src/issue/signers/open-signer.ts';
import { toBeIssued } from '../../../src/rotation/issue/issued-successor.ts';
import type { Target } from '../../../src/rotation/target.ts';
import type { Scenario } from '../scenario.ts';
import { AUDIENCE, ROLE, SIGNER } from './servers.ts';
import type { Signers } from './signers.ts';

export const DAY = 86_400_000;
export type SignerKind = 'authority' | 'command' | 'vault' | 'step-ca';

/** How a world's certificate is issued. */
export interface Terms {
  readonly signer: SignerKind;
  readonly commonName: string;
  readonly validity: number;
  readonly renewBefore: number | undefined;
  /** Whether people say whom the origin trusts; every signer but an authority in a secret needs it. */
  readonly clientCa: boolean;
}

/** The common name of what is issued at a level. */
export const NAMES = { zone: 'example.com', hostname: 'www.example.com' } as const;

/** What the renewals of a world's target are spread by. */
export const nameOf = ({ level }: Pick<Scenario, 'level'>): string => `example.com (${level})`;

/** As the inputs would give it. */
export function issuingOf(
  scenario: Scenario,
  { signer, commonName, validity, renewBefore, clientCa }: Terms,
  { given, bundle }: Pick<Signers, 'given' | 'bundle'>,
  always = false,
): Issuing {
  return {
    identity: {
      commonName,
      authorities: signer === 'authority' ? [given.certificate.x509] : certificatesIn(bundle),
    },
    key: 'ec-p256',
    validity,
    minimumValidity: 7 * DAY,
    rule: { renewBefore, spreadBy: nameOf(scenario) },
    always,
    signer: settingsOf(signer, given),
    clientCa: clientCa ? bundle : undefined,
    originGiven: scenario.origin !== undefined,
  };
}

function settingsOf(kind: SignerKind, authority: Signers['given']): SignerSettings {
  const server = { address: SIGNER, audience: AUDIENCE, serverCa: undefined, token: undefined };
  switch (kind) {
    case 'authority':
      return { kind, authority };
    case 'command':
      return { kind, words: ['sign'], environment: [] };
    case 'vault':
      return {
        kind,
        vault: {
          ...server,
          mount: 'pki',
          role: ROLE,
          loginMount: 'jwt',
          loginRole: ROLE,
          namespace: undefined,
        },
      };
    case 'step-ca':
      return {
        kind,
        stepCa: { ...server, audience: undefined, provisioner: ROLE, fingerprint: undefined },
      };
  }
}

export function targetOf(scenario: Scenario, issuing: Issuing, now: number): Target {
  const [first = ''] = scenario.hostnames;
  const origin = { hostname: first, host: '203.0.113.7', port: 443 };
  return {
    name: nameOf(scenario),
    zone: 'example.com',
    level: scenario.level,
    hostnames: scenario.level === 'hostname' ? scenario.hostnames : [],
    replace: undefined,
    successor: toBeIssued(issuing, now),
    issuing,
    otherTargets: [],
    conditional: [],
    policy: {
      enable: scenario.enable,
      deletePrevious: scenario.deletePrevious,
      gracePeriod: scenario.grace,
      activationTimeout: 600_000,
      minimumValidity: issuing.minimumValidity,
      expiryWarning: 30 * DAY,
      acceptIssuerChange: false,
      probes: {
        urls: scenario.probed ? [`https://${first}/health`] : [],
        successes: 5,
        timeout: 180_000,
        requestHeaders: {},
        echoHeader: scenario.echo ? 'x-client-serial' : undefined,
      },
      origin: { addresses: issuing.originGiven ? [origin] : [], serverCa: undefined, timeout: 10_000 },
    },
  };
}
