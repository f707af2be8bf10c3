import { describe, expect, test } from '@jest/globals';
import { removePredecessors } from '../../src/rotation/apply/remove.ts';
import { certificateRow, failure, success } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { former, sceneOf, successor } from './support/scene-of-removal.ts';

const VERIFIED = { passed: true, proven: false, sentence: '' };
const IN_USE: Step = ({ method }) => (method === 'DELETE' ? failure(400, 1433) : failure(404, 1551));
const [old, older] = [former('old'), former('older')];
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
    const grace = { left: () => 0, rest: () => Promise.resolve() };
    await script.time.until(removePredecessors(scene.context, successor, VERIFIED, grace));
    const calls = scene.calls().filter((call) => call !== `GET ${old.id}`);
    expect(calls).toEqual([...LISTS, `DELETE ${old.id}`, ...LISTS, `DELETE ${older.id}`, `GET ${older.id}`]);
  });

  test('have no fate where the run breaks down', async () => {
    const { context, script } = sceneOf({ remove: [old], others: IN_USE });
    const say = (): never => {
      throw new Error('broken down');
    };
    const grace = { left: () => 0, rest: () => Promise.resolve() };
    const journal = { ...context.journal, say };
    const work = removePredecessors({ ...context, journal }, successor, VERIFIED, grace);
    await expect(script.time.until(work)).rejects.toThrow('broken down');
    expect(context.ledger.fates.size).toBe(0);
  });
});
