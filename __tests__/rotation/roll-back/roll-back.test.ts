import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../../src/outside.ts';
import { rollBack } from '../../../src/rotation/roll-back/roll-back.ts';
import { failure, fault, success } from '../../cloudflare/support/scripted-api.ts';
import { A } from '../support/scene-of-pointing-back.ts';
import { successor } from '../support/scene-of-removal.ts';
import { REFUSED } from '../support/scene-of-roll-back.ts';
import { scene } from '../support/scene-of-undoing.ts';
import type { Play } from '../support/scene-of-undoing.ts';

async function play(one: Play) {
  const { context, script, said, writes, warnings } = scene(one);
  const ended = await script.time.until(rollBack(context, REFUSED).catch((error: unknown) => error));
  const { undone, withdrawn } = context.writeRecord;
  return { ended, said, writes: writes(), writeRecord: { undone, withdrawn }, warnings: warnings() };
}

const UNSEEN = 'No probe is configured, so this could not be seen from outside.';
const DELETE = `DELETE ${successor.id}`;

describe('a roll-back', () => {
  test('says what it restored, and that nothing was seen of it from outside without a probe', async () => {
    const { ended, said, writeRecord } = await play({});
    expect(ended).toEqual({ kind: 'restored', sentence: UNSEEN });
    expect(said.at(-1)).toBe('rolled back within 1 s');
    expect(writeRecord.undone).toBe(true);
  });

  test('per hostname says so as well', async () => {
    const { ended, writeRecord } = await play({ level: 'hostname' });
    expect(ended).toEqual({ kind: 'restored', sentence: `${A} is back on what it had before. ${UNSEEN}` });
    expect(writeRecord).toEqual({ undone: true, withdrawn: 'gone' });
  });

  test('of what was not in force yet has undone all', async () => {
    const { ended, writeRecord } = await play({ off: true });
    expect(ended).toEqual({ kind: 'nothing-moved', sentence: 'Nothing was in force yet.' });
    expect(writeRecord.undone).toBe(true);
  });

  test('without a way back has undone nothing', async () => {
    const { ended, writeRecord } = await play({ writeRecord: { uploaded: undefined } });
    expect([ended, writeRecord.undone]).toEqual([expect.objectContaining({ kind: 'no-way-back' }), false]);
  });

  test('is never made once a predecessor may be deleted', async () => {
    const { ended, writes } = await play({ writeRecord: { deleteSent: true } });
    expect(ended).toMatchObject({
      code: 'INTERNAL',
      happened: 'A roll-back was requested after the deletion of a previous certificate was sent.',
      remedy: 'Please report this.',
    });
    expect(writes).toEqual([]);
  });
});

describe('a roll-back after which visitors get no further', () => {
  const body = '<center>No required SSL certificate was sent</center>';
  const http = (): Promise<HttpAnswer> =>
    Promise.resolve({ status: 400, headers: { server: 'cloudflare' }, body });

  test.each([
    [
      false,
      'Somebody else switched origin pulls of the zone off during this run, so the origin gets no client certificate.',
      /^Find out who did so and why\. Then switch /u,
    ],
    [
      true,
      'Cloudflare shows the previous state again, but visitors are still refused.',
      /^Check the site now/u,
    ],
  ])('looks whether the zone is still on: %s', async (enabled, happened, remedy) => {
    const { context, script } = scene({ switchNow: success({ enabled }) });
    const probes = { ...context.target.policy.probes, urls: ['https://www.example.com/'] };
    const target = { ...context.target, policy: { ...context.target.policy, probes } };
    const world = { ...context.world, http };
    const ended = await script.time.until(
      rollBack({ ...context, target, world }, REFUSED).catch((error: unknown) => error),
    );
    expect(ended).toMatchObject({
      code: 'ROLLBACK_FAILED',
      happened: expect.stringContaining(happened),
      remedy: expect.stringMatching(remedy),
    });
    expect(context.writeRecord.offByOthers).toBe(!enabled);
  });
});

describe('a roll-back that is cancelled', () => {
  const ONE_CALL = {
    kind: 'one-call',
    sentence:
      'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
  };

  test.each(['before', 'PUT'] as const)('makes the one call all the same: %s', async (cancelled) => {
    const { ended, writes, writeRecord } = await play({ level: 'hostname', cancelled });
    expect([ended, writes]).toEqual([ONE_CALL, ['PUT hostnames']]);
    expect(writeRecord.undone).toBe(false);
  });

  test('makes it once more where its answer was lost', async () => {
    const { ended, writes } = await play({ level: 'hostname', cancelled: 'PUT', put: fault('timeout') });
    expect([ended, writes]).toEqual([ONE_CALL, ['PUT hostnames', 'PUT hostnames']]);
  });

  test('says so where no answer came at all', async () => {
    const { ended } = await play({
      level: 'hostname',
      cancelled: 'PUT',
      put: fault('timeout'),
      putAgain: fault('timeout'),
    });
    expect(ended).toMatchObject({
      code: 'CANCELLED',
      happened:
        'The call that restores what was in force was sent and its answer was lost; the run was cancelled before it could be read.',
      remedy: 'Check what Cloudflare shows for the zone, then run again.',
    });
  });

  test('ends with a refusal as it came', async () => {
    const { ended } = await play({ level: 'hostname', cancelled: 'PUT', put: failure(403, 9109) });
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
  });

  test('switches off, and asks nothing more', async () => {
    const writeRecord = { switchedOn: true };
    const { ended, writes, writeRecord: after } = await play({ off: true, writeRecord, cancelled: 'PUT' });
    expect(ended).toEqual(ONE_CALL);
    expect(writes).toEqual(['PUT settings']);
    expect(after).toEqual({ undone: false, withdrawn: 'no' });
  });

  test('at zone level deletes the new one all the same', async () => {
    const { ended, writes } = await play({ cancelled: 'before' });
    expect(writes).toEqual([DELETE]);
    expect(ended).toEqual(ONE_CALL);
  });
});
