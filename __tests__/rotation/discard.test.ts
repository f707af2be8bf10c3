import { describe, expect, test } from '@jest/globals';
import { discard } from '../../src/rotation/apply/discard-orphan.ts';
import { certificateRow, failure, success } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { former, sceneOf } from './support/scene-of-removal.ts';
import type { Removal } from './support/scene-of-removal.ts';

const REMOVED: Step = ({ method }) => (method === 'DELETE' ? success({}) : failure(404, 1551));
const IN_USE: Step = ({ method }) => (method === 'DELETE' ? failure(400, 1433) : failure(404, 1551));
const old = former('old');
const other = former('other');
/** Beside it another one of the zone, which is there by its id, or not. */
const beside = (others: Step, isThere = true): Removal => ({
  before: [old, other],
  others: ({ url }) =>
    url.endsWith(other.id)
      ? success(certificateRow({ id: other.id, status: isThere ? 'active' : 'pending_deletion' }))
      : others,
});
const DELETED = { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' };

describe('a copy whose deployment timed out', () => {
  test('is removed, which counts as a change', async () => {
    const { context, script, runLog } = sceneOf(beside(REMOVED));
    await script.time.until(discard(context, old));
    expect(context.writeRecord.fates.get(old.id)).toEqual(DELETED);
    expect(runLog.phases().map(({ name, outcome, detail }) => [name, outcome, detail])).toEqual([
      ['delete', 'done', `${old.id}, a copy whose deployment had timed out: ${DELETED.why}`],
    ]);
  });

  test('that cannot be removed ends the run', async () => {
    const { context, script } = sceneOf(beside(IN_USE));
    const error = await script.time.until(discard(context, old).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'DELETE_FAILED',
      happened: `${old.id}, a copy of this certificate whose deployment timed out, could not be removed. Cloudflare says that it is still in use.`,
      remedy: 'Issue a fresh certificate, store it in the secret, and run again.',
    });
    expect(context.writeRecord.fates.get(old.id)?.fate).toBe('in-use');
  });

  test('whose removal nobody could confirm counts as a change', async () => {
    const { context, script } = sceneOf(
      beside(({ method }) => (method === 'DELETE' ? success({}) : failure(403, 10_000))),
    );
    const error = await script.time.until(discard(context, old).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({ code: 'DELETE_FAILED' });
    expect(context.writeRecord.fates.get(old.id)).toEqual({
      fate: 'delete-unconfirmed',
      why: 'Cloudflare accepted the deletion, but whether it is gone could not be read. The next run checks again.',
    });
  });

  test('is not removed where what the list showed beside it is gone by now', async () => {
    const { context, script, calls } = sceneOf(beside(REMOVED, false));
    const error = await script.time.until(discard(context, old).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({
      code: 'WORLD_CHANGED',
      happened: `Cloudflare timed out deploying ${old.id}, which is this certificate, and now the only one of the zone: the other one in the list was deleted by somebody else.`,
      remedy:
        'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
    });
    expect(calls().filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  test('is not removed where nothing at all was beside it', async () => {
    const { context, script } = sceneOf({ before: [old], others: REMOVED });
    const error = await script.time.until(discard(context, old).catch((thrown: unknown) => thrown));
    expect(error).toMatchObject({ code: 'WORLD_CHANGED' });
  });

  test('of a hostname is removed whatever is beside it', async () => {
    const { context, script } = sceneOf({ level: 'hostname', before: [old], others: REMOVED });
    await script.time.until(discard(context, old));
    expect(context.writeRecord.fates.get(old.id)).toEqual(DELETED);
  });
});
