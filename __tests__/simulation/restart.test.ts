import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { violations } from './properties.ts';
import { KNOWN, REFUSING, WWW } from './refusing.ts';
import { runOnce } from './run-once.ts';
import type { Scenario } from './scenario.ts';
import { SimulatedWorld } from './simulated-world.ts';
import { failedHandshakes } from './traffic.ts';

jest.setTimeout(120_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Killed after one of its writes, the last of which is the way back; then a run without any disturbance. */
interface Course {
  readonly call: number;
  readonly pause: number;
  readonly scenario: Partial<Scenario>;
}

const REFUSED = { ...REFUSING, successor: 'same-issuer', originTrusts: 'pinned' } as const;
const CALLS = [0, 1, 2];
const PAUSES = [1000, 40_000];
const LAGS = [0, 60_000];
const ONE_OR_THREE = [[WWW], [WWW, 'api.example.com', 'shop.example.com']];

const both = <T>(some: readonly T[], make: (one: T) => Partial<Scenario>): readonly Partial<Scenario>[] =>
  some.map(make);
const times = (one: readonly Partial<Scenario>[], other: readonly Partial<Scenario>[]) =>
  one.flatMap((some) => other.map((more) => ({ ...some, ...more })));

const EDGES = both(LAGS, (lagMs) => ({ edges: [{ lagMs }, { lagMs }] }));
const DELETES = both([true, false], (deletePrevious) => ({ deletePrevious }));
const TAKES = both([1000, 60_000], (takes) => ({
  timings: { deployment: 2000, association: takes, listLag: 0, release: 20_000 },
}));
const HOSTS = both(ONE_OR_THREE, (hostnames) => ({ hostnames }));
const FORMER = both(['none', 'leaving'] as const, (formerAssociation) => ({
  variants: { ...KNOWN, formerAssociation },
}));

const WORLDS = {
  zone: times(
    EDGES,
    times(
      DELETES,
      both([2000, 60_000], (deployment) => ({ timings: { deployment, listLag: 0 } })),
    ),
  ),
  hostname: times(times(EDGES, DELETES), times(TAKES, times(HOSTS, FORMER))),
};

/** Whom visitors are refused at in the end, and what was wrong besides. */
async function play({ call, pause, scenario }: Course): Promise<readonly string[]> {
  const world = new SimulatedWorld({ ...REFUSED, ...scenario }, cast);
  const ending = { kind: 'kill', call, when: 'after', of: 'writes' } as const;
  const first = await runOnce(world, cast, { name: 'run 1', ending });
  await world.time.pass(pause);
  const second = await runOnce(world, cast, { name: 'run 2' });
  await world.time.pass(300_000);
  const end = world.time.now;
  const refused = failedHandshakes(world).filter(({ until }) => until >= end);
  return [
    ...refused.map(({ hostname }) => `refused at ${hostname}`),
    ...violations(world, cast, [first, second]),
  ];
}

describe.each(['zone', 'hostname'] as const)('at the %s level', (level) => {
  test.each(CALLS.flatMap((call) => PAUSES.map((pause) => [call, pause] as const)))(
    'killed after write %i of a rotation that the origin refuses: the run %i ms later leaves no visitor refused',
    async (call, pause) => {
      for (const scenario of WORLDS[level]) {
        const course = { call, pause, scenario: { ...scenario, level } };
        expect([course, await play(course)]).toEqual([course, []]);
      }
    },
  );
});
