import { expect, test } from '@jest/globals';
import { createRowWatch } from '../../src/zone/row-watch.ts';
import type { RowWatch } from '../../src/zone/row-watch.ts';
import { tied } from '../rotation/support/observed.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const SECOND = 1000;
const [OWN, OTHER] = ['www.example.com', 'api.example.com'];

/** Both hostnames changed a moment before the first of two looks. */
function watched(grace: number, apart: number): RowWatch {
  const watch = createRowWatch();
  watch.minds([OWN], grace * SECOND);
  for (const at of [0, apart * SECOND]) {
    const rows = [OWN, OTHER].map((hostname) => tied(hostname, 'new', { updatedAt: NOW - SECOND }));
    watch.saw({ rows, asked: at, answered: at });
  }
  return watch;
}
const restless = (watch: RowWatch, grace: number): readonly string[] =>
  watch.unquiet(grace * SECOND, NOW).map(({ hostname }) => hostname);

test.each<readonly [string, number, number, readonly string[]]>([
  ['hostnames of the run are quiet after their grace, others after two minutes', 30, 30, [OTHER]],
  ['hostnames of others are quiet after two minutes', 30, 120, []],
  ['or after the grace, if that is longer', 300, 200, [OWN, OTHER]],
  ['hostnames of others get an hour at most', 86_400, 3600, [OWN]],
])('%s', (_, grace, apart, expected) => {
  expect(restless(watched(grace, apart), grace)).toEqual(expected);
});

test('a hostname of another target of the run has the grace of that target', () => {
  const watch = watched(30, 120);
  watch.minds([OTHER], 180 * SECOND);
  expect(restless(watch, 30)).toEqual([OTHER]);
});

test('the grace of hostnames goes by, also between two looks', () => {
  const watch = watched(120, 10);
  const left = (seconds: number, hostnames = [OWN]): number =>
    watch.graceLeft(hostnames, { monotonic: seconds * SECOND, server: NOW });
  expect([left(10), left(100), left(120), left(500)]).toEqual([110 * SECOND, 20 * SECOND, 0, 0]);
  expect(left(10, [OTHER])).toBe(0);
  expect(createRowWatch().graceLeft([OWN], { monotonic: 0, server: NOW })).toBe(0);
});

test('without a look nothing is known to be restless', () => {
  expect(restless(createRowWatch(), 120)).toEqual([]);
});
