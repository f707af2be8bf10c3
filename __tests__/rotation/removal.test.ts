import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { removePredecessors } from '../../src/rotation/apply/remove.ts';
import type { Verified } from '../../src/rotation/apply/verify.ts';
import { ALONE } from '../../src/rotation/siblings.ts';
import { certificateRow, EPOCH, failure, fault, success } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { tied } from './support/observed.ts';
import { former, id, moving, sceneOf, successor } from './support/scene-of-removal.ts';
import type { Removal } from './support/scene-of-removal.ts';

const VERIFIED: Verified = { passed: true, proven: false, sentence: '' };
const REMOVED: Step = ({ method }) => (method === 'DELETE' ? success({}) : failure(404, 1551));
const IN_USE: Step = ({ method }) => (method === 'DELETE' ? failure(400, 1433) : failure(404, 1551));
const [old, older] = [former('old'), former('older')];
const LISTS = ['GET origin_tls_client_auth', `GET ${successor.id}`];
const goes = (one: string): readonly string[] => [`DELETE ${one}`, `GET ${one}`];
const DELETED = { fate: 'deleted', why: 'Deleted, and read again to make sure.' };

interface Play extends Removal {
  readonly verified?: Verified;
  readonly graceLeft?: number;
  readonly cancelled?: boolean;
}

async function play({ verified = VERIFIED, graceLeft = 0, cancelled = false, ...removal }: Play) {
  const { context, script, journal, calls } = sceneOf(removal);
  await script.time.until(script.time.sleep(60_000));
  if (cancelled) script.stop.abort();
  const grace = { left: () => graceLeft, rest: () => Promise.resolve() };
  const work = removePredecessors(context, successor, verified, grace).then(
    () => undefined,
    (error: unknown) => (error instanceof ActionError ? error.code : 'no error of ours'),
  );
  const error = await script.time.until(work);
  const { fates, wrote, deleteSent, seenInForce } = context.ledger;
  return {
    error,
    fates: Object.fromEntries(fates),
    ledger: { wrote, deleteSent, seenInForce },
    calls: calls(),
    phases: journal.phases().map(({ name, outcome, detail }) => `${name} ${outcome}: ${detail}`),
    warnings: journal.warnings(),
  };
}
const untouched = { wrote: false, deleteSent: false, seenInForce: false };
const sent = { wrote: true, deleteSent: true, seenInForce: true };
const quiet = { error: undefined, calls: [], phases: [], warnings: [], ledger: untouched };
const looked = (count: number): string => `observe-again done: nothing moved since; ${count} to delete`;
const kept = (why: string) => ({ [old.id]: { fate: 'kept', why }, [older.id]: { fate: 'kept', why } });

