import { describe, expect, test } from '@jest/globals';
import type { Move } from '../../../src/rotation/plan/plan.ts';
import { failure, fault } from '../../cloudflare/support/scripted-api.ts';
import { tied } from '../support/observed.ts';
import { A, a, B, b, back, first, listOf, rolledBack, there } from '../support/scene-of-pointing-back.ts';
import type { Scene } from '../support/scene-of-pointing-back.ts';
import { id, successor } from '../support/scene-of-removal.ts';
import { old, oneByOne } from '../support/scene-of-roll-back.ts';

const DELETE = `DELETE ${successor.id}`;
const row = (hostname: string, certificateId: string, enabled: boolean | null) => ({
  hostname,
  cert_id: certificateId,
  enabled,
});

describe('hostnames that this run moved', () => {
  test('are pointed back in one call, and the upload is removed', async () => {
    const all = await rolledBack({ moved: [a, b] });
    expect(all.ended).toEqual({
      kind: 'restored',
      sentence: `${A}, ${B} are back on what they had before.`,
    });
    expect(all.writes).toEqual(['PUT hostnames', DELETE]);
    expect(all.configs).toEqual([[row(A, old.id, true), row(B, old.id, true)]]);
    expect(all.writeRecord).toEqual({ moved: [], back: [A, B], unseen: [], withdrawn: 'gone' });
    expect(all.phases).toEqual([
      ['roll-back', 'done', '2 hostnames pointed back'],
      ['withdraw', 'done', `${successor.id}, uploaded by this run: Deleted, and confirmed by reading again.`],
    ]);
    expect(all.said).toContain('back on the previous certificate after 0 s');
  });

  test('go back to none where they had none, and to off where they were off', async () => {
    const off: Move = { ...b, before: tied(B, old.id, { enabled: false }) };
    const { ended, configs } = await rolledBack({
      moved: [first, off],
      after: listOf(back(B, { enabled: false })),
    });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(configs).toEqual([[row(A, successor.id, null), row(B, old.id, false)]]);
  });

  test('one is told by its name', async () => {
    const { ended, phases } = await rolledBack({ moved: [a] });
    expect(ended).toEqual({ kind: 'restored', sentence: `${A} is back on what it had before.` });
    expect(phases[0]).toEqual(['roll-back', 'done', `${A} pointed back`]);
  });

  test('none: only the upload is removed', async () => {
    const { ended, writes } = await rolledBack({ moved: [], before: listOf() });
    expect(ended).toEqual({ kind: 'nothing-moved', sentence: 'This run had moved no hostname.' });
    expect(writes).toEqual([DELETE]);
  });

  test('none any more: they were pointed back before', async () => {
    const { ended } = await rolledBack({ moved: [], before: listOf(), writeRecord: { back: [a] } });
    expect(ended).toEqual({ kind: 'restored', sentence: `${A} is back on what it had before.` });
  });

  test.each<readonly [string, Scene, string]>([
    [
      'where somebody else moved them on',
      { moved: [a, b], before: listOf(tied(A, id('their')), tied(B, id('their'), { enabled: null })) },
      `${A} was pointed at ${id('their')} by somebody else; ${B} was voided by somebody else, so nothing was put back.`,
    ],
    [
      'where their certificate is gone',
      { moved: [a, b], former: failure(404, 1551) },
      `The new certificate stays in force: ${old.id} is no longer there; ${old.id} is no longer there.`,
    ],
  ])('stay %s', async (_, scene, sentence) => {
    const { ended, writes } = await rolledBack(scene);
    expect([ended, writes]).toEqual([{ kind: 'no-way-back', sentence }, []]);
  });

  test('stay in part, and the upload with them', async () => {
    const scene: Scene = {
      moved: [a, b],
      before: listOf(there(A), tied(B, id('their'))),
      after: listOf(back(A), tied(B, id('their'))),
    };
    const { ended, writes, configs } = await rolledBack(scene);
    expect(ended).toEqual({
      kind: 'no-way-back',
      sentence: `${A} is back on what it had; ${B} stays as it is: ${B} was pointed at ${id('their')} by somebody else.`,
    });
    expect([writes, configs]).toEqual([['PUT hostnames'], [[row(A, old.id, true)]]]);
  });

  test('that were back already are pointed back all the same', async () => {
    expect((await rolledBack({ moved: [a], before: listOf(back(A)) })).writes).toEqual([
      'PUT hostnames',
      DELETE,
    ]);
  });
});

