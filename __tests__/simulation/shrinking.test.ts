import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { FAULTS, RARE_FAULTS } from './faults.ts';
import type { Ending, Fault, FaultPlan } from './faults.ts';
import { play } from './play.ts';
import { SCENES } from './scenes.ts';
import type { Scene } from './scenes.ts';

jest.setTimeout(120_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Calls of a run: more than most have before their long waits. */
const CALLS = 45;
const MOST_FAULTS = 8;

/** Faults by the call they meet; fast-check takes away one after the other where a property is violated. */
interface Trouble {
  readonly scene: string;
  readonly faults: readonly { readonly call: number; readonly fault: Fault }[];
  readonly ending: Ending | undefined;
}

const troubles: fc.Arbitrary<Trouble> = fc.record({
  scene: fc.constantFrom(...SCENES.map(({ name }) => name)),
  faults: fc.uniqueArray(
    fc.record({ call: fc.nat(CALLS), fault: fc.constantFrom(...FAULTS, ...RARE_FAULTS) }),
    { maxLength: MOST_FAULTS, selector: ({ call }) => call },
  ),
  ending: fc.option(
    fc.record({
      kind: fc.constantFrom('kill' as const, 'cancel' as const),
      call: fc.nat(CALLS),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
    { nil: undefined },
  ),
});

async function problemsOf({ scene, faults, ending }: Trouble): Promise<readonly string[]> {
  const { scenario }: Pick<Scene, 'scenario'> =
    SCENES.find(({ name }) => name === scene) ?? raise(`There is no scene ${scene}.`);
  const byCall = new Map(faults.map(({ call, fault }) => [call, fault]));
  const plan: FaultPlan = ({ index }) => byCall.get(index);
  const { problems } = await play(scenario, cast, [
    { faults: plan, ...(ending === undefined ? {} : { ending }) },
  ]);
  return problems;
}

function raise(message: string): never {
  throw new Error(message);
}

/**
 * A failure prints seed, path and the fewest faults that show it: `SIMULATION_SEED=… SIMULATION_PATH=…`
 * plays just that one again. `SIMULATION_RUNS` plays more.
 */
function parameters(): fc.Parameters<[Trouble]> {
  const { SIMULATION_SEED: seed, SIMULATION_PATH: path, SIMULATION_RUNS: runs } = process.env;
  return {
    seed: Number(seed ?? 20_261_101),
    numRuns: Number(runs ?? 60),
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  };
}

describe('random subsets of faults over the calls of a run', () => {
  test('violate no property, and two more runs reach the goal', async () => {
    await fc.assert(
      fc.asyncProperty(troubles, async (trouble) => {
        expect(await problemsOf(trouble)).toEqual([]);
      }),
      parameters(),
    );
  });

  test('that violate one are told with seed and path, and shrunk to those that matter', async () => {
    const told = await fc.check(
      fc.asyncProperty(troubles, ({ faults }) => Promise.resolve(faults.every(({ call }) => call < 20))),
      { ...parameters(), path: '', endOnFailure: false, numRuns: 100 },
    );
    expect(told.failed).toBe(true);
    expect(told.counterexamplePath).not.toBeNull();
    expect(told.counterexample?.[0]).toMatchObject({ faults: [{ call: 20 }], ending: undefined });
    const again = await fc.check(
      fc.asyncProperty(troubles, ({ faults }) => Promise.resolve(faults.every(({ call }) => call < 20))),
      { seed: told.seed, path: told.counterexamplePath ?? '', endOnFailure: true },
    );
    expect(again.counterexample).toEqual(told.counterexample);
  });
});
