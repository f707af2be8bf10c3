import { describe, expect, test } from '@jest/globals';
import type { Api } from '../../src/cloudflare/api.ts';
import { putAssociations } from '../../src/cloudflare/associations.ts';
import { deleteCertificate, uploadCertificate } from '../../src/cloudflare/certificates.ts';
import { getZoneSwitch, setZoneSwitch } from '../../src/cloudflare/zones.ts';
import { certificateRow, failure, fault, ID, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted, Step } from './support/scripted-api.ts';

const CHANGES: readonly (readonly [string, (api: Api) => Promise<unknown>])[] = [
  ['an upload', (api) => uploadCertificate(api, ZONE, 'zone', { certificate: 'c', privateKey: 'k' })],
  ['a deletion', (api) => deleteCertificate(api, ZONE, 'zone', ID)],
  ['a re-point', (api) => putAssociations(api, ZONE, [])],
  ['a switch', (api) => setZoneSwitch(api, ZONE, true)],
];

async function end(
  script: Scripted,
  call: (api: Api) => Promise<unknown>,
  api = script.api,
): Promise<unknown> {
  return await script.time.until(call(api).catch((error: unknown) => error));
}

describe.each(CHANGES)('%s', (_, change) => {
  test('is not sent after a cancel', async () => {
    const script = scripted([success(certificateRow())]);
    script.stop.abort();
    expect(await end(script, change)).toMatchObject({ name: 'ActionError', code: 'CANCELLED' });
    expect(script.seen).toEqual([]);
  });

  test.each<readonly [string, Step]>([
    ['a name that was not resolved', fault('dns', 'no')],
    ['a conflict', failure(409, undefined)],
    ['a rate limit', failure(429, 971, 'x', { 'retry-after': '5' })],
    ['a young token', failure(403, undefined, 'Unable to authenticate request')],
  ])('is not sent again after a cancel that comes beside %s', async (__, step) => {
    const script: Scripted = scripted([
      () => {
        script.stop.abort();
        return step;
      },
    ]);
    expect(await end(script, change)).toMatchObject({
      code: 'CANCELLED',
      happened: expect.stringContaining('Before that: '),
    });
    expect(script.seen).toHaveLength(1);
  });

  test('is not sent again after a cancel in the pause, which ends at once', async () => {
    const script = scripted([failure(409, undefined)]);
    const ending = change(script.api).catch((error: unknown) => error);
    await script.time.until(script.time.sleep(1));
    script.stop.abort();
    expect(await script.time.until(ending)).toMatchObject({ code: 'CANCELLED' });
    expect(script.seen).toHaveLength(1);
    expect(script.time.now()).toBe(1);
  });

  test('is not sent after a cancel while it waits for the rate limit', async () => {
    const script = scripted([failure(429, 971, 'x', { 'retry-after': '60' })]);
    const ending = change(script.api).catch((error: unknown) => error);
    await script.time.until(script.time.sleep(1));
    script.stop.abort();
    expect(await script.time.until(ending)).toMatchObject({ code: 'CANCELLED' });
    expect(script.seen).toHaveLength(1);
    expect(script.time.now()).toBe(1);
  });

  test('under way is waited for, and its outcome told, though a cancel came', async () => {
    const script: Scripted = scripted([
      () => {
        script.stop.abort();
        return success({ ...certificateRow(), enabled: true });
      },
    ]);
    expect(await end(script, change)).toMatchObject({
      kind: expect.stringMatching(/^(?:applied|accepted)$/u),
    });
    expect(script.seen[0]?.signal?.aborted).toBe(false);
  });

  test('under way is given up four seconds after a cancel, and stays unclear', async () => {
    const script: Scripted = scripted([
      async ({ signal }) => {
        await script.time.sleep(1000);
        script.stop.abort();
        await script.time.sleep(60_000, signal);
        return fault('aborted', 'perhaps');
      },
    ]);
    expect(await end(script, change)).toMatchObject({ kind: 'ambiguous' });
    expect(script.seen).toHaveLength(1);
    expect(script.time.now()).toBe(5000);
  });

  test('that met an unclear answer before the cancel stays unclear', async () => {
    const script: Scripted = scripted([
      () => {
        script.stop.abort();
        return page(502);
      },
    ]);
    expect(await end(script, change)).toMatchObject({ kind: 'ambiguous' });
    expect(script.seen).toHaveLength(1);
  });

  test('waits in the queue of its zone, and is not sent if the cancel comes there', async () => {
    const script: Scripted = scripted([
      () => {
        script.stop.abort();
        return success({ enabled: true });
      },
    ]);
    const [first, second] = await Promise.all([
      end(script, (api) => setZoneSwitch(api, ZONE, true)),
      end(script, change),
    ]);
    expect(first).toMatchObject({ kind: 'applied' });
    expect(second).toMatchObject({ code: 'CANCELLED' });
    expect(script.seen).toHaveLength(1);
  });
});

test('a read under way is given up', async () => {
  const script = scripted([success({ enabled: true })]);
  await end(script, (api) => getZoneSwitch(api, ZONE));
  expect(script.seen[0]?.signal).toBe(script.stop.signal);
});

describe('under another stop signal', () => {
  test('the one rollback call goes out after the cancel, and only there', async () => {
    const script = scripted([success({ enabled: true })]);
    script.stop.abort();
    const rescue = script.api.withStop(new AbortController().signal);
    expect(await end(script, (api) => setZoneSwitch(api, ZONE, true), rescue)).toMatchObject({
      kind: 'applied',
    });
    expect(await end(script, (api) => setZoneSwitch(api, ZONE, true))).toMatchObject({ code: 'CANCELLED' });
    expect(script.seen).toHaveLength(1);
  });

  test('another end of the run counts, and without one the same', async () => {
    const script = scripted([success({ enabled: true })], { deadline: 0 });
    const { signal } = new AbortController();
    expect(await end(script, (api) => getZoneSwitch(api, ZONE), script.api.withStop(signal))).toMatchObject({
      code: 'TIMED_OUT',
    });
    expect(
      await end(
        script,
        (api) => getZoneSwitch(api, ZONE),
        script.api.withStop(signal, () => 9000),
      ),
    ).toBe(true);
    expect(script.seen[0]?.timeoutMs).toBe(9000);
  });

  test('rate limit, queue, count and clock stay shared', async () => {
    const script = scripted([
      failure(429, 971, 'x', { 'retry-after': '30', date: 'Tue, 24 Nov 2026 06:00:00 GMT' }),
      success({ enabled: true }),
    ]);
    const rescue = script.api.withStop(new AbortController().signal);
    const both = Promise.all([
      end(script, (api) => setZoneSwitch(api, ZONE, true)),
      end(script, (api) => setZoneSwitch(api, ZONE, true), rescue),
    ]);
    await both;
    expect(script.seen.map((one) => one.at)).toEqual([0, 30_000, 30_000]);
    expect(rescue.calls()).toEqual(script.api.calls());
    expect(Object.values(rescue.calls())).toEqual([3]);
    expect(rescue.serverNow()).toBe(script.api.serverNow());
  });
});
