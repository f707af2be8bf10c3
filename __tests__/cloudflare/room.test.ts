import { describe, expect, test } from '@jest/globals';
import { getCertificate } from '../../src/cloudflare/certificates.ts';
import { certificateRow, ID, scripted, success, ZONE } from './support/scripted-api.ts';
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

  test('let the next ones in though they failed', async () => {
    const script = told(3, 60);
    const failing = script.api.whenRoom(1, () => Promise.reject(new Error('no')));
    const next = script.api.whenRoom(1, () => read(script));
    await expect(failing).rejects.toThrow('no');
    await script.time.until(next);
    expect(arrivals(script)).toEqual([0]);
  });
});
