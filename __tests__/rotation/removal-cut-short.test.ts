import { describe, expect, test } from '@jest/globals';
import { certificateRow, failure, fault, success, type Step } from '../cloudflare/support/scripted-api.ts';
import { remove, VERIFIED } from './support/play-removal.ts';
import { former, sceneOf, successor } from './support/scene-of-removal.ts';

const REMOVED: Step = ({ method }) => (method === 'DELETE' ? success({}) : failure(404, 1551));
const IN_USE: Step = ({ method }) => (method === 'DELETE' ? failure(400, 1433) : failure(404, 1551));
const [old, older] = [former('old'), former('older')];
const READY = { successor, verified: VERIFIED, verifiedAt: 0, graceIsOver: true };
const LISTS = ['GET origin_tls_client_auth', `GET ${successor.id}`];

describe('predecessors', () => {
  test('are looked at again once ten seconds have passed', async () => {
    let slow = true;
    const others: Step = ({ method, url }) => {
      if (method === 'DELETE') return success({});
      slow = slow && !url.endsWith(older.id);
      return slow && script.time.now() < 11_000
        ? success(certificateRow({ id: old.id, status: 'pending_deletion' }))
        : failure(404, 1551);
    };
    const scene = sceneOf({ remove: [old, older], others });
    const { script } = scene;
    await script.time.until(remove({ context: scene.context, ...READY }));
    const calls = scene.calls().filter((call) => call !== `GET ${old.id}`);
    expect(calls).toEqual([
      ...LISTS,
      `DELETE ${old.id}`,
      `GET ${successor.id}`,
      ...LISTS,
      `DELETE ${older.id}`,
      `GET ${older.id}`,
      `GET ${successor.id}`,
    ]);
  });

  test('have no fate where the run breaks down', async () => {
    const { context, script } = sceneOf({ remove: [old], others: IN_USE });
    const say = (): never => {
      throw new Error('broken down');
    };
    const runLog = { ...context.runLog, say };
    const work = remove({ context: { ...context, runLog }, ...READY });
    await expect(script.time.until(work)).rejects.toThrow('broken down');
    expect(context.writeRecord.fates.size).toBe(0);
  });

  test('whose deletion somebody else asked for and Cloudflare gave up stay, which is a warning, and the others go', async () => {
    const half = { ...old, status: 'deletion_timed_out', rawStatus: 'deletion_timed_out' } as const;
    const { context, script, runLog, calls } = sceneOf({
      remove: [old, older],
      certificates: [successor, half, older],
      others: REMOVED,
    });
    await script.time.until(remove({ context, ...READY }));
    const why = `Somebody else asked for its deletion, and Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${old.id}.`;
    expect(Object.fromEntries(context.writeRecord.fates)).toEqual({
      [old.id]: { fate: 'kept', why },
      [older.id]: { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' },
    });
    expect(runLog.warnings()).toEqual([
      { reason: 'PREDECESSOR_KEPT', sentence: `${old.id} is still there. ${why}` },
    ]);
    expect(calls()).toEqual([
      ...LISTS,
      ...LISTS,
      `DELETE ${older.id}`,
      `GET ${older.id}`,
      `GET ${successor.id}`,
    ]);
  });

  test('may be gone where nobody could read it', async () => {
    const others: Step = ({ method }) => (method === 'DELETE' ? success({}) : fault('timeout'));
    const { context, script } = sceneOf({ remove: [old], others });
    await script.time.until(remove({ context, ...READY }));
    expect(context.writeRecord.fates.get(old.id)).toEqual({
      fate: 'delete-unconfirmed',
      why: 'Cloudflare accepted the deletion, but whether it is gone could not be read. The next run checks again.',
    });
  });
});
