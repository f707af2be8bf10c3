import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import type { Cast } from '../cast.ts';
import type { Ending, Fault, FaultPlan } from '../faults.ts';
import { tellingCalls } from '../sweep.ts';
import { failedHandshakes } from '../traffic.ts';
import { stateOf } from './state.ts';
import { open, setScene, STORIES } from './stories.ts';
import type { Story } from './stories.ts';
import { playOperation } from './whole-run.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** One of each kind: certainly not done, done and unanswered, done later, answered badly, put off, refused. */
const KINDS: readonly Fault[] = [
  'refused',
  'reset-after',
  'timeout-later',
  'empty-200',
  'wrong-type',
  '429-seconds',
  '409',
  '403',
  '502 after',
  '503 before',
];
/** The rate limit leaves so few targets calls to spare for polls, which see a change sooner. */
const MOST_CALLS = 240;

/** The manifest of the stories has so many targets at work at once. */
const BESIDE = 4;

interface Course {
  readonly calls: number;
  /** Those of the first run to disturb. */
  readonly telling: readonly number[];
  readonly state: readonly string[];
  readonly problems: readonly string[];
}

/** A run that meets a fault or an ending, and then one that nothing disturbs, or two until nothing is left to do. */
async function course(
  { inputs, results, readOnly, served }: Story,
  disturbed: { readonly faults?: FaultPlan; readonly ending?: Ending } | undefined,
): Promise<Course> {
  const { world, zones, env } = setScene(cast, 7);
  const before = stateOf(world, zones);
  const options = { inputs, env, dial: open };
  const first = await playOperation(world, { ...options, ...disturbed });
  await world.time.pass(120_000);
  const second = disturbed === undefined ? first : await playOperation(world, options);
  await world.time.pass(120_000);
  const isIdle = disturbed !== undefined && second.outputs.get('result') === results[1];
  const third = isIdle ? second : await playOperation(world, options);
  const state = stateOf(world, zones);
  const wrote = world.calls.some(({ method }) => method !== 'GET');
  const failed = served ? failedHandshakes(world) : [];
  return {
    calls: first.process.calls,
    telling: tellingCalls(
      world.calls.filter(({ by }) => by === first.process.name),
      BESIDE,
    ),
    state,
    problems: [
      ...[...new Set([first, second, third])].flatMap(({ problems }) => problems),
      ...(results.includes(second.outputs.get('result') ?? '')
        ? []
        : [`the second ended ${second.outputs.get('result') ?? ''}`]),
      ...(third.outputs.get('result') === results[1]
        ? []
        : [`the last ended ${third.outputs.get('result') ?? ''}`]),
      ...(readOnly === true && (wrote || state.join() !== before.join()) ? ['it wrote'] : []),
      ...failed.slice(0, 2).map(({ hostname, why }) => `a visitor of ${hostname} failed: ${why}`),
      ...world.breaches,
    ],
  };
}

describe.each(STORIES)('$name', (story) => {
  let goal: Course;
  beforeAll(async () => {
    goal = await course(story, undefined);
  });

  test('undisturbed, it does what it says, and once more nothing', () => {
    expect(goal.problems).toEqual([]);
    expect(goal.calls).toBeGreaterThan(2);
    expect(goal.calls).toBeLessThan(MOST_CALLS);
  });

  /** Long runs are disturbed at every eighth call that tells something, at other ones by each kind: at each by one or two. */
  const sweep = async (
    kind: number,
    disturb: (call: number) => { readonly faults?: FaultPlan; readonly ending?: Ending },
  ): Promise<readonly string[]> => {
    const found: string[] = [];
    const { telling, state } = goal;
    const step = telling.length > 40 ? 8 : 1;
    for (const call of telling.filter((_, index) => index % step === kind % step)) {
      const ended = await course(story, disturb(call));
      const elsewhere = ended.state.filter((line) => !state.includes(line));
      found.push(
        ...ended.problems.map((problem) => `call ${String(call)}: ${problem}`),
        ...elsewhere.map((line) => `call ${String(call)} led elsewhere: ${line}`),
        ...(ended.state.length === state.length ? [] : [`call ${String(call)}: something is missing`]),
      );
    }
    return found;
  };

  test.each(KINDS)('a single %s at any call: the next run reaches the same state', async (fault) => {
    expect(
      await sweep(KINDS.indexOf(fault), (call) => ({
        faults: ({ index }) => (index === call ? fault : undefined),
      })),
    ).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'killed %s any call: the next run reaches the same state',
    async (when) => {
      expect(
        await sweep(when === 'before' ? 0 : 2, (call) => ({ ending: { kind: 'kill', call, when } })),
      ).toEqual([]);
    },
  );
});
