import { describe, expect, test } from '@jest/globals';
import { failure, fault, success } from '../../cloudflare/support/scripted-api.ts';
import { held } from '../support/observed.ts';
import { id, successor } from '../support/scene-of-removal.ts';
import { OFF, old, oneByOne, rolledBack, SEEN, state, UPLOADED } from '../support/scene-of-roll-back.ts';
import type { Scene } from '../support/scene-of-roll-back.ts';

const GONE = { withdrawn: 'gone' };
const stays = (why: string) => ({
  kind: 'no-way-back',
  sentence: `The new certificate stays in force: ${why}.`,
});

describe('a zone that this run switched on', () => {
  const writeRecord = { ...UPLOADED, switchedOn: true };

  test('is switched off again, and the upload removed', async () => {
    const {
      ended,
      writes,
      bodies,
      writeRecord: after,
      phases,
    } = await rolledBack({ seen: OFF, writeRecord });
    expect(ended).toEqual({
      kind: 'restored',
      sentence: 'Origin pulls of the zone are off again, as they were before.',
    });
    expect([writes, bodies]).toEqual([['PUT settings', `DELETE ${successor.id}`], [{ enabled: false }]]);
    expect(after).toEqual({ switchedOn: false, offUnsettled: false, ...GONE });
    expect(phases).toEqual([
      ['roll-back', 'done', 'Switched off again, as it was before'],
      ['withdraw', 'done', `${successor.id}, uploaded by this run: Deleted, and confirmed by reading again.`],
    ]);
  });

  test('stays on where somebody else has uploaded a certificate meanwhile', async () => {
    const listed = [
      { id: successor.id },
      { id: old.id },
      { id: id('dead'), status: 'deleted' },
      { id: id('theirs') },
    ];
    const { ended, writes } = await rolledBack({ seen: OFF, writeRecord, listed });
    expect(ended).toEqual({
      kind: 'no-way-back',
      sentence: `Somebody else has uploaded ${id('theirs')} in the meantime, so the zone stays switched on.`,
    });
    expect(writes).toEqual([]);
  });

  test('is switched off where nobody else uploaded one that lives', async () => {
    const listed = [{ id: successor.id }, { id: old.id }, { id: id('dead'), status: 'deleted' }];
    expect((await rolledBack({ seen: OFF, writeRecord, listed })).writes).toContain('PUT settings');
  });

  test('is switched off once more where a late copy of the call had switched it on', async () => {
    const on = Array.from({ length: 20 }, () => success({ enabled: true }));
    const settings = oneByOne(...on, success({ enabled: false }));
    const { writes, said } = await rolledBack({ seen: OFF, writeRecord, settings });
    expect(writes).toEqual(['PUT settings', 'PUT settings', `DELETE ${successor.id}`]);
    expect(said).toContain('the zone does not show as off again; setting it once more');
  });

  test('is read where the answer was lost', async () => {
    const settings = oneByOne(success({ enabled: true }), success({ enabled: false }));
    const {
      ended,
      said,
      writeRecord: after,
    } = await rolledBack({ seen: OFF, writeRecord, put: fault('timeout'), settings });
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(said[0]).toBe('the answer was lost; checking whether it was applied');
    expect(after).toMatchObject({ switchedOn: false, offUnsettled: false });
  });

  test('is in doubt where the answer was lost and it is not seen to be off', async () => {
    const settings = success({ enabled: true });
    const { ended, writeRecord: after } = await rolledBack({
      seen: OFF,
      writeRecord,
      put: fault('timeout'),
      settings,
    });
    expect(ended).toMatchObject({ code: 'API_UNREACHABLE' });
    expect(after).toMatchObject({ switchedOn: true, offUnsettled: true });
  });

  test('stays on where that is refused', async () => {
    const {
      ended,
      writes,
      writeRecord: after,
    } = await rolledBack({ seen: OFF, writeRecord, put: failure(403, 10_000) });
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect([writes.at(-1), after.switchedOn, after.offUnsettled]).toEqual(['PUT settings', true, false]);
    // For as long as there is time: visitors are refused until it succeeds.
    expect(writes.length).toBeGreaterThan(30);
  });
});

describe('a zone that is off', () => {
  test('loses the upload alone', async () => {
    const { ended, writes } = await rolledBack({ seen: OFF });
    expect(ended).toEqual({ kind: 'nothing-moved', sentence: 'Nothing was in force yet.' });
    expect(writes).toEqual([`DELETE ${successor.id}`]);
  });

  test('keeps what this run did not upload', async () => {
    expect((await rolledBack({ seen: OFF, writeRecord: { uploaded: undefined } })).writes).toEqual([]);
  });
});

