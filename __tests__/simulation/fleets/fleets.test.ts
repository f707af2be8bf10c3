import { beforeAll, describe, expect, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import { makePool } from './fleet-world.ts';
import type { Pool } from './fleet-world.ts';
import { playFleet } from './play-fleet.ts';

const SEEDS = 12;

describe('zones with several targets each', () => {
  let pool: Pool;
  beforeAll(async () => {
    pool = await makePool(await makeCast());
  });

  test('whatever goes wrong, nobody is refused, and all of it comes into force', async () => {
    const found: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { problems } = await playFleet(seed, pool);
      found.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
    }
    expect(found).toEqual([]);
  });

  test.each([
    [41_861, 'a restart went back to what another target of the zone was to put in force'],
    [
      42_261,
      'a predecessor was kept because another target moved a hostname while the site was probed again',
    ],
    [406_311, 'so it was where the deletion was refused, and the look before the next one saw that move'],
  ])('a fleet that once failed holds, %i: %s', async (seed) => {
    expect((await playFleet(seed, pool)).problems).toEqual([]);
  });
});
