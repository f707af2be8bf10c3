import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import type { Cast } from '../cast.ts';
import type { Ending } from '../faults.ts';
import { tellingCalls } from '../sweep.ts';
import { failedHandshakes } from '../traffic.ts';
import { furnish, makeCertificates, tooEarly } from './targets-of-a-zone.ts';
import type { Certificates, Zoneful } from './targets-of-a-zone.ts';
import { stateOf } from './state.ts';
import { playOperation } from './whole-run.ts';
import type { OperationRun } from './whole-run.ts';

jest.setTimeout(120_000);

let cast: Cast;
let made: Certificates;
beforeAll(async () => {
  [cast, made] = await Promise.all([makeCast(), makeCertificates()]);
});

const on = (hostname: string, former: number | 'done', grace = 120) => ({ hostname, former, grace });

const ZONES: readonly Zoneful[] = [
  {
    name: 'each on a certificate of its own',
    services: [on('www', 0), on('api', 1), on('shop', 2)],
    others: 0,
  },
  {
    name: 'one in force before the others, with less patience',
    services: [on('www', 0), on('api', 'done', 100), on('shop', 1, 180)],
    others: 0,
  },
  { name: 'two on a certificate they share', services: [on('www', 0, 180), on('api', 0)], others: 0 },
  {
    name: 'two on a certificate they share, whose rows go late',
    services: [on('www', 0, 180), on('api', 0)],
    others: 0,
    variants: { formerAssociation: 'leaving' },
    release: 240,
  },
  { name: 'one place left in the quota', services: [on('www', 0), on('api', 1), on('shop', 2)], others: 6 },
  {
    name: 'no list of associations',
    services: [on('www', 0), on('api', 1, 180)],
    others: 0,
    variants: { associationList: 'status-403' },
  },
];

interface Course {
  readonly calls: number;
  /** Those of the first run to disturb. */
  readonly telling: readonly number[];
  readonly state: readonly string[];
  readonly problems: readonly string[];
}

/** Runs that are killed, each a second after the other, and then runs that nothing disturbs until nothing is left. */
async function course(zoneful: Zoneful, ...endings: readonly Ending[]): Promise<Course> {
  const scene = furnish(zoneful, cast, made);
  const { world } = scene;
  const run = async (ending?: Ending): Promise<OperationRun> => {
    const ended = await playOperation(world, { ...scene, ...(ending === undefined ? {} : { ending }) });
    await world.time.pass(1000);
    return ended;
  };
  const runs = [];
  for (const ending of endings) runs.push(await run(ending));
  const undisturbed = [await run(), await run()];
  if (resultOf(undisturbed[1]) !== 'unchanged') undisturbed.push(await run());
  await world.time.pass(600_000);
  const all = [...runs, ...undisturbed];
  const first = resultOf(undisturbed[0]);
  const last = resultOf(undisturbed.at(-1));
  return {
    calls: all[0]?.process.calls ?? 0,
    telling: tellingCalls(
      world.calls.filter(({ by }) => by === all[0]?.process.name),
      zoneful.services.length,
    ),
    state: stateOf(world, [world.zone]),
    problems: [
      ...all.flatMap(({ problems }) => problems),
      ...(first === 'rotated' || (first === 'unchanged' && endings.length > 0) ? [] : [`it ended ${first}`]),
      ...(last === 'unchanged' ? [] : [`the last ended ${last}`]),
      ...failedHandshakes(world).map(
        ({ hostname, edge, why }) => `${hostname} was refused at ${edge}: ${why}`,
      ),
      ...tooEarly(scene, zoneful),
      ...world.breaches,
    ],
  };
}

const resultOf = (run: OperationRun | undefined): string => run?.outputs.get('result') ?? '';

describe.each(ZONES)('hostname targets of one lineage in a zone, $name', (zoneful) => {
  let goal: Course;
  beforeAll(async () => {
    goal = await course(zoneful);
  });

  test('undisturbed, all of them come into force, and nothing is left behind', () => {
    expect(goal.problems).toEqual([]);
    // Without a list nobody knows who else is on the former ones: they are kept.
    const kept = zoneful.variants?.associationList === undefined ? 0 : zoneful.services.length;
    expect(goal.state.filter((line) => line.includes('holds')).length).toBe(
      zoneful.services.length + zoneful.others + kept,
    );
  });

  test('killed at any call, or twice, the next run reaches the same state, and no visitor is refused', async () => {
    const { calls, telling } = goal;
    const found: string[] = [];
    for (const [index, call] of telling.entries()) {
      const killed = { kind: 'kill', call, when: index % 2 === 0 ? 'before' : 'after' } as const;
      const again = { kind: 'kill', call: (call * 7) % calls, when: 'before' } as const;
      const ended = await course(zoneful, killed, ...(index % 5 === 0 ? [again] : []));
      found.push(...ended.problems.map((problem) => `call ${String(call)}: ${problem}`));
      if (ended.state.join() !== goal.state.join()) found.push(`call ${String(call)} led elsewhere`);
    }
    expect(found).toEqual([]);
  });
});
