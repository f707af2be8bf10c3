import { expect, test } from '@jest/globals';
import type { Pair } from '../../sandbox/authority/index.ts';
import { API, associated, live, openBox, putInForce } from './support/box.ts';
import { play, type RunOptions } from './support/play.ts';
import './support/patience.ts';

const manifest = `
zones:
  - zone: example.test
    targets:
      - level: zone
        certificate-env: ZONE_PEM
      - level: hostname
        hostnames: [${API}]
        certificate-file: certs/api.pem
        private-key-env: API_KEY
`;

const options = (zone: Pair, host: Pair, files: Readonly<Record<string, string>> = {}): RunOptions => ({
  inputs: { zone: '', manifest: 'estate.yml' },
  workspace: { 'estate.yml': manifest, 'certs/api.pem': host.certificate, ...files },
  env: { ZONE_PEM: zone.certificate + zone.privateKey, API_KEY: host.privateKey },
  keys: [zone.keys.privateKey, host.keys.privateKey],
});

test.concurrent('a manifest renews both levels of a zone in one run, the hostnames first', async () => {
  await using box = await openBox();
  await putInForce(box, 'zone');
  await putInForce(box, 'hostname', [API]);
  const [zone, host] = await Promise.all([box.issue(), box.issue()]);
  box.sandbox.traffic.start();
  const run = await play(box, options(zone, host));
  await box.sandbox.traffic.stop();
  expect(run.result).toBe('rotated');
  expect(run.mutations).toEqual([
    'POST /aop/hostnames/certificates',
    'PUT /aop/hostnames',
    'DELETE /aop/hostnames/certificates/{id}',
    'POST /aop',
    'DELETE /aop/{id}',
  ]);
  expect(live(box, 'zone')).toEqual([zone.fingerprint]);
  expect(associated(box)).toEqual({ [API]: host.fingerprint });
  expect(box.sandbox.traffic.report().failures).toEqual([]);

  const again = await play(box, options(zone, host));
  expect(again.result).toBe('unchanged');
  expect(again.mutations).toEqual([]);
});

test.concurrent('what is wrong with one target stops all of them before the first call', async () => {
  await using box = await openBox();
  await putInForce(box, 'zone');
  const [zone, host, other] = await Promise.all([box.issue(), box.issue(), box.issue()]);
  const run = await play(box, options(zone, host, { 'certs/api.pem': other.certificate }));
  expect(run.result).toBe('failed');
  expect(run.calls).toEqual([]);
  expect(run.said).toContain('API_KEY');
});
