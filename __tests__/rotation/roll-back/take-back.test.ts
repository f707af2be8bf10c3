import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/cloudflare/associations.ts';
import { RollbackRequired } from '../../../src/errors.ts';
import { failure } from '../../cloudflare/support/scripted-api.ts';
import { listed, tied } from '../support/observed.ts';
import { A, a, B, b, back, listOf, rolledBack, there } from '../support/scene-of-pointing-back.ts';
import type { Scene } from '../support/scene-of-pointing-back.ts';
import { successor } from '../support/scene-of-removal.ts';
import { old, oneByOne } from '../support/scene-of-roll-back.ts';

const UNLISTED = { complete: false, rows: [] };
const DELETE = `DELETE ${successor.id}`;

describe('the upload', () => {
  test('stays until the edges have followed', async () => {
    const { said, phases, seconds } = await rolledBack({ moved: [a], gracePeriod: 60_000 });
    expect(said).toContainEqual(
      expect.stringMatching(/^keeping the new certificate until no edge can present it any more\. /u),
    );
    expect(phases[1]).toEqual(['edges-follow', 'done', 'The edges have had time to follow']);
    expect(seconds).toBe(61);
  });

  test('stays while a late copy of the call brings a hostname back to it', async () => {
    const after = oneByOne(listOf(back(A)), listOf(there(A)), listOf(back(A)));
    const { ended, said, writes, phases } = await rolledBack({ moved: [a], after, gracePeriod: 60_000 });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(said).toContain(`${A} is on the new certificate again; pointing back once more`);
    expect(phases.map(([name]) => name)).toEqual(['roll-back', 'roll-back', 'edges-follow', 'withdraw']);
    expect(writes).toEqual(['PUT hostnames', 'PUT hostnames', DELETE]);
  });

  test('stays, and is named, where another hostname is on it, or was a moment ago', async () => {
    const their = (more: Partial<Association>) => tied('their.example.com', successor.id, more);
    for (const neighbour of [their({}), their({ certificateId: old.id, status: 'pending_deployment' })]) {
      const { ended, warnings, writes } = await rolledBack({ moved: [a], after: listOf(back(A), neighbour) });
      expect(ended).toMatchObject({ kind: 'restored' });
      expect([warnings, writes]).toEqual([['ORPHAN_LEFT'], ['PUT hostnames']]);
    }
  });

  test('goes without a list once the edges have had time to follow, and is not asked for again', async () => {
    const { ended, writes, seconds } = await rolledBack({
      moved: [a],
      before: failure(403, 10_000),
      after: failure(403, 10_000),
      byName: [back(A), back(B)],
      removal: failure(400, 1433),
      gracePeriod: 60_000,
      seen: { associations: UNLISTED },
    });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect([writes, seconds >= 60]).toEqual([['PUT hostnames', DELETE], true]);
  });

  test.each<readonly [string, Scene]>([
    ['the list that was had cannot be read any more', { moved: [a], byName: [back(A), back(B)] }],
    [
      'nobody saw its hostname in force again',
      {
        moved: [a],
        byName: [back(A, { rawStatus: 'pending_deployment' }), back(B)],
        seen: { associations: UNLISTED },
      },
    ],
    [
      'it was taken over, so that others may be on it',
      {
        moved: [a],
        byName: [back(A), back(B)],
        seen: { associations: UNLISTED },
        writeRecord: { uploaded: undefined, adopted: successor.id },
      },
    ],
  ])('stays without a list, and is named, where %s', async (_, scene) => {
    const refused = failure(403, 10_000);
    const { ended, warnings, writes } = await rolledBack({ ...scene, before: refused, after: refused });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect([warnings.at(-1), writes]).toEqual(['ORPHAN_LEFT', ['PUT hostnames']]);
  });

  test('goes where it was taken over, as if this run had uploaded it', async () => {
    const writeRecord = { uploaded: undefined, adopted: successor.id };
    const { writes, phases } = await rolledBack({ moved: [a], writeRecord });
    expect(writes).toEqual(['PUT hostnames', DELETE]);
    expect(phases.at(-1)?.at(-1)).toContain(`${successor.id}, taken over by this run: Deleted`);
  });

  test('stays where it was taken over with a hostname on it that this run did not point away', async () => {
    const writeRecord = { uploaded: undefined, adopted: successor.id };
    const seen = { associations: listed(there(A), there(B)) };
    expect((await rolledBack({ moved: [a], writeRecord, seen })).writes).toEqual(['PUT hostnames']);
    expect((await rolledBack({ moved: [a, b], writeRecord, seen })).writes).toEqual([
      'PUT hostnames',
      DELETE,
    ]);
  });

  test('stays where it was taken over and nobody was refused with it', async () => {
    const writeRecord = { uploaded: undefined, adopted: successor.id };
    const news = new RollbackRequired('ACTIVATION_FAILED', { happened: 'It timed out.', remedy: '' });
    expect((await rolledBack({ moved: [a], writeRecord, news })).writes).toEqual(['PUT hostnames']);
  });

  test('stays, and is named, where it cannot be removed', async () => {
    const { ended, warnings, writeRecord } = await rolledBack({ moved: [a], removal: failure(403, 10_000) });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect([warnings, writeRecord.withdrawn]).toEqual([['ORPHAN_LEFT'], 'no']);
  });
});
