import { expect, test } from '@jest/globals';
import type { Method } from '../../src/cloudflare/endpoint.ts';
import { crowdOf } from '../../src/operations/crowd.ts';
import { rotationWorld } from '../../src/operations/world.ts';
import type { RotationWorld } from '../../src/rotation/world.ts';
import { success, TOKEN, ZONE } from '../cloudflare/support/scripted-api.ts';

const world = rotationWorld({
  http: () => Promise.resolve(success({})),
  dial: () => Promise.resolve({ kind: 'network', reason: 'timeout' }),
  clock: { wall: () => 0, monotonic: () => 0 },
  sleep: () => Promise.resolve(),
  random: () => 0.5,
  stop: new AbortController().signal,
  say: () => undefined,
  announce: () => Promise.resolve(),
  endsAt: 1000,
  token: TOKEN,
  baseUrl: 'https://api.example',
});

const change = async ({ api }: RotationWorld, method: Method): Promise<unknown> =>
  await api.write({
    method,
    template: '/zones/{zone_id}/origin_tls_client_auth',
    values: { zone_id: ZONE },
    read: () => ({ value: undefined }),
  });

test('calls are reserved for each target until it is done, the fewer the further it is', async () => {
  const crowd = crowdOf(['a', 'b', 'c'], world);
  const reserved: number[] = [];
  const other = await crowd.with('b', async (shared) => {
    await crowd.with('a', async (own) => {
      reserved.push(own.share().reserved);
      for (const method of ['POST', 'PUT', 'DELETE'] as const) {
        await change(own, method);
        reserved.push(own.share().reserved);
      }
    });
    reserved.push(shared.share().reserved);
    return shared;
  });
  expect(reserved).toEqual([30, 26, 25, 21, 20]);
  expect(other.share()).toEqual({ among: 1, reserved: 10 });
  crowd.done(['c']);
  await change(other, 'POST');
  expect(other.share()).toEqual({ among: 1, reserved: 1 });
});
