import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { openRollback } from '../../src/rotation/roll-back/rollback-context.ts';
import { removeUpload } from '../../src/rotation/roll-back/way-back.ts';
import { certificateRow, failure, success } from '../cloudflare/support/scripted-api.ts';
import { successor } from '../rotation/support/scene-of-removal.ts';
import { REFUSED } from '../rotation/support/scene-of-roll-back.ts';
import { scene } from '../rotation/support/scene-of-undoing.ts';
import type { Play } from '../rotation/support/scene-of-undoing.ts';

describe('the upload of a run that goes back', () => {
  async function removed(one: Play) {
    const { context, script, writes, warnings } = scene(one);
    const rollback = openRollback(context, REFUSED);
    await script.time.until(removeUpload(rollback));
    rollback.close();
    const { withdrawn } = context.writeRecord;
    return { writes: writes().length, withdrawn, warnings: warnings() };
  }
  const named = `The certificate ${successor.id}, uploaded by this run, was not removed.`;
  const doubtful = `The deletion of the certificate ${successor.id}, uploaded by this run, is not confirmed.`;

  test('is gone, and no longer left behind', async () => {
    expect(await removed({})).toEqual({
      writes: 1,
      withdrawn: 'gone',
      warnings: [],
    });
  });

  test('is none of this run where it was there before', async () => {
    expect(await removed({ writeRecord: { uploaded: undefined } })).toMatchObject({
      writes: 0,
      warnings: [],
    });
  });

  test.each<readonly [string, Play, object]>([
    [
      'stays where Cloudflare says that it is in use',
      { removal: failure(400, 1433) },
      {
        withdrawn: 'no',
        warnings: [`${named} Cloudflare says that it is still in use. The next run deals with it.`],
      },
    ],
    [
      'stays where that is refused',
      { removal: failure(403, 10_000) },
      {
        withdrawn: 'no',
        warnings: [
          expect.stringMatching(
            /was not removed\. Cloudflare refused `DELETE .* The next run deals with it\.$/u,
          ),
        ],
      },
    ],
    [
      'may be on its way where it does not go in time',
      { left: success(certificateRow({ id: successor.id, status: 'pending_deletion' })) },
      {
        withdrawn: 'asked',
        warnings: [
          `${doubtful} Cloudflare accepted the deletion, but it is still there. The next run checks again.`,
        ],
      },
    ],
    [
      'may be on its way where the run was cancelled meanwhile',
      { cancelled: 'DELETE' },
      { withdrawn: 'asked', warnings: [`${doubtful} The run was cancelled. The next run deals with it.`] },
    ],
  ])('%s', async (_, one, expected) => {
    expect(await removed(one)).toMatchObject(expected);
  });
});

describe('a look that is not worth waiting for', () => {
  test('takes no longer than fifteen seconds, and lets other errors pass', async () => {
    const { context, script, said } = scene({});
    const rollback = openRollback(context, REFUSED);
    const seen: string[] = [];
    const look = rollback.tryRead(async (api) => {
      await api.read({
        method: 'GET',
        template: '/zones',
        values: {},
        read: () => undefined,
      });
      seen.push('read');
    });
    expect(await script.time.until(look)).toBeUndefined();
    expect([seen, script.time.now() <= 15_000]).toEqual([[], true]);
    expect(said).toEqual([expect.stringMatching(/^Reading from Cloudflare failed, so that is skipped\. /u)]);
    await expect(rollback.tryRead(() => Promise.reject(new TypeError('odd')))).rejects.toThrow('odd');
    script.stop.abort();
    const cancelled = rollback.tryRead(() =>
      Promise.reject(new ActionError('CANCELLED', { happened: 'So it went.', remedy: 'Mend it.' })),
    );
    expect(await cancelled).toBeUndefined();
    expect(said).toHaveLength(1);
    rollback.close();
  });
});
