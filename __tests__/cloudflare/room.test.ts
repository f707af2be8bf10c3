import { describe, expect, test } from '@jest/globals';
import { getCertificate } from '../../src/cloudflare/certificates.ts';
import { certificateRow, failure, ID, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted } from './support/scripted-api.ts';

const left = (calls: number, seconds: number) => ({ ratelimit: `"default";r=${calls};t=${seconds}` });
const ROW = certificateRow({ status: 'active' });

/** The server tells in its first answer what is left, and later that all is. */
function told(calls: number, seconds: number): Scripted {
  return scripted([success(ROW, undefined, left(calls, seconds)), success(ROW, undefined, left(1000, 300))]);
}

const read = ({ api }: Scripted): Promise<unknown> => getCertificate(api, ZONE, 'zone', ID);
const three = (script: Scripted): Promise<unknown> => Promise.all([read(script), read(script), read(script)]);
const arrivals = ({ seen }: Scripted): readonly number[] => seen.map(({ at }) => at);

describe('calls that belong together', () => {
  test('go at once where there is room for all of them', async () => {
    const script = told(3, 60);
    await script.time.until(read(script).then(() => script.api.whenRoom(3, () => three(script))));
    expect(arrivals(script)).toEqual([0, 0, 0, 0]);
  });

  test('wait together where there is room for some of them', async () => {
    const script = told(2, 60);
    await script.time.until(read(script).then(() => script.api.whenRoom(3, () => three(script))));
    const [, ...rest] = arrivals(script);
    expect(new Set(rest).size).toBe(1);
    expect(rest[0]).toBeGreaterThanOrEqual(60_000);
    expect(rest[0]).toBeLessThan(63_000);
  });

  test('do not take the room of those that came first', async () => {
    const script = told(3, 60);
    const order: string[] = [];
    const enter = (name: string): Promise<unknown> =>
      script.api.whenRoom(2, () => {
        order.push(name);
        return read(script);
      });
    await script.time.until(read(script).then(() => Promise.all(['one', 'two', 'three'].map(enter))));
    expect(order).toEqual(['one', 'two', 'three']);
  });

  test('start anyway once the run is cancelled, to fail by themselves', async () => {
    const script = told(1, 60);
    void script.time.sleep(5000).then(() => script.stop.abort());
    const ended = read(script).then(() => script.api.whenRoom(3, () => three(script)));
    await script.time.until(ended.catch((error: unknown) => error));
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(arrivals(script)).toEqual([0]);
  });

  test.each([
    ['the run ends', 62_500, 62_500],
    ['a whole window has passed', 1e9, 302_000],
  ])('start anyway, to fail by themselves, once %s', async (_, deadline, at) => {
    const script = scripted([failure(429, 971, 'x', { 'retry-after': '900' })], { deadline });
    void read(script).catch(() => undefined);
    const work = script.time
      .sleep(1_000)
      .then(() => script.api.whenRoom(3, () => Promise.resolve(script.time.now())));
    expect(await script.time.until(work)).toBe(at);
  });

  test('let the next ones in though they broke before they began', async () => {
    const { api, time } = told(3, 60);
    const broken = api.whenRoom(1, () => {
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    expect(await time.until(api.whenRoom(1, () => Promise.resolve('in')))).toBe('in');
  });

  test('let the next ones in though they failed', async () => {
    const script = told(3, 60);
    const failing = script.api.whenRoom(1, () => Promise.reject(new Error('no')));
    const next = script.api.whenRoom(1, () => read(script));
    await expect(failing).rejects.toThrow('no');
    await script.time.until(next);
    expect(arrivals(script)).toEqual([0]);
  });
});
