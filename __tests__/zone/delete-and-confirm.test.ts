import { describe, expect, test } from '@jest/globals';
import type { Fate, StillFree } from '../../src/zone/delete-and-confirm.ts';
import { certificateRow, failure, fault, ID, page, success } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { play } from '../rotation/support/scene-of-deletion.ts';
import type { Play, Played } from '../rotation/support/scene-of-deletion.ts';

const IN_USE = failure(400, 1433, 'in use');
const BEING_DEPLOYED = failure(400, 1434, 'pending deployment');
const inState = (status: string): Step => success(certificateRow({ status }));

const REMOVED = success({});
const DELETED: Fate = { fate: 'deleted', why: 'Deleted, and confirmed by reading again.' };
const ALREADY: Fate = {
  fate: 'delete-unconfirmed',
  why: 'Its deletion was already under way, and the run was cancelled. The next run checks again.',
};
const STAYS: Fate = { fate: 'in-use', why: 'Somebody uses it.' };
const stays: StillFree = () => Promise.resolve(STAYS);
const asking = (why: string, ...spans: readonly string[]): readonly string[] =>
  spans.map(
    (span) => `Cloudflare says that certificate ${ID} is still ${why}; asking again (${span} so far)`,
  );

describe('a deletion', () => {
  test.each<readonly [string, Play, Played]>([
    [
      'that is accepted is read again',
      { deletes: [REMOVED] },
      { ended: DELETED, said: [], deletes: [0], reads: [1], told: 1 },
    ],
    [
      'that takes its time is waited for',
      { deletes: [REMOVED], reads: [inState('pending_deletion'), inState('deleted')] },
      {
        ended: DELETED,
        said: [],
        deletes: [0],
        reads: [1, 2.2],
        told: 1,
      },
    ],
    [
      'of what is not there is read, to make sure',
      { deletes: [failure(400, 1415)] },
      { ended: DELETED, said: [], deletes: [0], reads: [0], told: 1 },
    ],
    [
      'that runs already is waited for',
      { deletes: [failure(400, 1414)], reads: [inState('pending_deletion'), failure(404, 1551)] },
      {
        ended: DELETED,
        said: [],
        deletes: [0],
        reads: [0, 1],
        told: 1,
      },
    ],
    [
      'of what is not there is not confirmed, where a cancelled run cannot wait',
      { deletes: [failure(400, 1415)], cancelled: 0 },
      { ended: ALREADY, said: [], deletes: [0], reads: [], told: 1 },
    ],
    [
      'is asked for again while it is in use, then being deployed',
      { deletes: [IN_USE, BEING_DEPLOYED, REMOVED] },
      {
        ended: DELETED,
        said: [...asking('in use', '0 s'), ...asking('being deployed', '2 s')],
        deletes: [0, 2, 4.5],
        reads: [5.5],
        told: 1,
      },
    ],
    [
      'is given up once patience ends: in use',
      { deletes: [IN_USE], patience: 2000 },
      {
        ended: { fate: 'in-use', why: 'Cloudflare says that it is still in use.' },
        said: asking('in use', '0 s'),
        deletes: [0, 2],
        reads: [],
        told: 0,
      },
    ],
    [
      'is given up once patience ends: being deployed',
      { deletes: [BEING_DEPLOYED], patience: 2001 },
      {
        ended: { fate: 'in-use', why: 'Cloudflare says that it is still being deployed.' },
        said: asking('being deployed', '0 s', '2 s'),
        deletes: [0, 2, 4.5],
        reads: [],
        told: 0,
      },
    ],
    [
      'is not asked for again by a run that was cancelled',
      { deletes: [IN_USE], cancelled: 0 },
      {
        ended: { fate: 'in-use', why: 'Cloudflare says that it is still in use.' },
        said: [],
        deletes: [0],
        reads: [],
        told: 0,
      },
    ],
    [
      'is given up at the end of the run',
      { deletes: [IN_USE], deadline: 3000 },
      {
        ended: { fate: 'in-use', why: 'Cloudflare says that it is still in use.' },
        said: asking('in use', '0 s', '2 s'),
        deletes: [0, 2, 3],
        reads: [],
        told: 0,
      },
    ],
    [
      'is not repeated once somebody uses the certificate',
      { deletes: [IN_USE], stillFree: stays },
      { ended: STAYS, said: asking('in use', '0 s'), deletes: [0], reads: [], told: 0 },
    ],
    [
      'is not repeated after a lost answer once somebody uses the certificate, and may have been made',
      { deletes: [fault('reset')], stillFree: stays },
      { ended: DELETED, said: [], deletes: [0], reads: [1.3], told: 1 },
    ],
    [
      'is not repeated after a refusal that passes once somebody uses the certificate',
      { deletes: [failure(409, undefined)], stillFree: stays },
      { ended: STAYS, said: [], deletes: [0], reads: [], told: 0 },
    ],
    [
      'whose answers are lost is settled by reading',
      { deletes: [fault('timeout')] },
      { ended: DELETED, said: [], deletes: [0, 0.3, 0.8, 1.8, 3.8, 7.8], reads: [8.8], told: 1 },
    ],
  ])('%s', async (_, one, expected) => {
    expect(await play(one)).toEqual(expected);
  });

  test.each(['active', 'pending_deletion'])(
    'whose answer was lost, and which is not to be repeated, is open while the certificate is %s',
    async (status) => {
      const reads = [success(certificateRow({ id: ID, status }))];
      const { ended, deletes } = await play({ deletes: [fault('reset')], stillFree: stays, reads });
      expect(ended).toEqual({
        fate: 'delete-unconfirmed',
        why: `Cloudflare gave no clear answer to the deletion request, but it is still there. The next run checks again. ${STAYS.why}`,
      });
      expect(deletes).toEqual([0]);
    },
  );

  test('that is refused ends with the refusal', async () => {
    const { ended, told } = await play({ deletes: [failure(403, 10_000)] });
    expect(ended).toMatch(/^API_UNAUTHORIZED Cloudflare refused `DELETE /u);
    expect(told).toBe(0);
  });

  test('in use is asked for again over four minutes, at growing intervals up to fifteen seconds', async () => {
    const { deletes } = await play({ deletes: [IN_USE] });
    expect(deletes.slice(0, 12)).toEqual([0, 2, 4.5, 7.6, 11.5, 16.4, 22.5, 30.1, 39.7, 51.6, 66.5, 81.5]);
    expect(deletes.slice(-2)).toEqual([231.5, 246.5]);
  });
});

describe('a certificate that is still there after its deletion', () => {
  const unconfirmed = (sent: string) => ({
    fate: 'delete-unconfirmed',
    why: `${sent} but it is still there. The next run checks again.`,
  });
  const accepted = unconfirmed('Cloudflare accepted the deletion,');
  const onceMore = `certificate ${ID} is still \`active\`; asking for its deletion once more`;

  test('is asked for once more after forty-five seconds, and given up after two minutes', async () => {
    const { ended, said, deletes, reads, told } = await play({
      deletes: [REMOVED],
      reads: [inState('active')],
    });
    expect([ended, deletes, reads.at(-1), told]).toEqual([accepted, [0, 45.8], 120, 2]);
    expect(said.filter((line) => !line.startsWith('waiting'))).toEqual([onceMore]);
    expect(said[0]).toBe(
      `waiting for certificate ${ID} to be gone: active (13 s so far, at most 107 s more)`,
    );
  });

  test('is not asked for again where somebody uses it meanwhile', async () => {
    const { ended, deletes } = await play({
      deletes: [REMOVED],
      reads: [inState('active')],
      stillFree: stays,
    });
    expect([ended, deletes]).toEqual([accepted, [0]]);
  });

  test.each(['pending_deletion', 'deletion_timed_out'])('is waited for while it is %s', async (status) => {
    const { ended, deletes } = await play({ deletes: [REMOVED], reads: [inState(status)] });
    expect([ended, deletes]).toEqual([accepted, [0]]);
  });

  test('may be blocked by a proxy for good, which is said', async () => {
    const { ended } = await play({ deletes: [page(403)], reads: [inState('active')] });
    expect(ended).toMatchObject({
      fate: 'delete-unconfirmed',
      why: expect.stringMatching(
        /^Cloudflare or a proxy refused .* blocked the call\. Cloudflare gave no clear/u,
      ),
    });
  });

  test('may never have been asked for, where no answer came', async () => {
    const { ended, told } = await play({ deletes: [fault('timeout')], reads: [inState('active')] });
    expect([ended, told]).toEqual([
      unconfirmed('Cloudflare gave no clear answer to the deletion request,'),
      2,
    ]);
  });
});
