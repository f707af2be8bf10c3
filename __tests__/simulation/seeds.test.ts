import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { playSeed } from './play.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

describe('whatever a seed draws, played as the whole action, no property is violated', () => {
  test.each([1, 101, 201, 301, 401])('a hundred worlds from seed %i', async (from) => {
    const found: string[] = [];
    for (let seed = from; seed < from + 100; seed += 1) {
      const { problems } = await playSeed(seed, cast, true);
      found.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
    }
    expect(found).toEqual([]);
  });
});
