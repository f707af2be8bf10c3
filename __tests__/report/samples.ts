import type { Trigger } from '../../src/github/trigger.ts';
import type { RunResult } from '../../src/operations/operation-result.ts';
import type { Evidence } from '../../src/probe/evidence.ts';
import type { TargetResult } from '../../src/rotation/result.ts';
import type { CertificateFacts, Phase, PhaseName, Predecessor } from '../../src/zone/result-parts.ts';

/** Runs as a rotation would tell them, for the tests of the report. */

export const START = Date.UTC(2026, 10, 23, 23, 4, 10);
const DAY = 86_400_000;

export const MANUAL: Trigger = {
  event: 'workflow_dispatch',
  about: undefined,
  url: undefined,
  prerelease: false,
  actor: 'octocat',
  ref: 'main',
  workflow: 'Rotate',
  repository: { owner: 'acme', name: 'site' },
  runUrl: 'https://github.com/acme/site/actions/runs/42',
  secretsWithheld: undefined,
};

export const RELEASE: Trigger = {
  ...MANUAL,
  event: 'release',
  about: 'v1.4.0',
  url: 'https://github.com/acme/site/releases/tag/v1.4.0',
};

export function facts(seed: string, days = 90): CertificateFacts {
  return {
    id: seed.repeat(32).slice(0, 32),
    fingerprint: `${seed}9f2c`.repeat(16).slice(0, 64),
    fingerprintSha1: `${seed}51a1`.repeat(10).slice(0, 40),
    serialNumber: `${seed}A0B1C2D3E4F5061728394A5B6C7D8E9F${seed}1A2B3C`.toUpperCase().slice(0, 40),
    subject: 'CN=origin-pull.example.com,O=Example GmbH',
    issuer: 'CN=Example Origin Pull CA R2,O=Example GmbH,C=DE',
    notAfter: START + days * DAY,
    daysLeft: days,
  };
}

export const NEW = facts('5b');
export const OLD = facts('a7', 12);

export function phase(
  name: PhaseName,
  from: number,
  to: number,
  detail: string,
  outcome: Phase['outcome'] = 'done',
): Phase {
  return { name, startedAt: START + from * 1000, endedAt: START + to * 1000, outcome, detail };
}

export function seen(when: Evidence['when'], at: number, rest: Partial<Evidence> = {}): Evidence {
  return {
    at: START + at * 1000,
    when,
    via: 'edge',
    to: 'https://app.example.com/healthz',
    verdict: 'pass',
    status: 200,
    served: undefined,
    sentence: 'The origin answered as before.',
    ...rest,
  };
}

export function predecessor(rest: Partial<Predecessor> = {}): Predecessor {
  return { ...OLD, fate: 'deleted', why: 'Nothing refers to it any more.', ...rest };
}

export const ZONE_ROTATED: TargetResult = {
  name: 'example.com (zone)',
  zone: { asked: 'example.com', id: '023e105f4ecef8ad9ca31a8372d0c353', name: 'example.com' },
  level: 'zone',
  hostnames: [],
  outcome: 'rotated',
  changed: true,
  reason: 'ROTATED',
  sentence:
    'Cloudflare now shows the new certificate to the origin of example.com; the previous one is deleted.',
  stood: undefined,
  successor: NEW,
  inForce: NEW,
  before: [],
  predecessors: [predecessor()],
  spared: [],
  phases: [
    phase('observe', 0, 1.2, 'One certificate is in force, the switch is on.'),
    phase('upload', 2.4, 3.3, 'Uploaded.'),
    phase('activate', 3.3, 31, 'Active after 28 s.'),
    phase('switch-on', 31, 31, 'It is on already.', 'skipped'),
    phase('probe', 31, 42, 'Five passes in a row.'),
    phase('grace', 42, 151, 'The last probe passed at its end.'),
    phase('observe-again', 151, 152, 'Nothing moved.'),
    phase('delete', 152, 153, 'Deleted one certificate.'),
  ],
  evidence: [
    seen('before', 1.5, { served: OLD.serialNumber }),
    seen('before', 2.2, {
      via: 'origin',
      to: '203.0.113.7:443',
      sentence: 'Let in with the new certificate, refused without one.',
    }),
    ...[32, 34, 37, 39, 41, 150].map((at) => seen('after', at, { served: NEW.serialNumber })),
  ],
  warnings: [],
  failure: undefined,
};

const HOSTS = ['app.example.com', 'api.example.com', 'admin.example.com'];

export const HOSTS_ROTATED: TargetResult = {
  ...ZONE_ROTATED,
  name: 'example.com (app.example.com and 2 more)',
  level: 'hostname',
  hostnames: HOSTS,
  before: HOSTS.map((hostname) => ({ hostname, certificateId: OLD.id, enabled: true })),
  sentence: 'Three hostnames of example.com now use the new certificate.',
  predecessors: [
    predecessor(),
    predecessor({
      ...facts('c3', 30),
      fate: 'in-use',
      why: 'shop.example.com, which is not part of this target, still uses it.',
    }),
  ],
  spared: [
    {
      ...facts('d4', -20),
      reason: 'OTHER_LINEAGE',
      why: 'No hostname uses it, but its issuer is another. To delete it: operation: delete with this id.',
    },
  ],
  warnings: [
    {
      reason: 'WAS_OFF',
      sentence: 'api.example.com had its certificate switched off; it is on now, as enable: true asks.',
    },
  ],
};

export const FIRST_SET_UP: TargetResult = {
  ...ZONE_ROTATED,
  reason: 'FIRST_SET_UP',
  sentence: 'Cloudflare shows a client certificate to the origin of example.com for the first time.',
  predecessors: [],
  phases: [
    phase('observe', 0, 1, 'No certificate, the switch is off.'),
    phase('upload', 1, 2, 'Uploaded.'),
    phase('activate', 2, 20, 'Active after 18 s.'),
    phase('switch-on', 20, 21, 'Switched on.'),
  ],
  evidence: [],
};

export const UNCHANGED: TargetResult = {
  ...ZONE_ROTATED,
  outcome: 'unchanged',
  changed: false,
  reason: 'ALREADY_IN_FORCE',
  sentence: 'The certificate is in force already; nothing was changed.',
  predecessors: [],
  phases: [phase('observe', 0, 1.1, 'The certificate of the secret is in force.')],
  evidence: [],
};

export function run(targets: readonly TargetResult[], rest: Partial<RunResult> = {}): RunResult {
  const order = ['failed', 'rolled-back', 'planned', 'rotated', 'unchanged'] as const;
  return {
    operation: 'rotate',
    outcome: order.find((outcome) => targets.some((target) => target.outcome === outcome)) ?? 'unchanged',
    dryRun: targets.some(({ outcome }) => outcome === 'planned'),
    startedAt: START,
    endedAt: START + 158_000,
    targets,
    calls: {
      'GET /zones/{zone_id}/origin_tls_client_auth': 8,
      'POST /zones/{zone_id}/origin_tls_client_auth': 1,
    },
    ...rest,
  };
}