describe('predecessors', () => {
  test.each<readonly [string, Play, object]>([
    [
      'stay all where the probes did not verify the new certificate',
      { remove: [old, older], verified: { ...VERIFIED, passed: false } },
      { ...quiet, fates: kept('The probes did not verify the new certificate, so the former one stays.') },
    ],
    [
      'stay all where the grace outlasts the run',
      { remove: [old, older], graceLeft: 1 },
      { ...quiet, fates: kept('The grace period outlasts this run; the next one deletes it.') },
    ],
    [
      'go one by one after one look',
      { remove: [old, older], others: REMOVED },
      {
        ...quiet,
        fates: { [old.id]: DELETED, [older.id]: DELETED },
        calls: [...LISTS, ...goes(old.id), ...goes(older.id)],
        phases: [
          looked(2),
          `delete done: ${old.id}: ${DELETED.why}`,
          `delete done: ${older.id}: ${DELETED.why}`,
        ],
        ledger: sent,
      },
    ],
    [
      'that are left to another target are not even looked at',
      { remove: [old], siblings: { ...ALONE, deletedBy: () => 'the other' } },
      { ...quiet, fates: {} },
    ],
    [
      'that are left to another target in part go in part',
      {
        remove: [old, older],
        others: REMOVED,
        siblings: { ...ALONE, deletedBy: (one) => (one === old.id ? 'the other' : undefined) },
      },
      {
        ...quiet,
        fates: { [older.id]: DELETED },
        calls: [...LISTS, ...goes(older.id)],
        phases: [looked(2), `delete done: ${older.id}: ${DELETED.why}`],
        ledger: sent,
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
        calls: [...LISTS, ...goes(older.id)],
        phases: [looked(1), `delete done: ${older.id}: ${DELETED.why}`],
        warnings: [expect.objectContaining({ reason: 'PREDECESSOR_GONE' })],
        ledger: sent,
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
        ledger: { ...untouched, seenInForce: true },
      },
    ],
    [
      'stay for the sake of another target',
      { remove: [old], siblings: { ...ALONE, objection: () => 'The other needs it.' } },
      {
        ...quiet,
        fates: { [old.id]: { fate: 'kept', why: 'The other needs it.' } },
        calls: LISTS,
        phases: [looked(1)],
        ledger: { ...untouched, seenInForce: true },
      },
    ],
    [
      'are refused by Cloudflare: nothing was deleted',
      { remove: [old], others: failure(403, 10_000) },
      {
        ...quiet,
        error: 'API_UNAUTHORIZED',
        fates: { [old.id]: { fate: 'kept', why: expect.stringContaining('Cloudflare refused `DELETE') } },
        calls: [...LISTS, `DELETE ${old.id}`],
        phases: [looked(1), expect.stringMatching(/^delete failed: Cloudflare refused `DELETE/u)],
        ledger: { wrote: true, deleteSent: false, seenInForce: true },
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
    const { fates, calls, warnings, ledger } = await play({ remove: [old, older], others: IN_USE });
    const stays = { fate: 'in-use', why: 'Cloudflare says that it is still in use.' };
    expect(fates).toEqual({ [old.id]: stays, [older.id]: stays });
    expect(calls.slice(0, 6)).toEqual([...LISTS, `DELETE ${old.id}`, ...LISTS, `DELETE ${old.id}`]);
    expect(warnings).toEqual([
      {
        reason: 'PREDECESSOR_KEPT',
        sentence: `Still in use and therefore kept: ${old.id}, ${older.id}.`,
      },
    ]);
    expect(ledger).toEqual({ wrote: true, deleteSent: false, seenInForce: true });
  });

  test('whose answer is lost and whose successor moved meanwhile are unconfirmed', async () => {
    let lost = false;
    const byId: Step = () =>
      success(certificateRow({ id: successor.id, status: lost ? 'pending_deletion' : 'active' }));
    const others: Step = ({ method }) => {
      lost ||= method === 'DELETE';
      return fault('timeout');
    };
    const { error, fates, ledger } = await play({ remove: [old], byId, others });
    expect(error).toBe('WORLD_CHANGED');
    expect(fates[old.id]?.fate).toBe('delete-unconfirmed');
    expect(ledger).toEqual({ wrote: true, deleteSent: true, seenInForce: false });
  });
});

describe('predecessors of hostnames', () => {
  const www = 'www.example.com';
  const base: Play = {
    level: 'hostname',
    hostnames: [www],
    moves: [moving(www, 'old')],
    remove: [old],
    rows: [tied(www, successor.id)],
  };

  test('stay while another hostname uses them, which is a warning', async () => {
    const rows = [tied(www, successor.id), tied('b.example.com', old.id), tied('a.example.com', old.id)];
    const { fates, warnings, ledger } = await play({ ...base, rows });
    expect(fates).toEqual({
      [old.id]: { fate: 'in-use', why: 'Still used by b.example.com, a.example.com.' },
    });
    expect(warnings.map(({ reason }) => reason)).toEqual(['PREDECESSOR_KEPT']);
    expect(ledger.wrote).toBe(false);
  });

  test('and the others go', async () => {
    const rows = [tied(www, successor.id), tied('b.example.com', old.id)];
    const { fates } = await play({ ...base, remove: [old, older], rows, others: REMOVED });
    expect(fates).toEqual({
      [old.id]: { fate: 'in-use', why: 'Still used by b.example.com.' },
      [older.id]: DELETED,
    });
  });

  test('and leftovers stay where another hostname changed within the grace, which outlasts the run', async () => {
    const { fates } = await play({
      ...base,
      remove: [older],
      gracePeriod: 2 * 3_600_000,
      rows: [tied(www, successor.id), tied('b.example.com', id('other'), { updatedAt: EPOCH })],
    });
    expect(fates).toEqual({
      [older.id]: {
        fate: 'kept',
        why: 'A hostname of the zone changed its certificate a moment ago, and may have been on it. The next run deletes it.',
      },
    });
  });
});
