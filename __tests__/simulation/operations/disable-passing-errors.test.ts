import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { defaultVariants } from '../../../sandbox/model/index.ts';
import { makeCast } from '../cast.ts';
import type { Cast } from '../cast.ts';
import { endpointOf } from '../endpoint.ts';
import { PASSING_FAULTS } from '../faults.ts';
import type { FaultPlan } from '../faults.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { SimulatedWorld } from '../simulated-world.ts';
import { tellingCalls } from '../sweep.ts';
import { refusedFor } from '../traffic.ts';
import { stateOf } from './state.ts';
import { open } from './stories.ts';
import { playOperation } from './whole-run.ts';
import type { OperationRun } from './whole-run.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const WWW = 'www.example.com';
/** An origin that lets in whom the runner tries, and refuses what comes through Cloudflare: each run goes back. */
const SCENES: readonly (readonly [string, Partial<Scenario>, Readonly<Record<string, string>>])[] = [
  ['the zone level', { level: 'zone' }, { level: 'zone' }],
  ['a hostname', { level: 'hostname' }, { level: 'hostname', hostnames: WWW, mode: 'off' }],
];

interface Ended {
  readonly world: SimulatedWorld;
  readonly run: OperationRun;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

async function play(
  scene: Partial<Scenario>,
  inputs: Readonly<Record<string, string>>,
  faults?: (world: SimulatedWorld) => FaultPlan,
): Promise<Ended> {
  const timings = { ...SHORT_WAITS, deletion: 3000, release: 2000 };
  const scenario = { ...PLAIN, seed: 5, variants: defaultVariants, timings, hostnames: [WWW], ...scene };
  const world = new SimulatedWorld(scenario, cast);
  const before = stateOf(world, [world.zone]);
  const run = await playOperation(world, {
    inputs: { operation: 'disable', origin: '192.0.2.7', 'probe-urls': `https://${WWW}/health`, ...inputs },
    dial: open,
    ...(faults === undefined ? {} : { faults: faults(world) }),
  });
  await world.time.pass(300_000);
  return { world, run, before, after: stateOf(world, [world.zone]) };
}

const own = ({ world, run }: Ended) => world.calls.filter(({ by }) => by === run.process.name);

/** One more attempt, and a list that lags five seconds at most. */
const ONE_MORE = 10_000;
const MINUTE = 60_000;

describe.each(SCENES)(
  'one passing error at any call of a switching off that ought to be undone, at %s',
  (_, scene, inputs) => {
    let undisturbed: Ended;
    beforeAll(async () => {
      undisturbed = await play(scene, inputs);
    });

    test('undisturbed it goes back', () => {
      expect(undisturbed.run.outputs.get('result')).toBe('rolled-back');
      expect(undisturbed.after).toEqual(undisturbed.before);
      expect(refusedFor(undisturbed.world)).toBeGreaterThan(0);
    });

    test.each(PASSING_FAULTS)('%s: it goes back, and visitors are refused no longer', async (fault) => {
      const limit = refusedFor(undisturbed.world) + ONE_MORE;
      const calls = own(undisturbed);
      const wrong: string[] = [];
      for (const at of tellingCalls(calls)) {
        const call = calls[at];
        if (call === undefined || (call.method === 'GET' && fault.endsWith('after'))) continue;
        const ended = await play(
          scene,
          inputs,
          () =>
            ({ index }) =>
              index === at ? fault : undefined,
        );
        const tell = (why: string): void => void wrong.push(`call ${at}, ${endpointOf(call)}: ${why}`);
        if (own(ended)[at]?.fault !== fault) tell('not met');
        // Before the token was accepted once, it is not known to be good: nothing is sent.
        const stops = at === 0 && fault.startsWith('10000');
        const result = ended.run.outputs.get('result');
        if (result !== (stops ? 'failed' : 'rolled-back')) tell(`it ended ${result}`);
        if (stops && ended.world.writes.length > 0) tell('it went on');
        if (ended.after.join() !== ended.before.join()) tell('visitors do not get what they had');
        if (refusedFor(ended.world) > limit) tell(`visitors were refused for ${refusedFor(ended.world)} ms`);
        ended.run.problems.forEach(tell);
      }
      expect(wrong).toEqual([]);
    });

    test.each(PASSING_FAULTS.filter((fault) => fault.endsWith('before')))(
      '%s for a minute from then on: it goes back, and visitors are refused no more than a minute longer',
      async (fault) => {
        const ended = await play(scene, inputs, (world) => () => {
          const since = world.writes[0]?.at;
          return since !== undefined && world.time.now < since + MINUTE ? fault : undefined;
        });
        expect(ended.run.outputs.get('result')).toBe('rolled-back');
        expect(ended.after).toEqual(ended.before);
        expect(refusedFor(ended.world)).toBeLessThan(refusedFor(undisturbed.world) + MINUTE + ONE_MORE);
        expect(ended.run.problems).toEqual([]);
      },
    );
  },
);
