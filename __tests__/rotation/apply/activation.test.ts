import { describe, expect, test } from '@jest/globals';
import { RollbackRequired } from '../../../src/errors.ts';
import { untilActive, untilOthersSettle } from '../../../src/rotation/apply/activation.ts';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { certificateRow, failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { id, sceneOf, former, successor } from '../support/scene-of-removal.ts';
import type { Scene } from '../support/scene-of-removal.ts';

const status = (one: string): Step => success(certificateRow({ id: successor.id, status: one }));
const NAME = `zone certificate ${successor.id}`;

async function wait(byId: Step, more: (scene: Scene) => void = () => undefined) {
  const said: string[] = [];
  const scene = sceneOf({ byId });
  more(scene);
  const { context, script } = scene;
  const runLog = { ...context.runLog, say: (line: string) => void said.push(line) };
  const ended = await script.time.until(
    untilActive({ ...context, runLog }, successor).catch((error: unknown) => error),
  );
  return {
    ended,
    said,
    at: script.seen.map((one) => Math.round(one.at / 100) / 10),
    seconds: script.time.now() / 1000,
  };
}

/** One status after the other, the last one for ever. */
function oneByOne(...statuses: readonly Step[]): Step {
  let at = 0;
  return () => statuses[Math.min(at++, statuses.length - 1)] ?? failure(500, undefined);
}

describe('a certificate is waited for', () => {
  test('until it is active, on its way or of a status nobody knows', async () => {
    const { ended, said } = await wait(
      oneByOne(
        status('initializing'),
        status('pending_deployment'),
        status('strange'),
        failure(404, 1551),
        status('active'),
      ),
    );
    expect(ended).toMatchObject({ id: successor.id, status: 'active', leaf: successor.leaf });
    expect(said.map((line) => line.replace(/ \(.*/u, ''))).toEqual([
      `waiting for the ${NAME} to become active: pending_deployment`,
      `waiting for the ${NAME} to become active: strange`,
      `waiting for the ${NAME} to become active: not readable yet`,
    ]);
  });

  test('at once where it was there before, and a second later where it was just sent', async () => {
    expect((await wait(status('active'))).at).toEqual([0]);
    const uploaded = await wait(
      status('active'),
      ({ context }) => void (context.writeRecord.uploaded = successor.id),
    );
    expect(uploaded.at).toEqual([1]);
  });

  test.each([
    ['deployment_timed_out', 'Cloudflare gave up deploying it.'],
    ['deletion_timed_out', 'Cloudflare gave up deleting its earlier upload, and did not restore it.'],
  ])('no longer where it is %s', async (one, why) => {
    const { ended } = await wait(status(one));
    expect(ended).toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({
      code: 'ACTIVATION_FAILED',
      happened: `The ${NAME} ended as \`${one}\`: ${why}`,
      remedy: 'Run again; if it happens twice, ask Cloudflare support and name the certificate id.',
    });
  });

  describe('which this run uploaded', () => {
    const uploaded = ({ context }: Scene): void => void (context.writeRecord.uploaded = successor.id);

    test('also while its id reads as on its way out, from its former life', async () => {
      const leaving = Array.from({ length: 12 }, () => status('pending_deletion'));
      const { ended, seconds } = await wait(
        oneByOne(failure(404, 1551), ...leaving, status('pending_deployment'), status('active')),
        uploaded,
      );
      expect(ended).toMatchObject({ id: successor.id, status: 'active' });
      expect(seconds).toBeLessThan(60);
    });

    test('until it was deleted along with its earlier upload', async () => {
      const { ended } = await wait(oneByOne(status('pending_deletion'), status('deleted')), uploaded);
      expect(ended).toBe('died');
    });

    test.each<readonly [string, Step]>([
      ['for more than a minute', status('pending_deletion')],
      ['after it was on its way in', oneByOne(status('pending_deployment'), status('pending_deletion'))],
      ['after it was on its way in, and is gone', oneByOne(status('pending_deployment'), status('deleted'))],
    ])('no longer where it reads as on its way out %s', async (_, byId) => {
      expect((await wait(byId, uploaded)).ended).toMatchObject({ code: 'WORLD_CHANGED' });
    });
  });

  test.each(['pending_deletion', 'deleted'])('no longer where somebody deleted it: %s', async (one) => {
    const { ended } = await wait(status(one));
    expect(ended).not.toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({
      code: 'WORLD_CHANGED',
      happened: `The ${NAME}, the new one, is \`${one}\`: somebody else deleted it during this run.`,
      remedy: 'Find out who else changes origin pulls of this zone, then run again.',
    });
  });

  test('two minutes where it cannot be found', async () => {
    const { ended, seconds } = await wait(failure(404, 1551));
    expect(ended).toMatchObject({
      code: 'WORLD_CHANGED',
      happened: `The ${NAME}, the new one, can no longer be found: somebody else deleted it during this run.`,
    });
    expect(Math.floor(seconds / 10)).toBe(12);
  });

  test('as long as `activation-timeout` says', async () => {
    const { ended, seconds } = await wait(status('pending_deployment'));
    expect(ended).toMatchObject({
      code: 'ACTIVATION_TIMED_OUT',
      happened: `The ${NAME} did not become active within \`activation-timeout\`.`,
      remedy: 'Run again: the next run continues with this certificate.',
    });
    expect(seconds).toBe(600);
  });
});

describe('what somebody else uploads', () => {
  const on = (name: string, one: ObservedCertificate['status']) =>
    former(name, { status: one, rawStatus: one });
  const settled = async (
    before: readonly ObservedCertificate[],
    others: Step,
    level: 'zone' | 'hostname' = 'zone',
  ) => {
    const { context, script, calls } = sceneOf({ before, others, level });
    const error = await script.time.until(untilOthersSettle(context).catch((thrown: unknown) => thrown));
    return { error, calls: calls(), seconds: Math.round(script.time.now() / 1000) };
  };

  test('is waited for while it is on its way', async () => {
    const row = (one: string, name = 'way'): Step => success(certificateRow({ id: id(name), status: one }));
    const before = [
      on('way', 'pending_deployment'),
      on('way2', 'initializing'),
      on('stays', 'active'),
      on('dead', 'deployment_timed_out'),
    ];
    const { error, calls } = await settled(
      before,
      oneByOne(row('initializing'), row('pending_deployment'), row('active'), row('deleted', 'way2')),
    );
    expect(error).toBeUndefined();
    expect(calls).toEqual([`GET ${id('way')}`, `GET ${id('way')}`, `GET ${id('way')}`, `GET ${id('way2')}`]);
  });

  test('is waited for where its id does not show it yet', async () => {
    const row = success(certificateRow({ id: id('way'), status: 'active' }));
    const { error, calls } = await settled(
      [on('way', 'pending_deployment')],
      oneByOne(failure(404, 1551), failure(404, 1551), row),
    );
    expect([error, calls.length]).toEqual([undefined, 3]);
  });

  test('is taken for gone where its id shows nothing for two minutes', async () => {
    const { error, seconds } = await settled([on('way', 'pending_deployment')], failure(404, 1551));
    expect(error).toBeUndefined();
    expect(Math.floor(seconds / 10)).toBe(12);
  });

  test('is not minded at hostname level, where nothing depends on the order', async () => {
    expect(await settled([on('way', 'pending_deployment')], failure(500, undefined), 'hostname')).toEqual({
      error: undefined,
      calls: [],
      seconds: 0,
    });
  });

  test('ends the run where it takes too long', async () => {
    const { error } = await settled(
      [on('way', 'pending_deployment')],
      success(certificateRow({ id: id('way'), status: 'pending_deployment' })),
    );
    expect(error).toMatchObject({
      code: 'ACTIVATION_TIMED_OUT',
      happened: `The zone certificate ${id('way')}, which somebody else uploaded, is still being deployed, so it is not clear which of the two Cloudflare would use.`,
      remedy: 'Nothing was uploaded. Run again once that certificate is active or gone.',
    });
  });
});
