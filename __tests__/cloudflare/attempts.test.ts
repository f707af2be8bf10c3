import { describe, expect, test } from '@jest/globals';
import type { Api, ApiRequest } from '../../src/cloudflare/api.ts';
import { deleteCertificate, uploadCertificate } from '../../src/cloudflare/certificates.ts';
import { getZoneSwitch, setZoneSwitch } from '../../src/cloudflare/zones.ts';
import { ActionError } from '../../src/errors.ts';
import { failure, fault, ID, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted, ScriptSettings, Step } from './support/scripted-api.ts';

const OFF = success({ enabled: false });
const BUSY = failure(409, undefined);
const read = (api: Api): Promise<boolean> => getZoneSwitch(api, ZONE);
const limit = (left: number, seconds: number) => ({ ratelimit: `"default";r=${left};t=${seconds}` });

interface Played {
  readonly script: Scripted;
  readonly end: unknown;
  readonly at: readonly number[];
}

async function play(
  steps: readonly Step[],
  call: (api: Api, script: Scripted) => Promise<unknown>,
  settings: ScriptSettings = {},
): Promise<Played> {
  const script = scripted(steps, settings);
  const end = await script.time.until(call(script.api, script).catch((error: unknown) => error));
  return { end, script, at: script.seen.map((one) => one.at) };
}

describe('a rate limit', () => {
  test('without `Retry-After` is waited for longer each time it is met', async () => {
    const { end, at } = await play([...Array.from({ length: 4 }, () => failure(429, 971)), OFF], read);
    expect(end).toBe(false);
    expect(at).toEqual([0, 5_000, 15_000, 35_000, 75_000]);
  });

  test('that outlasts the run stays the reason, with its evidence', async () => {
    const { end } = await play([failure(429, 971, 'slow down', { 'retry-after': '9' })], read, {
      deadline: 9_000,
    });
    expect(end).toMatchObject({ name: 'ApiError', apiCodes: [971], apiMessages: ['slow down'] });
  });

  test('that outlasts what the run has left now ends another call at once', async () => {
    const { end, script } = await play(
      [OFF, failure(429, 971, 'x', { 'retry-after': '3' }), OFF],
      async (api, { time }) => {
        await time.sleep(6_000);
        await read(api);
        const held = read(api);
        await time.sleep(500);
        const other = read(api);
        await expect(held).rejects.toMatchObject({ code: 'API_RATE_LIMITED' });
        return await other;
      },
      { deadline: 8_900 },
    );
    expect(end).toMatchObject({ code: 'API_RATE_LIMITED' });
    expect(script.time.now()).toBe(6_500);
  });

  test('may be lifted by an answer under way, and is waited for as long as there is one', async () => {
    const { end, at } = await play(
      [
        success({ enabled: false }, undefined, limit(1, 60)),
        success({ enabled: false }, undefined, limit(9, 60)),
      ],
      async (api) => {
        await read(api);
        return await Promise.all([read(api), read(api)]);
      },
      { latency: 100, deadline: 10_000 },
    );
    expect(end).toEqual([false, false]);
    expect(at).toEqual([0, 100, 200]);
  });

  test('is told where it holds calls up for a second or more', async () => {
    const steps = [success({ enabled: false }, undefined, limit(0, 1)), OFF];
    const after = async (ms: number): Promise<readonly string[]> => {
      const { script } = await play(steps, async (api, { time }) => {
        await read(api);
        await time.sleep(ms);
        return await read(api);
      });
      return script.said;
    };
    expect(await after(1_000)).toEqual(["Cloudflare's rate limit is used up: continuing in 1.0 s."]);
    expect(await after(1_500)).toEqual([]);
  });
});

