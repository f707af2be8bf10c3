import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { certificateRow, EPOCH, failure, success } from '../cloudflare/support/scripted-api.ts';
import { held, tied } from './support/observed.ts';
import { lookAgain } from './support/look-again.ts';
import { former, id, moving, sceneOf, successor, type Removal } from './support/scene-of-removal.ts';

/** What the look found, by names; or what stopped the run. */
async function look(removal: Removal, proven = false): Promise<object> {
  const scene = sceneOf(removal);
  const { script } = scene;
  try {
    const seen = await script.time.until(lookAgain(scene, proven));
    return named(seen);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    const { code, happened, remedy } = error;
    return { code, happened, remedy };
  }
}
const named = ({ remove, inUse, unquiet, unlisted }: Awaited<ReturnType<typeof lookAgain>>) => ({
  remove: remove.map((one) => one.id),
  inUse: [...inUse].map(([one, hostnames]) => [one, ...hostnames]),
  unquiet,
  unlisted,
});
const seen = (more: object) => ({ remove: [], inUse: [], unquiet: [], unlisted: undefined, ...more });
const moved = (what: string) => ({
  code: 'WORLD_CHANGED',
  happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
  remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
});
const inState = (status: string) =>
  success(certificateRow({ id: successor.id, status, uploaded_on: new Date(EPOCH - 1000).toISOString() }));

const old = former('old');
const older = former('older');

describe('the second look at zone level', () => {
  const young = former('young', { uploadedOn: EPOCH });
  const stranger = moved(`A certificate that was not there before, ${id('young')}, appeared.`);
  const notNewest = moved(
    `${successor.id} is not the newest certificate of the zone, so Cloudflare may be using another.`,
  );
  const late = moved(
    `${old.id} became active only during the run, so Cloudflare may be using it, though it was uploaded earlier.`,
  );
  const waiting = { ...old, status: 'pending_deployment', rawStatus: 'pending_deployment' } as const;
  const timedOut = { ...old, status: 'deployment_timed_out', rawStatus: 'deployment_timed_out' } as const;

  test.each<readonly [string, Removal, object]>([
    ['nothing moved', { remove: [old, older] }, seen({ remove: [old.id, older.id] })],
    [
      'the list does not show the successor yet',
      { remove: [old], certificates: [old] },
      seen({ remove: [old.id] }),
    ],
    ['one is gone', { remove: [old, older], certificates: [successor, older] }, seen({ remove: [older.id] })],
    [
      'one is half deleted',
      { remove: [old], certificates: [successor, held(old.id, { status: 'deletion_timed_out' })] },
      seen({}),
    ],
    [
      'the successor is gone',
      { remove: [old], byId: failure(404, 1551) },
      moved(`The new certificate ${successor.id} is gone.`),
    ],
    [
      'the successor is being deleted',
      { remove: [old], byId: inState('pending_deletion') },
      moved(`The new certificate ${successor.id} is \`pending_deletion\`.`),
    ],
    ['a stranger is there', { remove: [old], certificates: [successor, old, young] }, stranger],
    [
      'a stranger is on its way out',
      {
        remove: [old],
        certificates: [successor, old, { ...young, status: 'deleted', rawStatus: 'deletion_timed_out' }],
      },
      seen({ remove: [old.id] }),
    ],
    ['one that is spared is newer', { remove: [old], spared: [young] }, notNewest],
    ['one that is spared is older', { remove: [old], spared: [older] }, seen({ remove: [old.id] })],
    ['one that was on its way came through', { remove: [old], before: [waiting] }, late],
    ['one that had timed out came through', { remove: [old], before: [timedOut] }, late],
    [
      'one that had timed out came through, behind what this run uploaded',
      { remove: [old], before: [timedOut], uploaded: successor.id },
      late,
    ],
    [
      'one that was on its way came through before this run uploaded',
      { remove: [old], before: [waiting], uploaded: successor.id },
      seen({ remove: [old.id] }),
    ],
    ['one was active before', { remove: [old], before: [old] }, seen({ remove: [old.id] })],
    ['nothing is known of before', { remove: [old], before: [] }, seen({ remove: [old.id] })],
    ['one is still on its way', { remove: [waiting], before: [waiting] }, seen({ remove: [old.id] })],
    [
      'the successor itself came through',
      { remove: [old], before: [{ ...successor, status: 'initializing' }, old] },
      seen({ remove: [old.id] }),
    ],
  ])('%s', async (_, removal, expected) => {
    expect(await look(removal)).toStrictEqual(expected);
  });

  test.each<readonly [string, Removal, object]>([
    ['the order of uploads', { remove: [old], spared: [young] }, seen({ remove: [old.id] })],
    ['what came through meanwhile', { remove: [old], before: [waiting] }, seen({ remove: [old.id] })],
    ['a stranger', { remove: [old], certificates: [successor, old, young] }, stranger],
  ])('with proof of service: %s', async (_, removal, expected) => {
    expect(await look(removal, true)).toStrictEqual(expected);
  });
});

