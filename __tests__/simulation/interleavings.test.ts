import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { playTogether } from './play.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import { courseOf } from './sweep.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Each seed is a world of its own kind, with its own answers to what is unknown of the API. */
const SEEDS = [1, 2, 3];

describe.each(['zone', 'hostname'] as const)('two runs at once, at the %s level', (level) => {
  describe.each([
    ['the same certificate', 'successor'],
    ['another certificate', 'third'],
  ] as const)('the second with %s', (_, second) => {
    test.each([
      ['probed with an echo', { probed: true, echo: true }],
      ['without a probe', { probed: false }],
    ])('begun at every boundary of the first, %s: no visitor notices', async (_how, probing) => {
      const found: string[] = [];
      for (const seed of SEEDS) {
        const scenario = { ...PLAIN, ...probing, stale: seed % 2 === 0, timings: SHORT_WAITS, seed, level };
        const { points, endpoints } = await courseOf({ scenario }, cast);
        for (const { call } of points) {
          const { problems, met } = await playTogether(scenario, cast, { atCall: call }, second);
          found.push(...problems.map((problem) => `seed ${seed}, boundary ${call}: ${problem}`));
          if (!met.counts.has('another run interleaved') && call < endpoints.length - 1)
            found.push(`seed ${seed}, boundary ${call}: the second run came too late`);
        }
      }
      expect(found).toEqual([]);
    });
  });
});