describe('a call', () => {
  test('that no further attempt would help is made once, unless the API has answered before', async () => {
    const untrusted = fault('untrusted', 'no');
    expect(await play([untrusted, OFF], read)).toMatchObject({
      at: [0],
      end: { code: 'API_UNREACHABLE', remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    });
    const again = await play([OFF, untrusted, OFF], async (api) => [await read(api), await read(api)]);
    expect([again.end, again.at.length]).toEqual([[false, false], 3]);
  });

  test('has no more time than the run has left', async () => {
    const { script } = await play(
      [OFF],
      async (api, { time }) => {
        await time.sleep(6_000);
        await read(api);
        await setZoneSwitch(api, ZONE, false);
      },
      { deadline: 9_000 },
    );
    expect(script.seen.map(({ timeoutMs }) => timeoutMs)).toEqual([3_000, 30_000]);
  });

  test('that is cancelled beside a reason to retry says nothing of another attempt', async () => {
    const { end, script } = await play([() => BUSY], async (api, { stop }) => {
      const ending = read(api);
      stop.abort();
      return await ending;
    });
    expect(end).toMatchObject({ code: 'CANCELLED' });
    expect(script.said).toEqual([]);
  });

  test('of which a programming mistake throws fails by that mistake, and is not tried again', async () => {
    const mistake = new TypeError('a mistake');
    const request: ApiRequest<unknown> = {
      method: 'GET',
      template: '/zones',
      values: {},
      read: () => {
        throw mistake;
      },
    };
    const { end, at } = await play([OFF], (api) => api.read(request));
    expect(end).toBe(mistake);
    expect(at).toHaveLength(1);
  });
});

describe('before it is sent again, a deletion', () => {
  const remove = (api: Api, again: () => Promise<void>) => deleteCertificate(api, ZONE, 'zone', ID, again);

  test('is asked each time whether it still may', async () => {
    const { end, script } = await play([BUSY, BUSY, success({ id: ID })], async (api, { time }) => {
      const looks: number[] = [];
      const outcome = await remove(api, () => Promise.resolve(void looks.push(time.now())));
      return [outcome, looks];
    });
    expect(end).toEqual([{ kind: 'accepted' }, [5_000, 10_000]]);
    expect(script.seen.map(({ at }) => at)).toEqual([0, 5_000, 10_000]);
  });

  test.each([
    ['something speaks against it', new ActionError('WORLD_CHANGED', { happened: 'Used.', remedy: 'Look.' })],
    ['the look itself is mistaken', new TypeError('a mistake')],
  ])('ends where %s', async (_, objection) => {
    const { end, at } = await play([BUSY], (api) => remove(api, () => Promise.reject(objection)));
    expect(end).toBe(objection);
    expect(at).toEqual([0]);
  });
});

test('an upload that may have arrived says so, and why', async () => {
  const body = { certificate: 'c', privateKey: 'k' };
  const { end } = await play([fault('reset')], (api) => uploadCertificate(api, ZONE, 'zone', body));
  expect(end).toMatchObject({
    kind: 'ambiguous',
    error: {
      code: 'UPLOAD_AMBIGUOUS',
      happened:
        'Whether `POST /zones/{zone_id}/origin_tls_client_auth` was applied is not known. `POST /zones/{zone_id}/origin_tls_client_auth` got no usable answer from Cloudflare: the connection was reset.',
      remedy: 'It is not sent again. Run again: the next run finds out what is there and continues.',
      cause: { code: 'API_UNREACHABLE' },
    },
  });
});

test('a change that may have arrived, but is no upload, tells of its last answer', async () => {
  const { end } = await play([page(502)], (api) => setZoneSwitch(api, ZONE, false));
  expect(end).toMatchObject({ kind: 'ambiguous', error: { name: 'ApiError', status: 502 } });
});

test('how many calls are left is counted over all that were made', async () => {
  const { end } = await play([success({ enabled: false }, undefined, limit(700, 60))], async (api) => {
    const before = api.callsLeft();
    await read(api);
    return [before, api.callsLeft()];
  });
  expect(end).toEqual([1180, 700]);
});

test('a proxy that lets nothing through is told which host to let through', async () => {
  const settings = { baseUrl: 'https://gateway.example/cloudflare' };
  const { end } = await play([fault('proxy-refused', 'no')], read, settings);
  expect(end).toMatchObject({ remedy: expect.stringContaining('Allow gateway.example on port 443') });
});
