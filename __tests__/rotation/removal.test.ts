import { describe, expect, test } from '@jest/globals';
import {
  certificateRow,
  EPOCH,
  failure,
  fault,
  success,
  type Step,
} from '../cloudflare/support/scripted-api.ts';
import { DELETED, play, REMOVED, VERIFIED, type Play } from './support/play-removal.ts';
import { former, successor } from './support/scene-of-removal.ts';

const IN_USE: Step = ({ method }) => (method === 'DELETE' ? failure(400, 1433) : failure(404, 1551));
const [old, older] = [former('old'), former('older')];
const LISTS = ['GET origin_tls_client_auth', `GET ${successor.id}`];
/** With the read of what the deletion relied on. */
const goes = (one: string): readonly string[] => [`DELETE ${one}`, `GET ${one}`, `GET ${successor.id}`];

const untouched = { deleteSent: false, seenInForce: false };
const sent = { deleteSent: true, seenInForce: true };
const quiet = {
  time: expect.any(Number),
  error: undefined,
  calls: [],
  phases: [],
  warnings: [],
  writeRecord: untouched,
};
const looked = (count: number): string => `observe-again done: Nothing has changed since; ${count} to delete`;
const kept = (why: string) => ({ [old.id]: { fate: 'kept', why }, [older.id]: { fate: 'kept', why } });

describe('predecessors', () => {
  test.each<readonly [string, Play, object]>([
    [
      'stay all where the probes did not verify the new certificate',
      { remove: [old, older], verified: { ...VERIFIED, passed: false } },
      { ...quiet, fates: kept('The probes did not verify the new certificate, so the previous one stays.') },
    ],
    [
      'stay all where the grace outlasts the run',
      { remove: [old, older], graceIsOver: false },
      { ...quiet, fates: kept('The grace period outlasts this run; the next one deletes it.') },
    ],
    [
      'go one by one, each after a look of its own',
      { remove: [old, older], others: REMOVED },
      {
        ...quiet,
        fates: { [old.id]: DELETED, [older.id]: DELETED },
        calls: [...LISTS, ...goes(old.id), ...LISTS, ...goes(older.id)],
        phases: [
          looked(2),
          `delete done: ${old.id}: ${DELETED.why}`,
          looked(2),
          `delete done: ${older.id}: ${DELETED.why}`,
        ],
        writeRecord: sent,
      },
    ],
    [
      'that somebody else deleted in part go in part',
      { remove: [old, older], certificates: [successor, older], others: REMOVED },
      {
        ...quiet,
        fates: {
          [old.id]: { fate: 'already-gone', why: 'Somebody else deleted it during the run.' },
          [older.id]: DELETED,
        },
        calls: [...LISTS, ...LISTS, ...goes(older.id)],
        phases: [looked(1), looked(1), `delete done: ${older.id}: ${DELETED.why}`],
        warnings: [expect.objectContaining({ reason: 'PREDECESSOR_GONE' })],
        writeRecord: sent,
      },
    ],
    [
      'that somebody else deleted are named',
      { remove: [old], certificates: [successor] },
      {
        ...quiet,
        fates: { [old.id]: { fate: 'already-gone', why: 'Somebody else deleted it during the run.' } },
        calls: LISTS,
        phases: [looked(0)],
        warnings: [
          { reason: 'PREDECESSOR_GONE', sentence: `${old.id} was deleted by somebody else meanwhile.` },
        ],
        writeRecord: { ...untouched, seenInForce: true },
      },
    ],
    [
      'are refused by Cloudflare: nothing was deleted',
      { remove: [old], others: failure(403, 9109) },
      {
        ...quiet,
        error: 'API_UNAUTHORIZED',
        fates: { [old.id]: { fate: 'kept', why: expect.stringContaining('Cloudflare refused `DELETE') } },
        calls: [...LISTS, `DELETE ${old.id}`],
        phases: [looked(1), expect.stringMatching(/^delete failed: Cloudflare refused `DELETE/u)],
        writeRecord: { deleteSent: false, seenInForce: true },
      },
    ],
    [
      'are not asked for by a cancelled run',
      { remove: [old], cancelled: true },
      { ...quiet, error: 'CANCELLED', fates: {} },
    ],
  ])('%s', async (_, one, expected) => {
    expect(await play(one)).toEqual(expected);
  });

  test('that stay in use are a warning, and looked at again before each repeated delete', async () => {
    const { fates, calls, warnings, writeRecord } = await play({ remove: [old, older], others: IN_USE });
    const stays = { fate: 'in-use', why: 'Cloudflare says that it is still in use.' };
    expect(fates).toEqual({ [old.id]: stays, [older.id]: stays });
    expect(calls.slice(0, 6)).toEqual([...LISTS, `DELETE ${old.id}`, ...LISTS, `DELETE ${old.id}`]);
    expect(warnings).toEqual([
      {
        reason: 'PREDECESSOR_KEPT',
        sentence: `Still in use, so it was kept: ${old.id}, ${older.id}.`,
      },
    ]);
    expect(writeRecord).toEqual({ deleteSent: false, seenInForce: true });
  });

  test('whose answer is lost and whose successor moved meanwhile are unconfirmed', async () => {
    let lost = false;
    const byId: Step = () =>
      success(
        certificateRow({
          id: successor.id,
          status: lost ? 'pending_deletion' : 'active',
          uploaded_on: new Date(EPOCH - 1000).toISOString(),
        }),
      );
    const others: Step = ({ method }) => {
      lost ||= method === 'DELETE';
      return fault('timeout');
    };
    const { error, fates, writeRecord } = await play({ remove: [old], byId, others });
    expect(error).toBe('WORLD_CHANGED');
    expect(fates[old.id]?.fate).toBe('delete-unconfirmed');
    expect(writeRecord).toEqual({ deleteSent: true, seenInForce: false });
  });
});
