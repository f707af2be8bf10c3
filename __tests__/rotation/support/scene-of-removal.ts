import { PrivateKey } from '../../../src/certificate/private-key.ts';
import type { Association } from '../../../src/cloudflare/associations.ts';
import type { Context, InZone } from '../../../src/rotation/apply/apply-context.ts';
import type { Observation } from '../../../src/rotation/observe/observation.ts';
import type { Move, RotationPlan } from '../../../src/rotation/plan/plan.ts';
import { WriteRecord } from '../../../src/rotation/write-record.ts';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { createRowWatch } from '../../../src/zone/row-watch.ts';
import { createRunLog, plainLog, type RunLog } from '../../../src/zone/run-log.ts';
import { ec } from '../../certificate/support/keys.ts';
import {
  EPOCH,
  failure,
  scripted,
  success,
  ZONE,
  type Scripted,
  type Step,
} from '../../cloudflare/support/scripted-api.ts';
import { held, leaf, tied } from './observed.ts';
import { quietWorld } from './quiet-world.ts';

const DAY = 86_400_000;
export const id = (name: string): string =>
  `aaaaaaaa-bbbb-cccc-dddd-${Buffer.from(name.padEnd(6, '.').slice(0, 6)).toString('hex')}`;
export const SUCCESSOR = leaf('successor', { from: EPOCH - DAY });
const FORMER = leaf('former', { from: EPOCH - 30 * DAY });
export const successor = held(id('new'), { leaf: SUCCESSOR, uploadedOn: EPOCH - 1000 });
export const former = (name: string, more: Partial<ObservedCertificate> = {}): ObservedCertificate =>
  held(id(name), { leaf: FORMER, uploadedOn: EPOCH - 30 * DAY, ...more });
export const moving = (hostname: string, from: string, enabled = true): Move => ({
  hostname,
  before: tied(hostname, id(from)),
  enabled,
  pointed: false,
});

export interface Removal {
  readonly level?: 'zone' | 'hostname';
  /** What the plan removes. */
  readonly remove?: readonly ObservedCertificate[];
  readonly spared?: readonly ObservedCertificate[];
  readonly moves?: readonly Move[];
  /** What the API lists now. */
  readonly certificates?: readonly ObservedCertificate[];
  /** What it answers to the lists of certificates, instead of them. */
  readonly listed?: Step;
  /** And to the list of associations. */
  readonly tiedNow?: Step;
  /** What it tells of the successor by its id; undefined: as it was. */
  readonly byId?: Step;
  readonly rows?: readonly Association[];
  /** Answers to other calls: the deletes, and the reads after them. */
  readonly others?: Step;
  /** What was there when the run looked first. */
  readonly before?: readonly ObservedCertificate[];
  readonly hostnames?: readonly string[];
  readonly rowsBefore?: readonly Association[];
  readonly uploaded?: string;
  readonly inZone?: Partial<InZone>;
  readonly gracePeriod?: number;
  /** When the run looked first; now, unless said. */
  readonly lookedAt?: number;
}

/** A target without others to wait for. */
export const aloneInZone = (): InZone => ({
  rows: createRowWatch(),
  turn: () => Promise.resolve(true),
  done: () => undefined,
});

export interface Scene {
  readonly context: Context;
  readonly script: Scripted;
  readonly runLog: RunLog;
  /** `METHOD last part of the path`, in order. */
  readonly calls: () => readonly string[];
}

const certificateRow = ({ id: one, rawStatus, leaf: read, uploadedOn }: ObservedCertificate) => ({
  id: one,
  status: rawStatus,
  certificate: read?.pem,
  uploaded_on: uploadedOn === undefined ? undefined : new Date(uploadedOn).toISOString(),
});
const associationRow = (row: Association) => ({
  hostname: row.hostname,
  cert_id: row.certificateId,
  enabled: row.enabled,
  status: row.rawStatus,
  // What stood before the run did so for two hours.
  updated_at: new Date(row.updatedAt ?? EPOCH - 7_200_000).toISOString(),
});

/** A rotation that has come as far as the removal of its predecessors, in front of an API that says so. */
export function sceneOf(removal: Removal): Scene {
  const { level = 'zone', remove = [], spared = [], moves = [], rows = [], rowsBefore = [] } = removal;
  const certificates = removal.certificates ?? [successor, ...remove, ...spared];
  const script = scripted([
    ({ method, url }) => {
      const { pathname } = new URL(url);
      const path = pathname.split(`${ZONE}/origin_tls_client_auth`)[1];
      if (method === 'GET' && (path === '' || path === '/hostnames/certificates'))
        return removal.listed ?? success(certificates.map(certificateRow));
      if (method === 'GET' && path === '/hostnames')
        return removal.tiedNow ?? success(rows.map(associationRow), { total_count: rows.length });
      if (method === 'GET' && pathname.endsWith(successor.id))
        return removal.byId ?? success(certificateRow(successor));
      return removal.others ?? failure(404, 1551);
    },
  ]);
  const world = quietWorld(script);
  const runLog = createRunLog({
    now: world.api.serverNow,
    monotonic: script.time.now,
    log: plainLog(() => undefined),
  });
  const writeRecord = new WriteRecord();
  writeRecord.uploaded = removal.uploaded;
  return {
    script,
    runLog,
    calls: () =>
      script.seen.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-1) ?? ''}`),
    context: {
      target: targetOf(level, removal.gracePeriod ?? 0),
      observation: observationOf(level, removal, rowsBefore),
      plan: planOf(remove, spared, moves),
      world,
      runLog,
      writeRecord,
      inZone: { ...aloneInZone(), ...removal.inZone },
    },
  };
}

function planOf(
  remove: readonly ObservedCertificate[],
  spared: readonly ObservedCertificate[],
  moves: readonly Move[],
): RotationPlan {
  return {
    kind: 'rotate',
    reason: 'REPLACE',
    discard: undefined,
    adopt: undefined,
    switchOn: false,
    moves,
    canary: undefined,
    remove,
    spared: spared.map((certificate) => ({ certificate, reason: 'NOT_OLDER', why: 'It is not older.' })),
    warnings: [],
  };
}

function observationOf(
  level: 'zone' | 'hostname',
  { before, remove = [], hostnames = [], lookedAt = EPOCH }: Removal,
  rowsBefore: readonly Association[],
): Observation {
  const common = {
    zone: { asked: 'example.com', id: ZONE, name: 'example.com' },
    hostnames,
    at: lookedAt,
    certificates: before ?? remove,
    sslMode: 'full',
    baselines: [],
    originChecks: [],
  };
  const associations = { complete: true, rows: rowsBefore };
  return level === 'zone'
    ? { ...common, level, switchOn: true, presented: { kind: 'unknown' }, associations: undefined }
    : { ...common, level, associations, presented: new Map() };
}

function targetOf(level: 'zone' | 'hostname', gracePeriod: number): Context['target'] {
  return {
    name: 'target',
    zone: 'example.com',
    level,
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
      gracePeriod,
      activationTimeout: 600_000,
      minimumValidity: 0,
      expiryWarning: 0,
      acceptIssuerChange: false,
      probes: { urls: [], successes: 1, timeout: 1000, requestHeaders: {}, echoHeader: undefined },
      origin: { addresses: [], serverCa: undefined, timeout: 1000 },
    },
  };
}
