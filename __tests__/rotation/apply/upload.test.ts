import { describe, expect, test } from '@jest/globals';
import { upload } from '../../../src/rotation/apply/upload.ts';
import { observeCertificates } from '../../../src/zone/read-lists.ts';
import { certificateRow, failure, fault, success, ZONE } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { former, id, sceneOf, successor, SUCCESSOR } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const row = (name: string, more: object = {}) =>
  certificateRow({ id: id(name), status: 'active', certificate: SUCCESSOR.pem, ...more });
const EXISTS = failure(400, 1406);

/** One answer after the other, the last one for ever. */
const oneByOne = (...steps: readonly Step[]): Step => {
  let at = 0;
  return () => steps[Math.min(at++, steps.length - 1)] ?? failure(500, undefined);
};

async function uploaded(post: Step, list: Step = success([]), removal: Removal = {}, discard?: string) {
  const said: string[] = [];
  const scene = sceneOf({ ...removal, listed: list, others: post });
  const { context, script } = scene;
  const runLog = { ...context.runLog, say: (line: string) => void said.push(line) };
  const plan = discard === undefined ? context.plan : { ...context.plan, discard: former(discard) };
  // As every run has by now, it has read something: the token is a good one.
  await script.time.until(observeCertificates(context.world.api, ZONE, 'zone')).catch(() => undefined);
  const ended = await script.time.until(
    upload({ ...context, runLog, plan }).catch((error: unknown) => error),
  );
  const { uploaded: brought, uploadUnsettled } = context.writeRecord;
  const posts = script.seen.filter(({ method }) => method === 'POST');
  return {
    ended,
    said: said.filter((line) => !line.startsWith('waiting')),
    writeRecord: { uploaded: brought, uploadUnsettled },
    posts: posts.map(({ at }) => Math.round(at / 1000)),
    body: posts[0]?.body,
    seconds: Math.round(script.time.now() / 1000),
  };
}

const LOST =
  'the answer to the upload was lost; checking whether it was applied before anything is sent again';
const THERE = 'Cloudflare says that this certificate already exists in the zone; looking for it';

