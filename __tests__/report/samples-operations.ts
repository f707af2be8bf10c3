import type {
  DeleteRun,
  DisableRun,
  RunFacts,
  HeldCertificate,
  HostnameStatus,
  MatrixRun,
  StatusFinding,
  StatusRun,
  ZoneStatus,
} from '../../src/operations/operation-result.ts';
import type { Failure } from '../../src/zone/result-parts.ts';
import { facts, START } from './samples.ts';

/** What the operations but rotation end with, for the tests of the report. */

export const RUN: RunFacts = { dryRun: false, startedAt: START, endedAt: START + 1500, calls: {} };
export const failure: Failure = {
  code: 'ZONE_NOT_FOUND',
  happened: 'The token sees no such zone.',
  inForce: undefined,
  remedy: 'Give it the zone.',
  details: [],
};

export const held = (seed: string, more: Partial<HeldCertificate> = {}): HeldCertificate => ({
  ...facts(seed),
  level: 'hostname',
  status: 'active',
  use: 'in-force',
  expired: false,
  uploadedOn: START,
  hostnames: ['www.example.com'],
  ...more,
});
export const hostname = (name: string, more: Partial<HostnameStatus> = {}): HostnameStatus => ({
  hostname: name,
  certificateId: 'a'.repeat(32),
  enabled: true,
  status: 'active',
  ...more,
});
export const finding = (kind: StatusFinding['kind'], target: string): StatusFinding => ({
  kind,
  reason: 'EXPIRES_SOON',
  target,
  expected: true,
  sentence: `${target} expires soon.`,
  remedy: 'Rotate it.',
});
export const zone = (asked: string, more: Partial<ZoneStatus> = {}): ZoneStatus => ({
  zone: { asked, id: asked.padEnd(32, '0'), name: asked },
  outcome: 'ok',
  switchOn: true,
  sslMode: 'strict',
  sharedCertificate: 'off',
  certificates: [],
  hostnames: [],
  hostnamesComplete: true,
  quota: { used: 0, most: 10 },
  compared: [],
  findings: [],
  failure: undefined,
  ...more,
});
export const unseen = (asked: string): ZoneStatus =>
  zone(asked, { outcome: 'failed', switchOn: undefined, hostnamesComplete: false, failure });
export const status = (zones: readonly ZoneStatus[], outcome: StatusRun['outcome'] = 'ok'): StatusRun => ({
  operation: 'status',
  outcome,
  zones,
  ...RUN,
});
export const matrix = (
  zones: readonly ZoneStatus[],
  outcome: MatrixRun['outcome'],
  entries: MatrixRun['entries'] = [],
): MatrixRun => ({ operation: 'matrix', outcome, zones, entries, leftOut: [], ...RUN });
export const deletion = (more: Partial<DeleteRun>): DeleteRun => ({
  operation: 'delete',
  outcome: 'deleted',
  zone: 'example.com',
  reason: 'DELETED',
  sentence: 'One certificate was deleted.',
  certificates: [],
  warnings: [],
  failure: undefined,
  ...RUN,
  ...more,
});
export const switchingOff = (more: Partial<DisableRun>): DisableRun => ({
  operation: 'disable',
  outcome: 'disabled',
  zone: 'example.com',
  mode: 'zone',
  hostnames: [],
  changed: true,
  reason: 'DISABLED',
  sentence: 'Switched off.',
  evidence: [],
  warnings: [],
  failure: undefined,
  ...RUN,
  ...more,
});