describe('the second look at hostname level', () => {
  const level = 'hostname';
  const www = 'www.example.com';
  const [mine, left] = [former('mine'), former('left')];
  const moves = [moving(www, 'mine')];
  const rows = [tied(www, successor.id)];
  const strayed = moved(`${www} is no longer on the new certificate.`);
  const base: Removal = { level, moves, remove: [mine], hostnames: [www], rows };
  test.each<readonly [string, Removal, object]>([
    ['nothing moved', base, seen({ remove: [mine.id] })],
    ['one is gone', { ...base, certificates: [successor] }, seen({})],
    [
      'one is half deleted',
      { ...base, certificates: [successor, held(mine.id, { status: 'deletion_timed_out' })] },
      seen({}),
    ],
    [
      'one is in use',
      { ...base, rows: [...rows, tied('b.example.com', mine.id), tied('a.example.com', mine.id)] },
      seen({ inUse: [[mine.id, 'b.example.com', 'a.example.com']] }),
    ],
    [
      'one gone is in use',
      { ...base, certificates: [successor], rows: [...rows, tied('b.example.com', mine.id)] },
      seen({}),
    ],
    ['a hostname went elsewhere', { ...base, rows: [tied(www, mine.id)] }, strayed],
    [
      'a hostname was switched off',
      { ...base, rows: [tied(www, successor.id, { enabled: false })] },
      strayed,
    ],
    [
      'a hostname is off, as it was to be',
      { ...base, moves: [moving(www, 'mine', false)], rows: [tied(www, successor.id, { enabled: false })] },
      seen({ remove: [mine.id] }),
    ],
    [
      'a hostname is on its way',
      { ...base, rows: [tied(www, successor.id, { status: 'pending_deployment' })] },
      strayed,
    ],
    [
      'a hostname moved by an earlier run went elsewhere',
      { ...base, moves: [], rowsBefore: rows, rows: [tied(www, mine.id)] },
      strayed,
    ],
    [
      'a hostname moved by an earlier run was off, and is on',
      { ...base, moves: [], rowsBefore: [tied(www, successor.id, { enabled: false })] },
      strayed,
    ],
    [
      'a hostname moved by an earlier run is still there',
      { ...base, moves: [], rowsBefore: rows },
      seen({ remove: [mine.id] }),
    ],
    [
      'a hostname that was elsewhere and is no part of the work went on',
      { ...base, hostnames: [www, 'api.example.com'], rowsBefore: [tied('api.example.com', mine.id)] },
      seen({ remove: [mine.id] }),
    ],
    [
      'a hostname pointed there by an earlier run, and to be switched on by this one',
      { ...base, rowsBefore: [tied(www, successor.id, { enabled: false })] },
      seen({ remove: [mine.id] }),
    ],
    ['a leftover of the lineage', { ...base, remove: [left] }, seen({ remove: [left.id] })],
    [
      'another hostname changed a moment ago',
      { ...base, rows: [...rows, tied('a.example.com', id('other'), { updatedAt: EPOCH })] },
      seen({
        remove: [mine.id],
        unquiet: [{ kind: 'settling', hostname: 'a.example.com', left: 120_000 }],
      }),
    ],
    [
      'the successor was deleted and uploaded again under its id',
      { ...base, byId: success(certificateRow({ id: successor.id, status: 'active' })) },
      moved(
        `${successor.id} was deleted and uploaded again: the grace period of the new upload is not over yet.`,
      ),
    ],
    [
      'the list is not to be had',
      { ...base, tiedNow: failure(404, 7003) },
      moved(`${www} is no longer on the new certificate.`),
    ],
    [
      'a leftover is in use since a moment ago',
      {
        ...base,
        remove: [left],
        gracePeriod: 120_000,
        rows: [...rows, tied('a.example.com', left.id)],
      },
      seen({ inUse: [[left.id, 'a.example.com']] }),
    ],
    [
      'the successor is gone',
      { ...base, byId: failure(404, 1551) },
      moved(`The new certificate ${successor.id} is gone.`),
    ],
  ])('%s', async (_, removal, expected) => {
    expect(await look(removal)).toStrictEqual(expected);
  });
});
