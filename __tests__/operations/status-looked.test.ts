import { expect, test } from '@jest/globals';
import { lookAtZones } from '../../src/operations/status/status.ts';
import { certificateRow, failure, scripted, success, ZONE } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { quietWorld } from '../rotation/support/quiet-world.ts';
import { target } from './support/look.ts';

const OTHER = 'f'.repeat(32);
const USED = '11111111-2222-3333-4444-555555555555';

/** Two zones: what of them is read. `answers`: by the end of a path. */
async function looked(answers: Readonly<Record<string, Step>>, hostnames: readonly string[] = []) {
  const script = scripted([
    ({ url }) => {
      const { pathname } = new URL(url);
      if (pathname.includes(OTHER)) return failure(403, 10_000);
      const [, step] = Object.entries(answers).find(([end]) => pathname.endsWith(end)) ?? [];
      if (step !== undefined) return step;
      if (pathname.endsWith('/origin_tls_client_auth/settings')) return success({ enabled: true });
      return pathname.includes('/settings/') ? success({ value: 'strict' }) : success([]);
    },
  ]);
  const request = (zone: string) => ({
    zone,
    expiryWarning: 0,
    enable: true,
    expected: [target('hostname', { hostnames }), target('hostname', { hostnames })],
  });
  const world = { ...quietWorld(script) };
  const zones = await script.time.until(lookAtZones([request(ZONE), request(OTHER)], world));
  const [first, second] = zones;
  if (first === undefined || second === undefined) throw new Error('a zone is missing');
  return { first, second, paths: script.seen.map(({ url }) => new URL(url).pathname) };
}

test('a zone that cannot be read says why, and holds up no other', async () => {
  const { first, second } = await looked({});
  expect(first).toMatchObject({
    outcome: 'ok',
    sslMode: 'strict',
    sharedCertificate: 'strict',
    failure: undefined,
  });
  expect(second).toEqual({
    zone: { asked: OTHER, id: undefined, name: undefined },
    outcome: 'failed',
    switchOn: undefined,
    sslMode: undefined,
    sharedCertificate: undefined,
    certificates: [],
    hostnames: [],
    hostnamesComplete: false,
    quota: { used: 0, most: 10 },
    compared: [],
    findings: [],
    failure: expect.objectContaining({ code: 'API_UNAUTHORIZED', inForce: 'Nothing was changed.' }),
  });
});

test('settings that the token may not read are left open', async () => {
  const refused = failure(403, 9109);
  const { first } = await looked({ '/settings/ssl': refused, '/settings/tls_client_auth': refused });
  expect(first).toMatchObject({ outcome: 'ok', sslMode: undefined, sharedCertificate: undefined });
});

test('where there is no list of hostnames, each that is asked for is read once', async () => {
  const { first, paths } = await looked(
    { '/hostnames': failure(404, undefined), '.test': failure(404, 1553) },
    ['a.test', 'b.test'],
  );
  expect(first.hostnamesComplete).toBe(false);
  expect(
    paths
      .filter((path) => path.includes(ZONE) && path.endsWith('.test'))
      .map((path) => path.split('/').at(-1)),
  ).toEqual(['a.test', 'b.test']);
});

test('certificates that hostnames use though the list lags are read once each, unless they are gone', async () => {
  const row = (hostname: string, cert_id: string) => ({ hostname, cert_id, enabled: true, status: 'active' });
  const listed = certificateRow({ status: 'active' });
  const gone = '99999999-2222-3333-4444-555555555555';
  const rows = [row('a.test', USED), row('b.test', USED), row('c.test', listed.id), row('d.test', gone)];
  const { first, paths } = await looked({
    '/hostnames': success(rows, { total_count: rows.length }),
    '/hostnames/certificates': success([listed]),
    [`/certificates/${USED}`]: success(certificateRow({ id: USED, status: 'active' })),
    [`/certificates/${gone}`]: failure(404, 1551),
  });
  expect(first.certificates.map(({ id, level }) => [id, level])).toEqual([
    [listed.id, 'hostname'],
    [USED, 'hostname'],
  ]);
  expect(paths.filter((path) => path.includes('/certificates/'))).toHaveLength(2);
});
