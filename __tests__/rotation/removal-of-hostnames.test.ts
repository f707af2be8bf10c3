import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/cloudflare/associations.ts';
import { EPOCH, failure, success } from '../cloudflare/support/scripted-api.ts';
import { tied } from './support/observed.ts';
import { DELETED, play, REMOVED, type Play } from './support/play-removal.ts';
import { former, id, moving, successor } from './support/scene-of-removal.ts';

const [old, older] = [former('old'), former('older')];

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
    const { fates, warnings, writeRecord } = await play({ ...base, rows });
    expect(fates).toEqual({
      [old.id]: { fate: 'in-use', why: 'Still used by b.example.com, a.example.com.' },
    });
    expect(warnings.map(({ reason }) => reason)).toEqual(['PREDECESSOR_KEPT']);
    expect(writeRecord.deleteSent).toBe(false);
  });

  test('and the others go', async () => {
    const rows = [tied(www, successor.id), tied('b.example.com', old.id)];
    const { fates } = await play({ ...base, remove: [old, older], rows, others: REMOVED });
    expect(fates).toEqual({
      [old.id]: { fate: 'in-use', why: 'Still used by b.example.com.' },
      [older.id]: DELETED,
    });
  });

  const other = (more: Partial<Association>) => tied('b.example.com', id('other'), more);

  test('go once another hostname that changed a moment ago is quiet', async () => {
    const rows = [tied(www, successor.id), other({ updatedAt: EPOCH })];
    const { fates, time, warnings } = await play({ ...base, rows, others: REMOVED });
    expect([fates, warnings]).toEqual([{ [old.id]: DELETED }, []]);
    expect(time).toBeGreaterThanOrEqual(60_000 + 120_000);
  });

  test.each<readonly [string, Partial<Association>, string, number]>([
    [
      'stays on its way for ten minutes',
      { updatedAt: EPOCH, status: 'pending_deployment' },
      'b.example.com changed a moment ago or is on its way to another certificate',
      660_000,
    ],
    [
      'never arrived, at once',
      { updatedAt: EPOCH - 7_200_000, status: 'pending_deployment' },
      'b.example.com has been on its way to another certificate for too long',
      60_000,
    ],
  ])('stay, named with the words that delete them, where another one %s', async (_, row, what, most) => {
    const rows = [tied(www, successor.id), other(row)];
    const { error, fates, writeRecord, time, warnings } = await play({ ...base, rows });
    const why = `${what}, so Cloudflare may still show it there. To delete it: \`operation: delete\` with \`level: hostname\` and \`certificate-id: ${old.id}\`.`;
    expect([error, fates, writeRecord.deleteSent]).toEqual([
      undefined,
      { [old.id]: { fate: 'kept', why } },
      false,
    ]);
    expect(warnings).toEqual([{ reason: 'PREDECESSOR_KEPT', sentence: `${old.id} is kept. ${why}` }]);
    expect(time).toBeLessThanOrEqual(most);
  });

  test('go where another one never arrived that was asked for before they were uploaded', async () => {
    const young = { ...old, uploadedOn: EPOCH - 3_600_000 };
    const rows = [
      tied(www, successor.id),
      other({ updatedAt: EPOCH - 7_200_000, status: 'pending_deployment' }),
    ];
    const { fates } = await play({ ...base, remove: [young], rows, others: REMOVED });
    expect(fates).toEqual({ [old.id]: DELETED });
  });

  test('stay where the list is not to be had any more', async () => {
    const { fates } = await play({
      ...base,
      tiedNow: failure(403, 10_000),
      others: ({ url }) =>
        url.includes(`/hostnames/${www}`)
          ? success({ hostname: www, cert_id: successor.id, enabled: true, status: 'active' })
          : failure(404, 1551),
    });
    expect(fates[old.id]).toMatchObject({
      fate: 'kept',
      why: expect.stringContaining('the token may not read the list of hostnames'),
    });
  });
});
