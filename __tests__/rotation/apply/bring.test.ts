import { describe, expect, test } from '@jest/globals';
import { bring } from '../../../src/rotation/apply/bring.ts';
import { certificateRow, EPOCH, failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { former, id, sceneOf, SUCCESSOR, successor } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const old = former('old');
const EXISTS = failure(400, 1406);
const found = { ...successor, leaf: SUCCESSOR };
const date = (at: number) => new Date(at).toISOString();

/** An upload that meets the certificate there; the first look had not shown it. */
async function brought(certificates: Removal['certificates'], post: Step = EXISTS) {
  const { context, script, calls } = sceneOf({
    remove: [old],
    ...(certificates === undefined ? {} : { certificates }),
    others: ({ method }) => (method === 'POST' ? post : failure(404, 1551)),
  });
  const observation =
    context.observation.level === 'zone'
      ? { ...context.observation, presented: { kind: 'nothing' as const } }
      : context.observation;
  const work = bring({ ...context, observation }).catch((error: unknown) => error);
  return { ended: Object(await script.time.until(work)), calls: calls() };
}

describe('a successor at zone level', () => {
  test('that was uploaded replaces what was active before', async () => {
    const row = certificateRow({ id: successor.id, status: 'active', uploaded_on: date(EPOCH - 1000) });
    const { ended } = await brought(undefined, success(row));
    expect(ended).toMatchObject({ successor: { id: successor.id }, wasActive: false });
    expect(ended.context.plan).toMatchObject({ adopt: undefined, remove: [old] });
  });

  test('that was only found is planned for again: what is known to be older goes', async () => {
    const { ended } = await brought([found, old]);
    expect(ended.context.plan).toMatchObject({ adopt: { id: successor.id }, remove: [{ id: old.id }] });
    expect(ended.context.observation.certificates.map((one: { id: string }) => one.id)).toEqual([
      old.id,
      successor.id,
    ]);
  });

  test('that was only found, and nothing else, replaces nothing', async () => {
    const { ended } = await brought([found]);
    expect(ended.context.plan).toMatchObject({ kind: 'rotate', adopt: { id: successor.id }, remove: [] });
  });

  test.each([
    ['a newer one is there', former('young', { uploadedOn: EPOCH }), 'it is not the newest one there'],
    [
      'another one was uploaded a moment before',
      former('rival', { uploadedOn: EPOCH - 60_000 }),
      `${id('rival')} was uploaded so shortly before it`,
    ],
  ])('that was only found stops the run where %s', async (_, other, words) => {
    const { ended } = await brought([found, other]);
    expect(ended).toMatchObject({ code: 'WORLD_CHANGED', happened: expect.stringContaining(words) });
  });
});
