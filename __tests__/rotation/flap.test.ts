import { describe, expect, test } from '@jest/globals';
import { certificateRow, EPOCH, success, type Step } from '../cloudflare/support/scripted-api.ts';
import { lookAgain } from './support/look-again.ts';
import { former, moving, sceneOf, successor, type Removal } from './support/scene-of-removal.ts';

const www = 'www.example.com';
const old = former('old');

/** Looks again while the answers come one after the other, the last of them for ever; and how often it was looked. */
async function look(removal: Removal): Promise<{ readonly ended: object; readonly took: number }> {
  const scene = sceneOf(removal);
  const { script } = scene;
  const began = script.time.now();
  const ended = lookAgain(scene).catch((error: unknown) => error);
  return { ended: Object(await script.time.until(ended)), took: script.time.now() - began };
}

function inTurn(statuses: readonly string[], answer: (status: string) => unknown): Step {
  let nth = -1;
  return () => {
    nth = Math.min(nth + 1, statuses.length - 1);
    return success(answer(statuses[nth] ?? ''));
  };
}
const byId = (...statuses: readonly string[]): Step =>
  inTurn(statuses, (status) =>
    certificateRow({ id: successor.id, status, uploaded_on: new Date(EPOCH - 1000).toISOString() }),
  );
const tiedNow = (...statuses: readonly string[]): Step =>
  inTurn(statuses, (status) => [
    {
      hostname: www,
      cert_id: successor.id,
      enabled: true,
      status,
      updated_at: new Date(EPOCH).toISOString(),
    },
  ]);

const onHostnames: Removal = {
  level: 'hostname',
  remove: [old],
  hostnames: [www],
  moves: [moving(www, 'old')],
};

describe('a status that flaps back to pending in the pre-delete check is looked at again', () => {
  test.each<readonly [string, Removal]>([
    ['of the certificate', { remove: [old], byId: byId('pending_deployment', 'active') }],
    ['of a certificate that reads as initializing', { remove: [old], byId: byId('initializing', 'active') }],
    ['of an association', { ...onHostnames, tiedNow: tiedNow('pending_deployment', 'active') }],
  ])('%s', async (_, removal) => {
    const { ended, took } = await look(removal);
    expect(ended).toMatchObject({ remove: [{ id: old.id }] });
    expect(took).toBeLessThan(10_000);
  });

  test.each<readonly [string, Removal, string]>([
    ['of the certificate', { remove: [old], byId: byId('pending_deployment') }, '`pending_deployment`'],
    [
      'of an association',
      { ...onHostnames, tiedNow: tiedNow('pending_deployment') },
      'no longer on the new certificate',
    ],
  ])('for half a minute, %s', async (_, removal, words) => {
    const { ended, took } = await look(removal);
    expect(ended).toMatchObject({ code: 'WORLD_CHANGED', happened: expect.stringContaining(words) });
    expect(took).toBeGreaterThanOrEqual(30_000);
    expect(took).toBeLessThan(40_000);
  });

  test('and what another one points elsewhere meanwhile is a change at once', async () => {
    const elsewhere = [{ hostname: www, cert_id: old.id, enabled: true, status: 'pending_deployment' }];
    const { ended, took } = await look({ ...onHostnames, tiedNow: success(elsewhere) });
    expect(ended).toMatchObject({ code: 'WORLD_CHANGED' });
    expect(took).toBeLessThan(1000);
  });
});
