import type { Finding } from '../../../src/certificate/finding.ts';
import { PrivateKey } from '../../../src/certificate/private-key.ts';
import type { BaselineOf } from '../../../src/probe/verdict.ts';
import type {
  HostnameObservation,
  OriginCheckOf,
  ZoneObservation,
} from '../../../src/rotation/observe/observation.ts';
import type { RotationPlan } from '../../../src/rotation/plan/plan.ts';
import type { Policy, Target } from '../../../src/rotation/target.ts';
import { ec } from '../../certificate/support/keys.ts';
import { held, leaf, listed, tied } from './observed.ts';

export const DAY = 86_400_000;
/** 2026-11-24T00:00:00Z. */
export const NOW = Date.UTC(2026, 10, 24);
export const SUCCESSOR = leaf('successor', { from: NOW - DAY, to: NOW + 100 * DAY });
export const FORMER = leaf('former', { from: NOW - 60 * DAY, to: NOW + 5 * DAY });
/** Of another subject, and issued by itself. */
export const FOREIGN = leaf('foreign', { issuer: undefined, subject: { CN: 'Foreign' } });
/** The successor's copy at Cloudflare, and what was there before. */
export const copy = held('new', { leaf: SUCCESSOR, uploadedOn: NOW - DAY });
export const former = held('old', { leaf: FORMER, uploadedOn: NOW - 30 * DAY });
export const foreign = held('foreign', { leaf: FOREIGN, uploadedOn: NOW - 40 * DAY });

export const ORIGIN = { hostname: 'www.example.com', host: '192.0.2.1', port: 443 };

type Asked = Partial<Omit<Target, 'policy'>> & { readonly policy?: Partial<Policy> };

/** A target to rotate, at zone level unless said. */
export function targetOf({ policy, ...more }: Asked = {}): Target {
  return {
    name: 'example.com (zone)',
    zone: 'example.com',
    level: 'zone',
    hostnames: [],
    replace: undefined,
    successor: {
      leaf: SUCCESSOR,
      key: new PrivateKey(ec('successor').privateKey),
      vouchedByCa: false,
      clientCa: [],
      chain: [],
    },
    otherTargets: [],
    conditional: [],
    policy: {
      enable: true,
      deletePrevious: true,
      gracePeriod: 120_000,
      activationTimeout: 600_000,
      minimumValidity: 0,
      expiryWarning: 30 * DAY,
      acceptIssuerChange: false,
      probes: probesOf(),
      origin: { addresses: [ORIGIN], serverCa: undefined, timeout: 1000 },
      ...policy,
    },
    ...more,
  };
}

export function probesOf(...urls: readonly string[]): Policy['probes'] {
  return { urls, successes: 1, timeout: 1000, requestHeaders: {}, echoHeader: undefined };
}

/** Lets the certificate in, so that no plan warns that nobody looks, and vouches for nothing. */
const LETS_IN: OriginCheckOf = {
  address: 'www.example.com@203.0.113.7:443',
  verdict: { kind: 'admitted', status: 200, enforced: 'unknown', sentence: '' },
};

const COMMON = {
  zone: { asked: 'example.com', id: 'zone-id', name: 'example.com' },
  at: NOW,
  sslMode: 'full',
  baselines: [],
  originChecks: [LETS_IN],
};

/** A zone that presents the former certificate, unless said. */
export function zoneSeen(more: Partial<ZoneObservation> = {}): ZoneObservation {
  return {
    ...COMMON,
    level: 'zone',
    hostnames: [],
    certificates: [former],
    switchOn: true,
    presented: { kind: 'certificate', certificate: former },
    associations: undefined,
    ...more,
  };
}

/** Two hostnames on the former certificate, unless said. */
export function hostnamesSeen(more: Partial<HostnameObservation> = {}): HostnameObservation {
  const hostnames = more.hostnames ?? ['a.example.com', 'b.example.com'];
  return {
    ...COMMON,
    level: 'hostname',
    certificates: [former],
    hostnames,
    associations: listed(...hostnames.map((hostname) => tied(hostname, 'old'))),
    presented: new Map(hostnames.map((hostname) => [hostname, { kind: 'certificate', certificate: former }])),
    ...more,
  };
}

/** A plan that uploads and removes nothing, unless said. */
export function planOf(more: Partial<RotationPlan> = {}): RotationPlan {
  return {
    kind: 'rotate',
    reason: 'REPLACE',
    discard: undefined,
    adopt: undefined,
    switchOn: false,
    moves: [],
    canary: undefined,
    remove: [],
    spared: [],
    warnings: [],
    ...more,
  };
}

export const finding = (severity: Finding['severity']): Finding => ({
  reason: 'DOUBT',
  severity,
  input: 'certificate',
  sentence: '`certificate` is doubtful. Get a better one.',
});

export const baselineOf = (kind: BaselineOf['baseline']['kind']): BaselineOf => ({
  url: 'https://a.example.com/x?secret=1',
  baseline:
    kind === 'healthy'
      ? { kind, status: 200, served: undefined, sentence: 'So it was seen.' }
      : { kind, status: 500, served: undefined, sentence: 'So it was seen.' },
});

export const checkOf = (
  kind: OriginCheckOf['verdict']['kind'],
  enforced: boolean | 'unknown' = true,
  address = 'a.example.com@192.0.2.1:443',
): OriginCheckOf => {
  const sentence = 'So it was seen.';
  switch (kind) {
    case 'admitted':
      return { address, verdict: { kind, status: 200, enforced, sentence } };
    case 'refused':
      return { address, verdict: { kind, status: undefined, sentence } };
    case 'unreachable':
      return { address, verdict: { kind, status: undefined, sentence } };
    case 'unclear':
      return { address, verdict: { kind, status: 404, sentence } };
  }
};
