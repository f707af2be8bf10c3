import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/cloudflare/associations.ts';
import type { Level } from '../../src/cloudflare/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import { deleteAll } from '../../src/operations/delete/carry-out.ts';
import { deleteCertificates } from '../../src/operations/delete/delete.ts';
import type { Holdings } from '../../src/operations/estate/look.ts';
import { EPOCH, failure, scripted, success, ZONE } from '../cloudflare/support/scripted-api.ts';
import type { Scripted, Step } from '../cloudflare/support/scripted-api.ts';
import { createRowWatch } from '../../src/zone/row-watch.ts';
import { held, leaf, listed, tied } from '../rotation/support/observed.ts';
import { quietWorld } from '../rotation/support/quiet-world.ts';

const EXPIRED = leaf('expired', { from: EPOCH - 9_000_000, to: EPOCH - 1000 });
const [a, b] = ['a', 'b'].map((name) =>
  held(`00000000-0000-4000-8000-00000000000${name}`, { leaf: EXPIRED }),
);
if (a === undefined || b === undefined) throw new Error('two were made');
const row = ({ id }: typeof a) => ({ id, status: 'active', certificate: EXPIRED.pem });
const GONE = failure(404, 1551);

interface Play {
  readonly level?: Level;
  readonly victims?: readonly (typeof a)[];
  /** Answers to a DELETE and to what is read by id, the nth of its kind. */
  readonly deleted?: (id: string, nth: number) => Step;
  readonly read?: (id: string, nth: number) => Step;
  /** Nobody has named them: hostnames must be quiet. */
  readonly quiet?: true;
  /** What is associated once so many deletes were sent; undefined: there is no list. */
  readonly users?: (deletes: number) => readonly Association[] | undefined;
  /** Whether the lists still show a certificate once so many deletes were sent. */
  readonly shown?: (id: string, deletes: number) => boolean;
}

function play({ victims = [a!], users = () => [], shown = () => true, ...more }: Play): Scripted {
  let [deletes, reads] = [0, 0];
  return scripted([
    ({ method, url }) => {
      const path = new URL(url).pathname.split(`${ZONE}/origin_tls_client_auth`)[1] ?? '';
      const id = path.split('/').at(-1) ?? '';
      if (path === '/settings') return success({ enabled: false });
      const listing = victims.filter((one) => shown(one.id, deletes)).map(row);
      if (path === '') return success(more.level === 'zone' ? listing : []);
      if (path === '/hostnames/certificates') return success(more.level === 'zone' ? [] : listing);
      if (path === '/hostnames') {
        const rows = users(deletes);
        return rows === undefined
          ? failure(404, 1)
          : success(
              rows.map((one) => ({
                hostname: one.hostname,
                cert_id: one.certificateId,
                enabled: true,
                status: one.rawStatus,
                updated_at: one.updatedAt === undefined ? undefined : new Date(one.updatedAt).toISOString(),
              })),
              { total_count: rows.length },
            );
      }
      if (method !== 'DELETE') return more.read?.(id, (reads += 1)) ?? GONE;
      deletes += 1;
      return more.deleted?.(id, deletes) ?? success({});
    },
  ]);
}

/** What was settled of each victim, and the error that ended it. */
async function carried(one: Play) {
  const script = play(one);
  const { level = 'hostname', victims = [a!], users = () => [] } = one;
  const rows = users(0);
  const before: Holdings = {
    zone: { asked: ZONE, id: ZONE, name: undefined },
    switchOn: false,
    certificates: { zone: [], hostname: [] },
    associations: rows === undefined ? { complete: false, rows: [] } : listed(...rows),
  };
  const settled: (readonly [string, string, string])[] = [];
  const said: string[] = [];
  const candidates = victims.map((certificate) => ({ level, certificate }));
  const work = deleteAll(
    candidates,
    before,
    quietWorld(script),
    (line) => said.push(line),
    ({ candidate, fate }) => settled.push([candidate.certificate.id, fate.fate, fate.why]),
    one.quiet === true ? createRowWatch() : undefined,
  ).catch((error: unknown) => (error instanceof ActionError ? error.code : String(error)));
  const error = await script.time.until(work);
  const deletes = script.seen
    .filter(({ method }) => method === 'DELETE')
    .map(({ at }) => Math.round(at / 1000));
  return { error, settled, deletes, said: said.filter((line) => !line.startsWith('Cloudflare says')) };
}

describe('deletions, one after another', () => {
  const done = 'Deleted, and read again to make sure.';
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
            'Cloudflare accepted the deletion, and whether it is gone could not be read. The next run looks again.',
          ],
        ],
        deletes: [0],
      },
    ],
  ])('%s', async (_, one, expected) => {
    expect(await carried(one)).toMatchObject(expected);
  });

  const other = (more: Partial<Association>) => () => [tied('y.example.com', 'other', more)];

  test('of what nobody has named wait until every hostname is quiet', async () => {
    const young = other({ updatedAt: EPOCH });
    const { settled, deletes } = await carried({ quiet: true, users: young });
    expect(settled).toEqual([[a.id, 'deleted', done]]);
    expect(deletes).toEqual([120]);
    expect((await carried({ users: young })).deletes).toEqual([0]);
  });

  test('of what nobody has named are left out where a hostname never becomes quiet', async () => {
    const way = other({ updatedAt: EPOCH, status: 'pending_deployment' });
    const { settled, deletes, error } = await carried({ quiet: true, users: way });
    expect([deletes, error]).toEqual([[], undefined]);
    expect(settled).toEqual([
      [
        a.id,
        'in-use',
        `y.example.com changed a moment ago or is on its way to another certificate, so Cloudflare may still show it there. To delete it: \`operation: delete\` with \`level: hostname\` and \`certificate-id: ${a.id}\`.`,
      ],
    ]);
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
    const holdings = { ...before, certificates: { zone: [], hostname: [] }, associations: listed() };
    const world = quietWorld(script);
    const sleep = (): Promise<never> => Promise.reject(new Error('broken down'));
    const work = deleteAll(
      [broken],
      holdings,
      { ...world, sleep },
      () => undefined,
      (one) => settled.push(one),
    );
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
    const { failure: why, outcome } = await script.time.until(
      deleteCertificates(request, world, { dryRun: false }),
    );
    expect([outcome, why?.inForce]).toEqual(['failed', inForce]);
  });
});

test('a deletion says what it is about to delete, and of which zone', async () => {
  const request = { zone: ZONE, level: undefined, what: { kind: 'expired' } } as const;
  const script = play({ victims: [a, b] });
  const said: string[] = [];
  const world = { ...quietWorld(script), say: (line: string) => void said.push(line) };
  const { outcome } = await script.time.until(deleteCertificates(request, world, { dryRun: false }));
  const done = 'Deleted, and read again to make sure.';
  expect([outcome, ...said]).toEqual([
    'deleted',
    `${ZONE}: to delete: ${a.id}, ${b.id}`,
    `${ZONE}: ${a.id}: ${done}`,
    `${ZONE}: ${b.id}: ${done}`,
  ]);
});
