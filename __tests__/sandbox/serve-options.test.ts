import { describe, expect, test } from '@jest/globals';
import { createRandom } from '../../sandbox/model/index.ts';
import { createFaultPlan } from '../../sandbox/server/faults.ts';
import { edgeFailsBy, faultNames, faultsOf, parseFaults } from '../../sandbox/serve/faults.ts';
import { parseOptions } from '../../sandbox/serve/options.ts';
import { unlikely, variantsFor } from '../../sandbox/serve/unknowns.ts';

const read = (...words: string[]): ReturnType<typeof parseOptions> => parseOptions(words, () => 42);

describe('without a word', () => {
  test('it is one zone with two hostnames, a little hostile', () => {
    expect(read()).toEqual({
      zones: [{ name: 'example.test', id: undefined }],
      hostnames: ['www.example.test', 'api.example.test'],
      seed: 42,
      speed: 10,
      faults: [
        { name: 'answer-lost', amount: 0.02 },
        { name: 'flaky-probe', amount: 0.02 },
      ],
      unknowns: 'usual',
      nginx: false,
      signer: undefined,
      json: false,
      port: 0,
    });
  });

  test('but for `kind`, which has no faults', () => {
    expect(read('--unknowns', 'kind').faults).toEqual([]);
  });
});

const id = '0123456789abcdef0123456789abcdef';
test.each<[string, string[], object]>([
  [
    'zones with ids',
    ['--zones', `a.test=${id}, b.test`],
    {
      zones: [
        { name: 'a.test', id },
        { name: 'b.test', id: undefined },
      ],
    },
  ],
  [
    'a zone in Unicode',
    ['--zones', 'bücher.example'],
    { zones: [{ name: 'xn--bcher-kva.example', id: undefined }] },
  ],
  ['hostnames', ['--hostnames', 'one.a.test two.a.test'], { hostnames: ['one.a.test', 'two.a.test'] }],
  ['a seed', ['--seed', '0'], { seed: 0 }],
  ['a speed below one', ['--speed', '0.5'], { speed: 0.5 }],
  ['nginx', ['--origin', 'nginx'], { nginx: true }],
  ['a signer', ['--signer', 'vault'], { signer: 'vault' }],
  ['a port', ['--port', '8787'], { port: 8787 }],
])('it takes %s', (_, words, expected) => {
  expect(read(...words)).toMatchObject(expected);
});

test.each<[string, string[]]>([
  ['no zone', ['--zones', ' , ']],
  ['a zone that is no name', ['--zones', 'https://a.test']],
  ['a zone with a short id', ['--zones', 'a.test=12']],
  ['a host without a dot', ['--hostnames', 'www']],
  ['a seed that is no number', ['--seed', 'x']],
  ['an empty speed', ['--speed', '']],
  ['a speed of nothing', ['--speed', '0']],
  ['a port too high', ['--port', '65536']],
  ['an origin there is none of', ['--origin', 'apache']],
  ['a signer there is none of', ['--signer', 'acme']],
  ['unknowns of another kind', ['--unknowns', 'wild']],
  ['a fault there is none of', ['--faults', 'upload-lots=1']],
  ['a fraction above one', ['--faults', 'upload-lost=1.5']],
  ['a negative amount', ['--faults', 'upload-lost=-1']],
  ['an option there is none of', ['--fast']],
])('it refuses %s', (_, words) => {
  expect(() => read(...words)).toThrow(/\S/);
});

describe('a fault', () => {
  const calls = (list: string, count = 100): number => {
    const plan = createFaultPlan(faultsOf(parseFaults(list), createRandom(1)));
    return Array.from({ length: count }, (_, index) => plan.take(index, 'POST', '/zones/z/origin')).filter(
      (trouble) => trouble !== undefined,
    ).length;
  };

  test.each<[string, number, number]>([
    ['upload-lost', 1, 1],
    ['upload-lost=3', 3, 3],
    ['upload-lost=0', 0, 0],
    ['point-lost=3', 0, 0],
    ['answer-lost=0.5', 30, 70],
  ])('%s strikes %i to %i of a hundred uploads', (list, least, most) => {
    expect(calls(list)).toBeGreaterThanOrEqual(least);
    expect(calls(list)).toBeLessThanOrEqual(most);
  });

  test('of the edges strikes so many times, or by chance', () => {
    const twice = edgeFailsBy(parseFaults('flaky-probe=2'), createRandom(1));
    expect([twice(), twice(), twice()]).toEqual([true, true, false]);
    const never = edgeFailsBy([], createRandom(1));
    expect(never()).toBe(false);
  });

  test('has a name that --faults takes, whichever it is', () => {
    expect(parseFaults(faultNames.map((name) => `${name}=1`).join(','))).toHaveLength(faultNames.length);
  });
});

describe('the unknowns', () => {
  test.each(['kind', 'usual'] as const)('are all played the likely way with %s', (how) => {
    expect(unlikely(variantsFor(how, 3))).toEqual([]);
  });

  test('are picked by the seed when hostile, the same ones for the same seed', () => {
    expect(unlikely(variantsFor('hostile', 3)).length).toBeGreaterThan(5);
    expect(variantsFor('hostile', 3)).toEqual(variantsFor('hostile', 3));
    expect(variantsFor('hostile', 3)).not.toEqual(variantsFor('hostile', 4));
  });
});