describe('the call that points back', () => {
  test('is sent again where hostnames are still on the new certificate after a while', async () => {
    const stuck = listOf(there(A));
    const after = oneByOne(...Array.from({ length: 20 }, () => stuck), listOf(back(A)));
    const { ended, said, writes } = await rolledBack({ moved: [a], after });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(said[0]).toBe(`still as this run left them: ${A}`);
    expect(writes.filter((one) => one.startsWith('PUT')).length).toBeGreaterThan(1);
  });

  test('is sent three times in vain', async () => {
    const { ended, writes, writeRecord } = await rolledBack({ moved: [a], after: listOf(there(A)) });
    expect(ended).toMatchObject({
      code: 'ROLLBACK_FAILED',
      happened: `These hostnames were pointed back 3 times, and still or again have what this run gave them: ${A}.`,
      remedy:
        'Find out who else changes the associations of this zone, then give these hostnames back what they had before.',
    });
    expect(writes).toEqual(['PUT hostnames', 'PUT hostnames', 'PUT hostnames']);
    expect(writeRecord).toMatchObject({ moved: [A], back: [] });
  });

  test('that is refused may have been applied in part', async () => {
    const { ended, writeRecord } = await rolledBack({
      moved: [a, b],
      put: failure(400, 1999),
      byName: [back(A), there(B)],
    });
    expect(ended).toMatchObject({ code: 'API_REFUSED' });
    expect(writeRecord).toEqual({ moved: [B], back: [A], unseen: [], withdrawn: 'no' });
  });

  test('that is refused pointed nothing back, though a list that lags shows what was before the cut-over', async () => {
    const { writeRecord } = await rolledBack({
      moved: [a, b],
      put: failure(400, 1999),
      after: listOf(back(A), back(B)),
      byName: [there(A), there(B)],
    });
    expect(writeRecord).toEqual({ moved: [A, B], back: [], unseen: [], withdrawn: 'no' });
  });

  test('whose answer was lost is read', async () => {
    const { ended, said, writeRecord } = await rolledBack({ moved: [a], put: fault('timeout') });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(said[0]).toBe('the answer was lost; checking whether it was applied');
    expect(writeRecord).toEqual({ moved: [], back: [A], unseen: [], withdrawn: 'gone' });
  });

  const late = listOf(back(A, { status: 'pending_deployment', rawStatus: 'pending_deployment' }));
  test('whose effect does not show is warned of', async () => {
    const { ended, warnings, seconds } = await rolledBack({ moved: [a], after: late });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(warnings).toEqual(['ROLL_BACK_UNCONFIRMED', 'ORPHAN_LEFT']);
    expect(Math.floor(seconds / 60)).toBe(6);
  });

  test('whose answer was lost, and whose effect does not show, fails', async () => {
    const { ended, writeRecord } = await rolledBack({ moved: [a], put: fault('timeout'), after: late });
    expect(ended).toMatchObject({ code: 'API_UNREACHABLE' });
    expect(writeRecord).toMatchObject({ moved: [A], unseen: [A] });
  });
});

describe('a last look at what may have strayed', () => {
  test('points back what is on the new certificate again', async () => {
    const all = await rolledBack({
      moved: [],
      writeRecord: { asked: [a, b], back: [a, b] },
      before: listOf(there(A), back(B)),
      again: true,
    });
    expect([all.ended, all.configs]).toEqual([true, [[row(A, old.id, true)]]]);
  });

  test('changes nothing where nothing strayed, or that cannot be read', async () => {
    for (const before of [listOf(back(A)), fault('timeout')]) {
      const { ended, writes } = await rolledBack({
        moved: [],
        writeRecord: { asked: [a], back: [a] },
        before,
        again: true,
      });
      expect([ended, writes]).toEqual([false, []]);
    }
  });
});
