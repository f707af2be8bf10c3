import { describe, expect, test } from '@jest/globals';
import { listCertificates } from '../../src/cloudflare/certificates.ts';
import { createApi } from '../../src/cloudflare/client.ts';
import { getZoneSwitch, setZoneSwitch } from '../../src/cloudflare/zones.ts';
import type { Outside } from '../../src/outside.ts';
import { EPOCH, fault, httpDate, scripted, success, TOKEN, ZONE } from './support/scripted-api.ts';

/** A world whose network keeps what was asked of it. */
function recording(): { readonly world: Outside; readonly urls: string[] } {
  const urls: string[] = [];
  const world: Outside = {
    http: (request) => {
      urls.push(request.url);
      return Promise.resolve(success({ enabled: true }));
    },
    clock: { wall: () => 0, monotonic: () => 0 },
    sleep: () => Promise.resolve(),
    random: () => 0,
    say: () => undefined,
    stop: new AbortController().signal,
    deadline: () => 60_000,
  };
  return { world, urls };
}

describe('a token', () => {
  test.each(['', ' ', 'a b', 'a\n', 'tök', 'a\u0000', 'a\u007f', 'a\r\nx-evil: 1'])(
    '%j cannot stand in a header, and is not repeated',
    (token) => {
      const { world } = recording();
      const make = (): unknown => createApi(world, { token, baseUrl: 'https://api.example', userAgent: 'x' });
      expect(make).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
      expect(make).toThrow(
        /^The API token is empty or contains characters that no token has\. Store the token/u,
      );
    },
  );

  test.each(['a', '!~', TOKEN])('%j can', (token) => {
    const { world } = recording();
    expect(() => createApi(world, { token, baseUrl: 'https://api.example', userAgent: 'x' })).not.toThrow();
  });
});

test.each(['https://api.example/v4', 'https://api.example/v4/', 'https://api.example/v4//'])(
  'a base of %s makes the same URL',
  async (baseUrl) => {
    const { world, urls } = recording();
    await getZoneSwitch(createApi(world, { token: 'x', baseUrl, userAgent: 'x' }), ZONE);
    expect(urls).toEqual([`https://api.example/v4/zones/${ZONE}/origin_tls_client_auth/settings`]);
  },
);

test('every attempt is counted, by method and template', async () => {
  const script = scripted([fault('reset'), success({ enabled: true }), success([])]);
  expect(script.api.calls()).toEqual({});
  await script.time.until(getZoneSwitch(script.api, ZONE));
  await script.time.until(listCertificates(script.api, ZONE, 'zone'));
  expect(script.api.calls()).toEqual({
    'GET /zones/{zone_id}/origin_tls_client_auth/settings': 2,
    'GET /zones/{zone_id}/origin_tls_client_auth': 1,
  });
});

test('a value that fits no path is refused before anything is sent or counted', async () => {
  const script = scripted([success([])]);
  await expect(script.time.until(listCertificates(script.api, '../x', 'zone'))).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  await expect(script.time.until(setZoneSwitch(script.api, 'a/b', true))).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
  expect(script.seen).toEqual([]);
  expect(script.api.calls()).toEqual({});
});

test('an error of the network that is none of the known kinds is not swallowed', async () => {
  const { world } = recording();
  const broken = { ...world, http: () => Promise.reject(new TypeError('a defect')) };
  const api = createApi(broken, { token: 'x', baseUrl: 'https://api.example', userAgent: 'x' });
  await expect(getZoneSwitch(api, ZONE)).rejects.toThrow(TypeError);
});

test('the time of an outcome, and of the client, is that of the server', async () => {
  const script = scripted([success({ enabled: true }, undefined, { date: httpDate(3600) })], {
    latency: 300,
  });
  expect(script.api.serverNow()).toBe(EPOCH);
  const outcome = await script.time.until(setZoneSwitch(script.api, ZONE, true));
  expect(outcome).toEqual({ kind: 'applied', value: true, at: EPOCH + 3_600_500 });
  expect(script.api.serverNow()).toBe(EPOCH + 3_600_500);
});

test('changes of one zone wait for each other; reads and other zones do not', async () => {
  const script = scripted([success({ enabled: true })], { latency: 1000 });
  await script.time.until(
    Promise.all([
      setZoneSwitch(script.api, ZONE, true),
      setZoneSwitch(script.api, ZONE, true),
      setZoneSwitch(script.api, 'other', true),
      getZoneSwitch(script.api, ZONE),
    ]),
  );
  const at = script.seen.map((one) => `${one.at} ${one.method} ${one.url.includes(ZONE) ? 'one' : 'other'}`);
  expect(at.toSorted()).toEqual(['0 GET one', '0 PUT one', '0 PUT other', '1000 PUT one']);
});
