import { describe, expect, test } from '@jest/globals';
import { deleteAll, deleteCertificates } from '../../src/operations/delete/delete.ts';
import { failure, success, ZONE } from '../cloudflare/support/scripted-api.ts';
import { listed, tied } from '../rotation/support/observed.ts';
import { a, b, carried, GONE, play } from './support/carried.ts';
import type { Play } from './support/carried.ts';
import { quietWorld } from '../rotation/support/quiet-world.ts';

describe('deletions, one after another', () => {
  const done = 'Deleted, and confirmed by reading again.';
  const elsewhere = 'Somebody else deleted it during the run.';
  const used = `This changed during the run. The certificate ${a.id} is in use by x.example.com.`;
  const inUse = failure(400, 1433);

  test.each<readonly [string, Play, object]>([
    [
      'are said and settled',
      { victims: [a, b] },
      {
        settled: [
          [a.id, 'deleted', done],
          [b.id, 'deleted', done],
        ],
        said: [`${a.id}: ${done}`, `${b.id}: ${done}`],
      },
    ],
    [
      'of what somebody else deleted are not sent',
      { shown: () => false },
      { settled: [[a.id, 'already-gone', elsewhere]], deletes: [], said: [`${a.id}: ${elsewhere}`] },
    ],
    [
      'of what somebody uses meanwhile are not sent',
      { users: () => [tied('x.example.com', a.id)] },
      { settled: [[a.id, 'in-use', used]], deletes: [] },
    ],
    [
      'of what somebody uses meanwhile are not repeated',
      { deleted: () => inUse, users: (deletes) => (deletes > 0 ? [tied('x.example.com', a.id)] : []) },
      { settled: [[a.id, 'in-use', used]], deletes: [0] },
    ],
    [
      'of what is gone meanwhile are repeated to make sure',
      { deleted: (_, nth) => (nth > 1 ? GONE : inUse), shown: (_, deletes) => deletes === 0 },
      { settled: [[a.id, 'deleted', done]], deletes: [0, 2] },
    ],
    [
      'that are refused leave the certificate, and end the work',
      { victims: [a, b], deleted: () => failure(403, 9109) },
      {
        error: 'API_UNAUTHORIZED',
        settled: [[a.id, 'kept', expect.stringMatching(/^Cloudflare refused `DELETE/u)]],
        deletes: [0],
      },
    ],
    [
      'that are accepted, and cannot be read after, are in doubt',
      { read: () => failure(403, 10_000) },
      {
        settled: [
          [
            a.id,
            'delete-unconfirmed',
            'Cloudflare accepted the deletion, but whether it is gone could not be read. The next run checks again.',
          ],
        ],
        deletes: [0],
      },
    ],
  ])('%s', async (_, one, expected) => {
    expect(await carried(one)).toMatchObject(expected);
  });

  test.each<readonly [string, Play, number]>([
    ['no time without a list of hostnames', { users: () => undefined }, 0],
    ['four minutes with one', {}, 247],
    ['four minutes at zone level', { level: 'zone', users: () => undefined }, 247],
  ])('are tried again for %s', async (_, one, last) => {
    const { settled, deletes } = await carried({ ...one, deleted: () => inUse });
    expect(settled).toEqual([[a.id, 'in-use', 'Cloudflare says that it is still in use.']]);
    expect(deletes.at(-1)).toBe(last);
  });

  test('leave nothing settled where the run breaks down', async () => {
    const broken = { level: 'hostname', certificate: a } as const;
    const script = play({});
    const settled: object[] = [];
    const before = { zone: { asked: ZONE, id: ZONE, name: undefined }, switchOn: false } as const;
    const inventory = { ...before, certificates: { zone: [], hostname: [] }, associations: listed() };
    const world = quietWorld(script);
    const sleep = (): Promise<never> => Promise.reject(new Error('broken down'));
    const work = deleteAll([broken], {
      before: inventory,
      world: { ...world, sleep },
      say: () => undefined,
      settle: (one) => settled.push(one),
      rows: undefined,
    });
    await expect(script.time.until(work)).rejects.toThrow('broken down');
    expect(settled).toEqual([]);
  });
});

describe('a deletion that ends early', () => {
  const request = { zone: ZONE, level: undefined, what: { kind: 'expired' } } as const;
  const untouched = 'No certificate in force was touched.';

  test.each<readonly [string, Play, string]>([
    ['before anything went', { deleted: () => failure(403, 10_000) }, untouched],
    [
      'after some went',
      {
        victims: [a, b, { ...a, id: `${a.id.slice(0, -1)}c` }],
        deleted: (_, nth) => (nth > 2 ? failure(403, 10_000) : success({})),
      },
      `Deleted so far: ${a.id}, ${b.id}. ${untouched}`,
    ],
    [
      'before the look',
      {
        users: () => {
          throw new Error('broken');
        },
      },
      untouched,
    ],
  ])('%s', async (_, one, inForce) => {
    const script = play(one);
    const world = quietWorld(script);
    const { failure: why, outcome } = await script.time.until(deleteCertificates(request, world, false));
    expect([outcome, why?.inForce]).toEqual(['failed', inForce]);
  });
});

test('a deletion says what it is about to delete, and of which zone', async () => {
  const request = { zone: ZONE, level: undefined, what: { kind: 'expired' } } as const;
  const script = play({ victims: [a, b] });
  const said: string[] = [];
  const world = { ...quietWorld(script), say: (line: string) => void said.push(line) };
  const { outcome } = await script.time.until(deleteCertificates(request, world, false));
  const done = 'Deleted, and confirmed by reading again.';
  expect([outcome, ...said]).toEqual([
    'deleted',
    `${ZONE}: deleting ${a.id}, ${b.id}`,
    `${ZONE}: ${a.id}: ${done}`,
    `${ZONE}: ${b.id}: ${done}`,
  ]);
});
