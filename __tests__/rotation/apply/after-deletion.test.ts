import { beforeEach, describe, expect, test } from '@jest/globals';
import { PrivateKey } from '../../../src/certificate/private-key.ts';
import { ActionError } from '../../../src/errors.ts';
import { relyAgain } from '../../../src/rotation/apply/after-deletion.ts';
import type { Context } from '../../../src/rotation/apply/apply-context.ts';
import { ec } from '../../certificate/support/keys.ts';
import { certificateRow, EPOCH, failure, fault, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { ISSUING } from '../support/issued.ts';
import { leaf } from '../support/observed.ts';
import { former, sceneOf, successor } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const other = former('other');
const KEY = new PrivateKey(ec('fresh').privateKey);
const ORIGIN = {
  addresses: [{ hostname: 'example.com', host: '192.0.2.1', port: 443 }],
  serverCa: undefined,
  timeout: 1000,
};
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

async function after(removal: Removal, changed: (context: Context) => Context = (context) => context) {
  const { context, script, runLog, calls } = sceneOf({ certificates: [], ...removal });
  const work = relyAgain(changed(context), successor).catch((error: unknown) => error);
  const ended = await script.time.until(work);
  const error = ended instanceof ActionError ? { code: ended.code, happened: ended.happened } : undefined;
  return { ended, error, calls: calls(), warnings: runLog.warnings(), writeRecord: context.writeRecord };
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
    const { ended, error, warnings, writeRecord } = await after({
      byId: () => (posts > 0 ? success(certificateRow({ id: successor.id, status: 'active' })) : GONE),
      others: others({ post }),
    });
    expect([error, posts]).toEqual([undefined, 1]);
    expect(ended).toMatchObject({ id: successor.id, status: 'active' });
    expect([writeRecord.uploaded, writeRecord.successor]).toEqual([successor.id, successor.id]);
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
      `Somebody else deleted the new certificate ${successor.id} while this run deleted the previous one. ${other.id} is still there.`,
    ],
    [
      'the zone is off',
      { byId: byId('deleted'), others: others({ on: false }) },
      'WORLD_CHANGED',
      `Somebody else deleted the new certificate ${successor.id} while this run deleted the previous one. Origin pulls of the zone are off.`,
    ],
    [
      'nobody can read it for a minute',
      { byId: fault('timeout') },
      'API_UNREACHABLE',
      `The previous certificate was deleted, but afterwards this could not be read: whether ${successor.id} is still there.`,
    ],
  ])('nothing is uploaded, and the run fails, where %s', async (_, removal, code, happened) => {
    const { error, calls } = await after(removal);
    expect(error).toEqual({ code, happened });
    expect(calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  });

  describe('where nothing is left', () => {
    const uploads: unknown[] = [];
    const fresh = leaf('fresh', { from: EPOCH });
    const post: Step = ({ body = '' }) => {
      uploads.push(JSON.parse(body));
      return success(certificateRow({ id: other.id, status: 'active' }));
    };
    const empty = (): Removal => ({
      byId: byId('deleted'),
      others: (call) => {
        const read = success(certificateRow({ id: other.id, status: 'active' }));
        const step = others({ post, read });
        return typeof step === 'function' ? step(call) : step;
      },
    });
    const refusing: Context['world']['dial'] = () =>
      Promise.resolve({ kind: 'tls-refused', alert: 'unknown ca', phase: 'after-handshake' });
    const issuing = (context: Context): Context => ({
      ...context,
      target: { ...context.target, issuing: ISSUING },
      world: {
        ...context.world,
        issuer: {
          ...context.world.issuer,
          issue: () => Promise.resolve({ leaf: fresh, key: KEY, vouchedByCa: true, findings: [] }),
        },
      },
    });
    const withOrigin = (context: Context): Context => ({
      ...context,
      target: { ...context.target, policy: { ...context.target.policy, origin: ORIGIN } },
      world: { ...context.world, dial: refusing },
    });
    beforeEach(() => void uploads.splice(0));

    test('a fresh one is issued and uploaded where it is issued, and is what is told of', async () => {
      const { ended, warnings, writeRecord } = await after(empty(), issuing);
      expect(ended).toMatchObject({ id: other.id, leaf: { fingerprint: fresh.fingerprint } });
      expect(uploads).toMatchObject([{ certificate: fresh.pem }]);
      expect(writeRecord.reissued?.successor.leaf).toBe(fresh);
      expect(warnings[0]?.sentence).toContain('A fresh one was issued and uploaded.');
    });

    test.each<readonly [string, (context: Context) => Context, string]>([
      ['that the origin refuses by now', withOrigin, 'refuses what was to be uploaded'],
      [
        'that is fresh and the origin refuses',
        (one) => withOrigin(issuing(one)),
        'refuses what was to be uploaded',
      ],
      [
        'that was taken over without its key',
        ({ target, ...rest }) => ({
          ...rest,
          target: { ...target, issuing: ISSUING, successor: { ...target.successor, key: undefined } },
        }),
        'The zone has no certificate left, and its key is gone.',
      ],
    ])('none is uploaded %s, and the run fails', async (_, changed, happened) => {
      const { error } = await after(empty(), changed);
      expect(error?.code).toBe('WORLD_CHANGED');
      expect(error?.happened).toContain(happened);
      expect(uploads).toEqual([]);
    });
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
