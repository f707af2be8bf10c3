import { expect, test } from '@jest/globals';
import type { ApiRequest } from '../../src/cloudflare/api.ts';
import { getZoneSwitch } from '../../src/cloudflare/switches.ts';
import { sharedReads } from '../../src/operations/shared-reads.ts';
import { failure, scripted, success, ZONE } from '../cloudflare/support/scripted-api.ts';

const other = 'f'.repeat(32);

test('what was asked for is not asked for again, side by side or later; anything else is', async () => {
  const { api, time, seen } = scripted([success({ enabled: true })], { latency: 10 });
  const reads = sharedReads(api);
  const ask = (zone: string) => getZoneSwitch(reads, zone);
  expect(await time.until(Promise.all([ask(ZONE), ask(ZONE), ask(other)]))).toEqual([true, true, true]);
  expect(await time.until(ask(ZONE))).toBe(true);
  expect(seen.map(({ url }) => url.includes(ZONE))).toEqual([true, false]);
});

test('a refusal is not remembered', async () => {
  const { api, time } = scripted([failure(403, 10_000), success({ enabled: true })]);
  const reads = sharedReads(api);
  await expect(time.until(getZoneSwitch(reads, ZONE))).rejects.toMatchObject({ code: 'API_UNAUTHORIZED' });
  expect(await time.until(getZoneSwitch(reads, ZONE))).toBe(true);
});

test('who reads the same answer in another way may do so, and asks itself where it cannot', async () => {
  const { api, time, seen } = scripted([success({ enabled: true }, { page: 7 }), success({ enabled: 'no' })]);
  const reads = sharedReads(api);
  const request = (read: ApiRequest<unknown>['read']): ApiRequest<unknown> => ({
    method: 'GET',
    template: '/zones/{zone_id}/origin_tls_client_auth/settings',
    values: { zone_id: ZONE },
    read,
  });
  await time.until(getZoneSwitch(reads, ZONE));
  const both = request((result, info) => ({ value: [result, info] }));
  expect(await time.until(reads.read(both))).toEqual([{ enabled: true }, { page: 7 }]);
  expect(seen).toHaveLength(1);
  const picky = request((result) => (JSON.stringify(result).includes('no') ? { value: 'read' } : undefined));
  expect(await time.until(reads.read(picky))).toBe('read');
  expect(seen).toHaveLength(2);
});
