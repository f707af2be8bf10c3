import { describe, expect, test } from '@jest/globals';
import type { Api } from '../../src/cloudflare/api.ts';
import { listCertificates } from '../../src/cloudflare/certificates.ts';
import { findZones, getZoneSwitch, setZoneSwitch } from '../../src/cloudflare/zones.ts';
import { failure, fault, httpDate, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted, ScriptSettings, Step } from './support/scripted-api.ts';

const OFF = success({ enabled: false });
const read = (api: Api): Promise<boolean> => getZoneSwitch(api, ZONE);

async function play(
  steps: readonly Step[],
  settings: ScriptSettings = {},
  call: (api: Api) => Promise<unknown> = read,
): Promise<{ end: unknown; script: Scripted; at: readonly number[] }> {
  const script = scripted(steps, settings);
  const end = await script.time.until(call(script.api).catch((error: unknown) => error));
  return { end, script, at: script.seen.map((one) => one.at) };
}

describe('a read', () => {
  test('that never succeeds is given up after six attempts, which come at growing distances with jitter', async () => {
    const { end, at, script } = await play([page(502)], { random: 0.5 });
    expect(end).toMatchObject({ name: 'ApiError', status: 502 });
    expect(at).toEqual([0, 250, 750, 1750, 3750, 7750]);
    expect(script.said.at(-1)).toBe(
      `${ZONE}: GET /zones/{zone_id}/origin_tls_client_auth/settings: HTTP 502; this is often temporary, trying again in 4.0 s (attempt 6 of 6).`,
    );
  });

  test('tells the reason of each repetition in its own words', async () => {
    const { script } = await play([
      fault('dns', 'no'),
      failure(409, undefined),
      failure(403, 9106, 'Unable to authenticate request'),
      failure(429, 971, 'slow down', { 'retry-after': '2' }),
      OFF,
    ]);
    const [first, ...rest] = script.said.map((line) => line.replace(/^\S+: GET \S+: /u, ''));
    expect(first).toBe(
      "the API's name could not be resolved; this is often temporary, trying again in 0.3 s (attempt 2 of 6).",
    );
    expect(rest).toEqual([
      'HTTP 409; another change to this zone is in progress, trying again in 5.0 s (attempt 2 of 13).',
      'HTTP 403, code 9106; a new token takes a moment to become valid, trying again in 0.9 s (attempt 2 of 5).',
      'HTTP 429, code 971; the rate limit was reached, trying again in 2.0 s (attempt 2 of 60).',
    ]);
  });

  test('names the zone as soon as its name is known, since a run may have many', async () => {
    const zone = success([{ id: ZONE, name: 'example.com' }]);
    const { script } = await play([page(502), zone, page(502), OFF], { random: 0 }, async (api) => {
      await findZones(api, 'example.com');
      await read(api);
    });
    expect(script.said.map((line) => line.replace(/HTTP.*, /u, ''))).toEqual([
      'example.com: GET /zones: trying again at once (attempt 2 of 6).',
      'example.com: GET /zones/{zone_id}/origin_tls_client_auth/settings: trying again at once (attempt 2 of 6).',
    ]);
  });

  test('counts each reason by itself', async () => {
    const steps = Array.from({ length: 5 }, () => [page(500), failure(409, undefined)]).flat();
    expect((await play([...steps, OFF])).end).toBe(false);
  });

  test('with a token that stays unknown is given up after five attempts', async () => {
    const { end, at } = await play([failure(403, undefined, 'Unable to authenticate request')]);
    expect(end).toMatchObject({
      code: 'API_UNAUTHORIZED',
      happened: expect.stringContaining('takes a few seconds to become valid'),
    });
    expect(at).toEqual([0, 875, 2625, 6125, 13_125]);
  });

  test('is not tried again after a refusal', async () => {
    expect((await play([failure(403, 10000)])).at).toHaveLength(1);
    expect((await play([failure(400, 4711)])).at).toHaveLength(1);
    expect((await play([page(403)])).at).toHaveLength(1);
    expect((await play([page(503, { 'cf-mitigated': 'challenge' })])).at).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  test('in seconds is kept in full', async () => {
    expect((await play([failure(429, 971, 'x', { 'retry-after': '120' }), OFF])).at).toEqual([0, 120_000]);
  });

  test('as a date is kept by the clock of the server', async () => {
    const headers = { date: httpDate(7200), 'retry-after': httpDate(7290) };
    expect((await play([failure(429, 971, 'x', headers), OFF])).at).toEqual([0, 90_000]);
  });

  test('of a 503 is kept too, where it is longer than the pause would be', async () => {
    expect((await play([page(503, { 'retry-after': '9' }), OFF])).at).toEqual([0, 9000]);
    expect((await play([page(503, { 'retry-after': '0' }), OFF])).at).toEqual([0, 250]);
  });

  test('that outlasts the run ends it at once, with the moment from which calls are possible', async () => {
    const { end, at, script } = await play(
      [failure(429, 971, 'x', { date: httpDate(0), 'retry-after': '600' })],
      {
        deadline: 500_000,
      },
    );
    expect(at).toEqual([0]);
    expect(script.time.now()).toBe(0);
    expect(end).toMatchObject({
      code: 'API_RATE_LIMITED',
      remedy: expect.stringMatching(/again at 2026-11-24 00:11 UTC.*Run again then/u),
    });
  });

  test('of a 503 that outlasts the run is told in the same way, and is no end of its time', async () => {
    const { end, at, script } = await play([page(503, { date: httpDate(0), 'retry-after': '600' })], {
      deadline: 500_000,
    });
    expect(at).toEqual([0]);
    expect(script.time.now()).toBe(0);
    expect(end).toMatchObject({
      name: 'ApiError',
      code: 'API_UNREACHABLE',
      status: 503,
      remedy: expect.stringMatching(/again at 2026-11-24 00:11 UTC.*Run again then/u),
    });
  });

  test('holds all calls back, not only the one that met it', async () => {
    const script = scripted([failure(429, 971, 'x', { 'retry-after': '60' }), OFF]);
    const first = read(script.api);
    await script.time.until(script.time.sleep(1));
    await script.time.until(Promise.all([first, read(script.api), setZoneSwitch(script.api, ZONE, false)]));
    expect(script.seen.map((one) => one.at)).toEqual([0, 60_000, 60_000, 60_000]);
  });

  test('that holds back another call for longer than the run is told there as well', async () => {
    const script = scripted([failure(429, 971, 'x', { 'retry-after': '600' })], { deadline: 500_000 });
    await expect(script.time.until(read(script.api))).rejects.toMatchObject({ code: 'API_RATE_LIMITED' });
    await expect(script.time.until(read(script.api))).rejects.toMatchObject({
      name: 'ActionError',
      code: 'API_RATE_LIMITED',
      happened: expect.stringContaining('asked for a pause'),
      remedy: expect.stringContaining('at 2026-11-24 00:10 UTC'),
    });
    expect(script.seen).toHaveLength(1);
  });

  test('of zero for ever comes to an end', async () => {
    const { end, at } = await play([failure(429, 971, 'x', { 'retry-after': '0' })]);
    expect(end).toMatchObject({ code: 'API_RATE_LIMITED' });
    expect(at).toHaveLength(60);
  });
});

describe('the rate limit of Cloudflare', () => {
  test('is kept for everything that calls: never more than 1200 in five minutes', async () => {
    const script = scripted([success([])]);
    const worker = async (): Promise<void> => {
      for (let nth = 0; nth < 625; nth += 1) await listCertificates(script.api, ZONE, 'zone');
    };
    await script.time.until(Promise.all([worker(), worker(), worker(), worker()]));
    const at = script.seen.map((one) => one.at);
    expect(at).toHaveLength(2500);
    expect(at.filter((moment, nth) => (at[nth + 1199] ?? Infinity) - moment < 300_000)).toEqual([]);
    expect(at.at(-1)).toBeLessThan(700_000);
    // Four calls wait for the same thing twice: one line says so each time, and again every twelve seconds.
    const [first, second] = script.said;
    expect([first, second]).toEqual([
      "Cloudflare's rate limit is used up: continuing in 301 s.",
      "Cloudflare's rate limit is used up: continuing in 289 s.",
    ]);
    expect(script.said.filter((line) => line === first)).toHaveLength(2);
    expect(script.said).toHaveLength(52);
  });

  test('told in the headers is waited for, and the wait ends early where an answer says so', async () => {
    const script = scripted([
      success({ enabled: true }, undefined, { ratelimit: '"default";r=0;t=20' }),
      OFF,
    ]);
    await script.time.until(read(script.api));
    await script.time.until(read(script.api));
    expect(script.seen.map((one) => one.at)).toEqual([0, 21_000]);
  });

  test('told only after other calls have begun lets them wait for those, also beyond the end of the run', async () => {
    const script = scripted(
      [success({ enabled: true }, undefined, { ratelimit: '"default";r=1;t=60' }), OFF],
      {
        latency: 5000,
        deadline: 40_000,
      },
    );
    await script.time.until(read(script.api));
    const pair = Promise.all([read(script.api), read(script.api)]);
    expect(await script.time.until(pair.catch((error: unknown) => error))).toMatchObject({
      code: 'API_RATE_LIMITED',
    });
    // The second of the two waited for the answer of the first, which said nothing new.
    expect(script.seen.map((one) => one.at)).toEqual([0, 5000]);
  });
});

describe('the end of the run', () => {
  test('comes before the next attempt: the last failure stays in the text', async () => {
    const { end, at } = await play([page(502)], { deadline: 700 });
    expect(at).toEqual([0, 250]);
    expect(end).toMatchObject({ code: 'TIMED_OUT', happened: expect.stringContaining('HTTP 502') });
  });

  test('bounds the time of a read, and never that of a change', async () => {
    const script = scripted([OFF], { deadline: 5000 });
    await script.time.until(read(script.api));
    await script.time.until(setZoneSwitch(script.api, ZONE, false));
    expect(script.seen.map((one) => one.timeoutMs)).toEqual([5000, 30_000]);
    const long = scripted([OFF]);
    await long.time.until(read(long.api));
    expect(long.seen[0]?.timeoutMs).toBe(30_000);
  });

  test('lets a conflict stay the reason', async () => {
    const { end } = await play([failure(409, undefined)], { deadline: 12_000 }, (api) =>
      setZoneSwitch(api, ZONE, true),
    );
    expect(end).toMatchObject({ kind: 'refused', error: { status: 409 } });
  });

  test('that is over already: no call at all', async () => {
    const { end, at } = await play([OFF], { deadline: 0 });
    expect(end).toMatchObject({ code: 'TIMED_OUT' });
    expect(at).toEqual([]);
  });
});
