import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { playTogether } from './play.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** More boundaries than any run without faults has. */
const BOUNDARIES = 200;

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
      let boundary = 0;
      for (; boundary < BOUNDARIES; boundary += 1) {
        const varied = { stale: boundary % 2 === 0, timings: SHORT_WAITS, seed: boundary + 1 };
        const scenario = { ...PLAIN, ...probing, ...varied, level };
        const { problems, met } = await playTogether(scenario, cast, { atCall: boundary }, second);
        found.push(...problems.map((problem) => `boundary ${boundary}: ${problem}`));
        if (!met.counts.has('another run interleaved')) break;
      }
      expect(found).toEqual([]);
      expect(boundary).toBeGreaterThan(10);
      expect(boundary).toBeLessThan(BOUNDARIES);
    });
  });
});
