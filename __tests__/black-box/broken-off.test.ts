import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { live, openBox, putInForce } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play, start } from './support/play.ts';
import './support/patience.ts';

const zone = { level: 'zone' };
const UPLOAD = { method: 'POST', path: /origin_tls_client_auth$/ };

/** Something that happens once the upload has been applied, before its answer is on the way. */
function afterUpload({ sandbox }: Box, happen: () => Promise<void>): void {
  sandbox.api.faults.add({ at: { ...UPLOAD, nth: 0 }, trouble: { kind: 'meanwhile', after: happen } });
}

test.concurrent.each([
  { debug: true, signal: 'cancel' },
  { debug: false, signal: 'SIGTERM' },
] as const)(
  'a run that is ended by $signal deletes nothing, says what is in force, and the next one goes on',
  async ({ debug, signal }) => {
    // So slow that the run is still waiting for it.
    await using box = await openBox({ timings: { deployment: 1500 } });
    const { pair: before, id } = await putInForce(
      box,
      'zone',
      undefined,
      await box.issue({ notBefore: Date.now() - 86_400_000 }),
    );
    const pair = await box.issue();
    const running = await start(box, { inputs: zone, pair, debug });
    afterUpload(box, () => {
      if (signal === 'cancel') running.cancel();
      else running.kill(signal);
      return Promise.resolve();
    });
    const ended = await running.finished;
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({
      result: 'failed',
      changed: 'true',
      'previous-certificate-ids': id,
    });
    expect(ended.mutations).toEqual(['POST /aop']);
    expect(live(box, 'zone')).toEqual([before.fingerprint, pair.fingerprint]);
    const again = await play(box, { inputs: zone, pair, debug });
    expect(again.result).toBe('rotated');
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
  },
);

test.concurrent(
  'a run that is cancelled while its upload gets no answer ends before the runner kills it, and says what is in force',
  async () => {
    await using box = await openBox();
    const { pair: before, id } = await putInForce(
      box,
      'zone',
      undefined,
      await box.issue({ notBefore: Date.now() - 86_400_000 }),
    );
    const pair = await box.issue();
    const running = await start(box, { inputs: zone, pair });
    const hangs = Promise.withResolvers<void>();
    afterUpload(box, () => {
      running.cancel();
      return hangs.promise;
    });
    const ended = await running.finished;
    hangs.resolve();
    expect(ended.exitCode).toBe(1);
    expect(ended.outputs).toMatchObject({ result: 'failed', 'previous-certificate-ids': id });
    expect(ended.said).toContain('In force now');
    expect(live(box, 'zone')).toEqual([before.fingerprint, pair.fingerprint]);
    const again = await play(box, { inputs: zone, pair });
    expect(again.result).toBe('rotated');
    expect(again.mutations).toEqual(['DELETE /aop/{id}']);
  },
);

test.concurrent(
  'a run that crashes says so in fixed words and in its outputs, and shows no error',
  async () => {
    await using box = await openBox();
    const { id } = await putInForce(
      box,
      'zone',
      undefined,
      await box.issue({ notBefore: Date.now() - 86_400_000 }),
    );
    const pair = await box.issue();
    const folder = await mkdtemp(join(tmpdir(), 'crash-'));
    const sign = join(folder, 'now');
    // An error with the key in it, thrown by a timer: no code of the run can catch it.
    const fault = `
    import { existsSync } from 'node:fs';
    const key = process.env['INPUT_PRIVATE-KEY'];
    setInterval(() => { if (existsSync('${sign}')) throw Object.assign(new Error(key), { key }); }, 10).unref();`;
    try {
      afterUpload(box, async () => {
        await writeFile(sign, '');
        await new Promise((resolve) => setTimeout(resolve, 400));
      });
      const run = await play(box, {
        inputs: { ...zone, timeout: '2m' },
        pair,
        env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` },
      });
      expect(run.exitCode).toBe(1);
      expect(run.outputs).toMatchObject({
        result: 'failed',
        changed: 'true',
        'previous-certificate-ids': id,
      });
      expect(run.annotations.map(({ title }) => title)).toEqual(['Unexpected fault']);
      const again = await play(box, { inputs: zone, pair });
      expect(again.result).toBe('rotated');
      expect(live(box, 'zone')).toEqual([pair.fingerprint]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
