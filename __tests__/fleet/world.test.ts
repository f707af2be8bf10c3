import { expect, test } from '@jest/globals';
import { getZoneSwitch } from '../../src/cloudflare/zones.ts';
import { openWorld } from '../../src/fleet/open-world.ts';
import type { HttpRequest } from '../../src/outside.ts';
import { EPOCH, httpDate, success, TOKEN, ZONE } from '../cloudflare/support/scripted-api.ts';
import { noIssuer } from '../support/no-issuer.ts';

test('one end for all, and evidence by the clock of the server', async () => {
  const seen: HttpRequest[] = [];
  let monotonic = 0;
  const { api, deadline, polling, clock } = openWorld({
    http: (request) => {
      seen.push(request);
      return Promise.resolve(success({ enabled: true }, undefined, { date: httpDate(3600) }));
    },
    issuer: noIssuer,
    dial: () => Promise.resolve({ kind: 'network', reason: 'timeout' }),
    clock: { wall: () => EPOCH, monotonic: () => monotonic },
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    stop: new AbortController().signal,
    say: () => undefined,
    endsAt: 5_000,
    token: TOKEN,
    baseUrl: 'https://api.example/v4/',
  });
  expect(clock.wall()).toBe(EPOCH);
  expect(await getZoneSwitch(api, ZONE)).toBe(true);
  expect(seen).toMatchObject([
    {
      url: `https://api.example/v4/zones/${ZONE}/origin_tls_client_auth/settings`,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'user-agent': 'cloudflare-origin-pull-rotation/1 (GitHub Action)',
      },
      timeoutMs: 5_000,
    },
  ]);
  monotonic = 100;
  expect([clock.wall(), clock.monotonic(), deadline()]).toEqual([EPOCH + 3_600_600, 100, 5_000]);
  expect(polling.begin('deletion').due(undefined)).toBe(1_000);
});