describe('a zone goes back to its predecessor', () => {
  test('by the deletion of the new one', async () => {
    const { ended, writes, writeRecord: after, phases } = await rolledBack({});
    expect(ended).toEqual({
      kind: 'restored',
      sentence: `${old.id} is the newest certificate of the zone again.`,
    });
    expect(writes).toEqual([`DELETE ${successor.id}`]);
    expect(after.withdrawn).toBe('gone');
    expect(phases).toEqual([
      [
        'roll-back',
        'done',
        `${successor.id}, uploaded by this run: Deleted, and confirmed by reading again.`,
      ],
    ]);
  });

  test('but not for ten minutes where the API wants no calls for an hour', async () => {
    const removal = failure(429, 971, 'slow down', { 'retry-after': '3600' });
    const { ended, said, seconds, writes } = await rolledBack({ removal });
    expect(ended).toMatchObject({ code: 'API_RATE_LIMITED' });
    expect([said, writes, seconds]).toEqual([[], [`DELETE ${successor.id}`], 0]);
  });

  const expired = state('active', { expires_on: '2026-11-24T00:00:00Z', certificate: undefined });
  test.each<readonly [string, Scene, string]>([
    [
      'where none was there',
      { seen: { ...SEEN, certificates: [], presented: { kind: 'unknown' } } },
      'there was no certificate before it to go back to',
    ],
    [
      'with one this run did not upload',
      { writeRecord: { successor: successor.id } },
      'it was not uploaded by this run, so this run does not delete it',
    ],
    ['to what is no longer there', { former: failure(404, 1551) }, `${old.id} is no longer there`],
    ['to what is on its way out', { former: state('pending_deletion') }, `${old.id} is \`pending_deletion\``],
    ['to what has expired', { former: expired }, `${old.id} has expired`],
    [
      'to what had timed out when it was seen last, where it cannot be read now',
      {
        seen: { ...SEEN, certificates: [held(old.id, { status: 'deployment_timed_out' })] },
        former: failure(403, 10_000),
      },
      `${old.id} is \`deployment_timed_out\``,
    ],
  ])('not %s', async (_, scene, why) => {
    const { ended, writes } = await rolledBack(scene);
    expect([ended, writes]).toEqual([stays(why), []]);
  });

  test.each<readonly [string, Scene]>([
    ['it was active when it was seen', { former: failure(403, 10_000) }],
    [
      'it was on its way when it was seen',
      {
        former: failure(403, 10_000),
        seen: { ...SEEN, certificates: [held(old.id, { status: 'pending_deployment' })] },
      },
    ],
    ['it was not in the list then', { former: failure(403, 10_000), seen: { ...SEEN, certificates: [] } }],
  ])('where it cannot be read now, but %s', async (_, scene) => {
    const { ended, said } = await rolledBack(scene);
    expect(ended).toMatchObject({ kind: 'restored' });
    expect(said[0]).toMatch(/^Reading from Cloudflare failed, so that is skipped\. /u);
  });

  test('in vain where the new one cannot be deleted', async () => {
    const { ended, writeRecord: after } = await rolledBack({ removal: failure(400, 1433) });
    expect(ended).toEqual({
      kind: 'no-way-back',
      sentence: `Rolling back to ${old.id} did not succeed: the new certificate ${successor.id} is not known to be deleted. Cloudflare says that it is still in use.`,
    });
    expect(after.withdrawn).toBe('no');
  });

  test('in vain where that is refused', async () => {
    const { ended, writeRecord: after } = await rolledBack({ removal: failure(403, 10_000) });
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect(after.withdrawn).toBe('no');
  });

  test('in vain where the predecessor is gone by then', async () => {
    const { ended } = await rolledBack({ former: oneByOne(state('active'), state('deleted')) });
    expect(ended).toEqual({
      kind: 'no-way-back',
      sentence: `Rolling back failed: ${old.id} is \`deleted\`.`,
    });
  });

  test('and no delete is repeated once the predecessor is gone', async () => {
    const { ended, writes } = await rolledBack({
      removal: failure(400, 1433),
      former: oneByOne(state('active'), failure(404, 1551)),
    });
    expect(writes).toEqual([`DELETE ${successor.id}`]);
    expect(ended).toMatchObject({
      sentence: expect.stringContaining(`${old.id} is no longer there, so the new one stays.`),
    });
  });
});
