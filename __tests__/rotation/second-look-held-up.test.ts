import { expect, test } from '@jest/globals';
import { certificateRow, success, type Scripted } from '../cloudflare/support/scripted-api.ts';
import { lookAgain } from './support/look-again.ts';
import { former, id, sceneOf, successor } from './support/scene-of-removal.ts';

const old = former('old');
const row = (one: typeof old) =>
  certificateRow({
    id: one.id,
    status: one.rawStatus,
    uploaded_on: new Date(one.uploadedOn ?? 0).toISOString(),
  });

/** Looks again while the first answer of the list takes so long; from the second on, a stranger is in it. */
async function look(firstTakes: number): Promise<{ readonly ended: object; readonly lists: number }> {
  let lists = 0;
  let script: Scripted | undefined;
  const scene = sceneOf({
    remove: [old],
    listed: async () => {
      lists += 1;
      if (lists > 1) return success([row(old), row(former('stranger')), row(successor)]);
      await script?.time.sleep(firstTakes);
      return success([row(old), row(successor)]);
    },
  });
  script = scene.script;
  const ended = await script.time.until(lookAgain(scene).catch((error: unknown) => error));
  return { ended: Object(ended), lists };
}

test('a look whose answers came at once is taken as it is', async () => {
  expect(await look(1000)).toMatchObject({ ended: { remove: [{ id: old.id }] }, lists: 1 });
});

test('a look of which one answer was held up is made anew, and what came meanwhile is seen', async () => {
  expect(await look(60_000)).toMatchObject({
    ended: { code: 'WORLD_CHANGED', happened: expect.stringContaining(id('stranger')) },
    lists: 2,
  });
});
