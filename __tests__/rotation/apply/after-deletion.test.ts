import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../../src/errors.ts';
import { relyAgain } from '../../../src/rotation/apply/after-deletion.ts';
import { certificateRow, failure, fault, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { former, sceneOf, successor } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const other = former('other');
const GONE = failure(404, 1551);
const byId = (status: string): Step => success(certificateRow({ id: successor.id, status }));

/** Answers to what is no list and no read of the successor. */
function others(more: { readonly on?: boolean; readonly post?: Step; readonly read?: Step } = {}): Step {
  const { on = true, post = GONE, read = GONE } = more;
  return ({ method, url, ...rest }) => {
    const step = method === 'POST' ? post : url.endsWith('/settings') ? success({ enabled: on }) : read;
    return typeof step === 'function' ? step({ method, url, ...rest }) : step;
  };
}

async function after(removal: Removal) {
  const { context, script, journal, calls } = sceneOf({ certificates: [], ...removal });
  const work = relyAgain(context, successor).catch((error: unknown) => error);
  const ended = await script.time.until(work);
  const error = ended instanceof ActionError ? { code: ended.code, happened: ended.happened } : undefined;
  return { ended, error, calls: calls(), warnings: journal.warnings(), ledger: context.ledger };
}

describe('after a deletion at zone level', () => {
  test.each(['active', 'pending_deployment'])('the successor is read by its id: %s', async (status) => {
    const { ended, calls } = await after({ byId: byId(status) });
    expect([ended, calls]).toEqual([successor, [`GET ${successor.id}`]]);
  });

  test('where nothing is left and the zone is on, it is uploaded again', async () => {
    let posts = 0;
    const post: Step = () => {
      posts += 1;
      return success(certificateRow({ id: successor.id, status: 'pending_deployment' }));
    };
    const { ended, error, warnings, ledger } = await after({
      byId: () => (posts > 0 ? success(certificateRow({ id: successor.id, status: 'active' })) : GONE),
      others: others({ post }),
    });
    expect([error, posts]).toEqual([undefined, 1]);
    expect(ended).toMatchObject({ id: successor.id, status: 'active' });
    expect([ledger.uploaded, ledger.successor]).toEqual([successor.id, successor.id]);
    expect(warnings.map(({ reason }) => reason)).toEqual(['UPLOADED_AGAIN']);
  });

  test('once more where its tombstone ends the copy', async () => {
    let posts = 0;
    const post: Step = () => {
      posts += 1;
      return success(certificateRow({ id: successor.id, status: 'pending_deployment' }));
    };
    const { error } = await after({
      byId: () =>
        posts === 0
          ? GONE
          : success(certificateRow({ id: successor.id, status: posts === 1 ? 'deleted' : 'active' })),
      others: others({ post }),
    });
    expect([error, posts]).toEqual([undefined, 2]);
  });

  test.each<readonly [string, Removal, string, string]>([
    [
      'another one is there',
      {
        certificates: [other],
        byId: byId('deleted'),
        others: others({ read: success(certificateRow({ id: other.id, status: 'active' })) }),
      },
      'WORLD_CHANGED',
      `Somebody else deleted the new certificate ${successor.id} while this run deleted its predecessor. ${other.id} is still there.`,
    ],
    [
      'the zone is off',
      { byId: byId('deleted'), others: others({ on: false }) },
      'WORLD_CHANGED',
      `Somebody else deleted the new certificate ${successor.id} while this run deleted its predecessor. Origin pulls of the zone are off.`,
    ],
    [
      'nobody can read it for a minute',
      { byId: fault('timeout') },
      'API_UNREACHABLE',
      `A predecessor was deleted, and whether ${successor.id} is still there could not be read afterwards.`,
    ],
  ])('nothing is uploaded, and the run fails, where %s', async (_, removal, code, happened) => {
    const { error, calls } = await after(removal);
    expect(error).toEqual({ code, happened });
    expect(calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  });

  test('what only the list still shows does not count', async () => {
    const { error } = await after({
      certificates: [other],
      byId: byId('deleted'),
      others: others({ on: false }),
    });
    expect(error?.happened).toContain('Origin pulls of the zone are off.');
  });
});
