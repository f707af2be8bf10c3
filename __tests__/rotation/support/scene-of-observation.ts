import type { Association } from '../../../src/cloudflare/associations.ts';
import type { OriginDial } from '../../../src/probe/origin-dial.ts';
import type { Observation } from '../../../src/rotation/observe/observation.ts';
import { observe } from '../../../src/rotation/observe/observe.ts';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { createRunLog, plainLog } from '../../../src/zone/run-log.ts';
import { EPOCH, failure, scripted, success, ZONE } from '../../cloudflare/support/scripted-api.ts';
import { held, leaf } from './observed.ts';
import { targetOf } from './planned.ts';
import { quietWorld } from './quiet-world.ts';

const DAY = 86_400_000;
const id = (name: string): string =>
  `aaaaaaaa-bbbb-cccc-dddd-${Buffer.from(name.padEnd(6, '.')).toString('hex')}`;
const FORMER = leaf('former', { from: EPOCH - 30 * DAY });
export const former = held(id('old'), { leaf: FORMER, uploadedOn: EPOCH - 30 * DAY });
export const other = held(id('other'), { leaf: leaf('other'), uploadedOn: EPOCH - 20 * DAY });
export const target = targetOf();
export const copy = held(id('new'), { leaf: target.successor.leaf, uploadedOn: EPOCH - DAY });
export const onItsWay = <T extends ObservedCertificate>(one: T) =>
  ({ ...one, status: 'pending_deployment', rawStatus: 'pending_deployment' }) as const;

/** What Cloudflare has and says. */
export interface There {
  readonly zone?: readonly ObservedCertificate[];
  readonly hostname?: readonly ObservedCertificate[];
  /** As read by their ids, where the list says something else; null: not there. */
  readonly byId?: Readonly<Record<string, ObservedCertificate | null>>;
  /** Undefined: there is no list. */
  readonly rows?: readonly Association[] | undefined;
  /** What is told of single hostnames. */
  readonly alone?: readonly Association[];
  readonly on?: boolean;
  readonly ssl?: string;
  readonly shared?: string;
}

const certificateRow = (one: ObservedCertificate) => ({
  id: one.id,
  status: one.rawStatus,
  certificate: one.leaf?.pem,
  uploaded_on: one.uploadedOn === undefined ? undefined : new Date(one.uploadedOn).toISOString(),
});
const associationRow = (row: Association) => ({
  hostname: row.hostname,
  cert_id: row.certificateId,
  enabled: row.enabled,
  status: row.rawStatus,
  updated_at: row.updatedAt === undefined ? undefined : new Date(row.updatedAt).toISOString(),
});

/** What is observed of a zone with all that is there, and the calls that took. */
export async function seen(
  there: There,
  asked: Parameters<typeof targetOf>[0] = {},
): Promise<{
  readonly seen: Observation;
  readonly calls: readonly string[];
  readonly evidence: readonly unknown[];
  /** The certificates that origins were shown. */
  readonly dialled: readonly unknown[];
}> {
  const { zone = [], hostname = [], byId = {}, rows, alone = [], on = true, ssl, shared } = there;
  const script = scripted([
    ({ url }) => {
      const path = new URL(url).pathname.split(ZONE)[1] ?? '';
      const last = path.split('/').at(-1) ?? '';
      if (path === '/settings/ssl') return ssl === undefined ? failure(403, 9109) : success({ value: ssl });
      if (path === '/settings/tls_client_auth')
        return shared === undefined ? failure(403, 9109) : success({ value: shared });
      if (path === '/origin_tls_client_auth') return success(zone.map(certificateRow));
      if (path === '/origin_tls_client_auth/settings') return success({ enabled: on });
      if (path === '/origin_tls_client_auth/hostnames/certificates')
        return success(hostname.map(certificateRow));
      if (path === '/origin_tls_client_auth/hostnames')
        return rows === undefined
          ? failure(404, 1)
          : success(rows.map(associationRow), { total_count: rows.length });
      const tie = alone.find((row) => row.hostname === last);
      if (tie !== undefined) return success(associationRow(tie));
      const one = [...zone, ...hostname].find((row) => row.id === last);
      const read = byId[last] === undefined ? one : byId[last];
      return read === undefined || read === null ? failure(404, 1551) : success(certificateRow(read));
    },
  ]);
  const runLog = createRunLog({ now: () => 0, monotonic: () => 0, log: plainLog(() => undefined) });
  const identity = { asked: 'example.com', id: ZONE, name: 'example.com' };
  const dialled: unknown[] = [];
  const dial: OriginDial = ({ certificate }) => {
    dialled.push(certificate?.pem);
    return Promise.resolve({ kind: 'tls-refused', alert: 'unknown ca', phase: 'after-handshake' });
  };
  const work = observe(targetOf(asked), identity, { ...quietWorld(script), dial }, runLog);
  const found = await script.time.until(work);
  const calls = script.seen.map(({ url }) => new URL(url).pathname.split(`${ZONE}/`)[1] ?? '');
  return {
    seen: found,
    calls: calls.filter((call) => call !== 'settings/ssl'),
    evidence: runLog.seen(),
    dialled,
  };
}
