import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { SWEPT } from './faults.ts';
import { play } from './play.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

describe.each(['zone', 'hostname'] as const)('at the %s level', (level) => {
  const scenario = { ...PLAIN, level, timings: SHORT_WAITS, probed: false };

  test.each(SWEPT)('a single %s at any call does no harm and two more runs reach the goal', async (fault) => {
    const found: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      let met = false;
      const faults = (call: { readonly index: number }): typeof fault | undefined => {
        if (call.index !== index) return undefined;
        met = true;
        return fault;
      };
      const { problems } = await play({ ...scenario, seed: index + 1 }, cast, [{ faults }]);
      found.push(...problems.map((problem) => `call ${index}: ${problem}`));
      if (!met) break;
    }
    expect(found).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'a run killed %s any call is finished by the next',
    async (when) => {
      const found: string[] = [];
      for (let call = 0; call < 60; call += 1) {
        const kill = { kind: 'kill', call, when } as const;
        const once = await play({ ...scenario, seed: call + 1 }, cast, [{ ending: kill }]);
        const twice = await play({ ...scenario, seed: call + 1 }, cast, [{ ending: kill }, { ending: kill }]);
        found.push(...[...once.problems, ...twice.problems].map((problem) => `call ${call}: ${problem}`));
        if (!once.runs[0]?.process.killed) break;
      }
      expect(found).toEqual([]);
    },
  );
});