describe('an upload', () => {
  test('is sent once, and is what was sent whatever comes back', async () => {
    const {
      ended,
      said,
      writeRecord,
      posts,
      body = '',
    } = await uploaded(success(row('new', { certificate: undefined })));
    expect(ended).toMatchObject({
      certificate: { id: successor.id, status: 'active', leaf: SUCCESSOR },
      found: false,
    });
    expect([said, posts]).toEqual([[], [0]]);
    expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
    expect(JSON.parse(body)).toEqual({
      certificate: SUCCESSOR.pem,
      private_key: expect.stringContaining('PRIVATE KEY'),
    });
  });

  test('that is refused ends the run', async () => {
    const { ended, writeRecord } = await uploaded(failure(403, 9109));
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect(writeRecord).toEqual({ uploaded: undefined, uploadUnsettled: false });
  });

  test('of a token that may only read is sent twice, and ends in the words of the permission within two minutes', async () => {
    const { ended, writeRecord, posts, seconds } = await uploaded(failure(403, 10_000));
    expect(ended).toMatchObject({
      code: 'API_UNAUTHORIZED',
      happened: expect.stringContaining('The token lacks the permission "SSL and Certificates: Edit"'),
    });
    expect(writeRecord).toEqual({ uploaded: undefined, uploadUnsettled: false });
    expect(posts).toHaveLength(2);
    expect(seconds).toBeLessThan(120);
  });

  test('that was refused twice with an authentication error, and made the second time, is found', async () => {
    let posts = 0;
    const post: Step = () => {
      posts += 1;
      return failure(403, 10_000);
    };
    const list: Step = () => success(posts < 2 ? [] : [row('new')]);
    const { ended, writeRecord } = await uploaded(post, list);
    expect(posts).toBe(2);
    expect(ended).toMatchObject({ certificate: { id: successor.id }, found: true });
    expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
  });

  test('that an authentication error struck, although it was made, is found', async () => {
    const { ended, writeRecord, posts } = await uploaded(failure(403, 10_000), success([row('new')]));
    expect(ended).toMatchObject({ certificate: { id: successor.id }, found: true });
    expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
    expect(posts).toHaveLength(1);
  });

  test('is not sent again where the list was never readable', async () => {
    const { ended, writeRecord, posts } = await uploaded(failure(400, 1000), failure(503, undefined));
    expect(ended).toMatchObject({
      code: 'API_UNREACHABLE',
      happened: expect.stringMatching(/^For 2 min .* after the cut-over, Cloudflare could not be read/u),
    });
    expect(writeRecord).toMatchObject({ uploadUnsettled: true });
    expect(posts).toHaveLength(1);
    const perHostname = await uploaded(failure(400, 1000), failure(503, undefined), { level: 'hostname' });
    expect(perHostname.ended).toMatchObject({
      code: 'UPLOAD_AMBIGUOUS',
      happened: expect.stringContaining('its list cannot be read'),
    });
    expect(perHostname.posts).toHaveLength(1);
  });

  test('whose answer was lost is looked for, and counts as one of this run', async () => {
    const { ended, said, writeRecord, posts } = await uploaded(
      fault('timeout'),
      oneByOne(success([]), success([row('new')])),
    );
    expect(ended).toMatchObject({ certificate: { id: successor.id }, found: true });
    expect([said, posts]).toEqual([[LOST], [0]]);
    expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
  });

  test.each([
    ['in full', { certificate: former('old').leaf?.pem }, []],
    ['by its id alone', { certificate: undefined }, [former('old')]],
  ])(
    'whose answer shows another certificate, %s, is looked for, and only what is found counts',
    async (_, shown, before) => {
      const { ended, said, writeRecord, posts } = await uploaded(
        success(row('old', shown)),
        oneByOne(success([]), success([row('new')])),
        { before },
      );
      expect(ended).toMatchObject({ certificate: { id: successor.id }, found: true });
      expect(said).toEqual([
        `The answer to the upload shows another certificate, ${id('old')}; checking whether it was applied before anything is sent again`,
      ]);
      expect(posts).toEqual([0]);
      expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
    },
  );

  test('whose answer was lost counts as none of this run where it was there before', async () => {
    const before = [{ ...successor, id: id('stuck') }];
    const list = success([row('stuck')]);
    const { ended, writeRecord } = await uploaded(fault('timeout'), list, { before });
    expect(ended).toMatchObject({ certificate: { id: id('stuck') }, found: true });
    expect(writeRecord).toEqual({ uploaded: undefined, uploadUnsettled: false });
    const removed = await uploaded(fault('timeout'), list, { before }, 'stuck');
    expect(removed.writeRecord.uploaded).toBe(id('stuck'));
  });

  test('whose answer was lost is sent again once it is not seen for two and a half minutes', async () => {
    const { ended, said, writeRecord, posts } = await uploaded(
      oneByOne(fault('timeout'), success(row('new'))),
    );
    expect(ended).toMatchObject({ certificate: { id: successor.id }, found: false });
    expect([said, posts]).toEqual([[LOST], [0, 150]]);
    expect(writeRecord).toEqual({ uploaded: successor.id, uploadUnsettled: false });
  });

  test('of what is there already takes that over', async () => {
    const { ended, said, writeRecord } = await uploaded(EXISTS, oneByOne(success([]), success([row('new')])));
    expect(ended).toMatchObject({ certificate: { id: successor.id }, found: true });
    expect(said).toEqual([THERE]);
    expect(writeRecord).toEqual({ uploaded: undefined, uploadUnsettled: false });
  });

  test('of what is said to be there and is not seen is sent again, six times in all', async () => {
    const { ended, said, posts } = await uploaded(EXISTS);
    expect(ended).toMatchObject({
      code: 'UPLOAD_AMBIGUOUS',
      happened:
        'It is not clear whether Cloudflare has the new certificate: uploads got no clear answer, and its list does not show it.',
      remedy: 'Run again in a few minutes: an upload that succeeded is then found and used.',
    });
    expect(said).toEqual(Array.from({ length: 6 }, () => THERE));
    expect(posts).toEqual([0, 15, 105, 120, 210, 225]);
  });

  test('is not sent by a cancelled run', async () => {
    const scene = sceneOf({ others: success(row('new')) });
    scene.script.stop.abort();
    const ended = await scene.script.time.until(upload(scene.context).catch((error: unknown) => error));
    expect(ended).toMatchObject({ code: 'CANCELLED' });
    expect(scene.calls()).toEqual([]);
  });
});
