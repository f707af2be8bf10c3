import { expect, test } from '@jest/globals';
import type { Api } from '../../src/cloudflare/api.ts';
import { getZoneSwitch } from '../../src/cloudflare/zones.ts';
import { lookTogether } from '../../src/fleet/polling.ts';
import { failure, scripted, success, ZONE } from '../cloudflare/support/scripted-api.ts';
import type { Scripted, Step } from '../cloudflare/support/scripted-api.ts';

const LATENCY = 50;
const ON = success({ enabled: true });
const OFF = success({ enabled: false });

/** Each asks so many milliseconds after the run began; the server plays the steps in turn. */
async function asked(
  steps: readonly Step[],
  moments: readonly number[],
): Promise<Scripted & { readonly heard: readonly unknown[] }> {
  const world = scripted(steps, { latency: LATENCY });
  const api: Api = lookTogether(world.api);
  const asks = moments.map(async (moment) => {
    await world.time.sleep(moment);
    return await getZoneSwitch(api, ZONE).catch(() => 'refused');
  });
  return { ...world, heard: await world.time.until(Promise.all(asks)) };
}

test('who asks at the same moment shares one answer', async () => {
  const { api, seen, time } = scripted([ON], { latency: LATENCY });
  const together = lookTogether(api);
  const asks = [1, 2, 3].map(() => getZoneSwitch(together, ZONE));
  expect(await time.until(Promise.all(asks))).toEqual([true, true, true]);
  expect(seen).toHaveLength(1);
});

test('who asks while the same is being asked for shares the next answer, which was asked for later', async () => {
  const { heard, seen } = await asked([ON, OFF], [0, 10, 20]);
  expect(heard).toEqual([true, false, false]);
  expect(seen.map(({ at }) => at)).toEqual([0, LATENCY]);
});

test('who asks once all is answered gets an answer of its own', async () => {
  const { heard, seen } = await asked([ON, OFF], [0, 60]);
  expect(heard).toEqual([true, false]);
  expect(seen.map(({ at }) => at)).toEqual([0, 60]);
});

test('a refusal is for those who shared it, and holds up nobody after them', async () => {
  const refused = failure(403, 10_000);
  const { heard } = await asked([refused, refused, ON], [0, 10, 20, 200]);
  expect(heard).toEqual(['refused', 'refused', 'refused', true]);
});
