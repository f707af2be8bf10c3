import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { CLEAN_WORLDS, HUNT_NAMES } from './bug.ts';
import type { Catch } from './bug.ts';
import { BUGS } from './bugs.ts';
import { QUIET_ZONE } from './bugs/quiet.ts';
import { ZONE_LEVEL } from './bugs/zone.ts';

const PATIENCE = 300_000;
jest.setTimeout(PATIENCE);

const HUNT = fileURLToPath(new URL('hunt.ts', import.meta.url));
const run = promisify(execFile);

/** One after another, since loading the action takes longer than most hunts. */
async function hunt(names: readonly string[]): Promise<readonly Catch[]> {
  const { stdout } = await run(process.execPath, ['--no-warnings', HUNT, ...names], { timeout: PATIENCE });
  return JSON.parse(`[${stdout.trim().replaceAll('\n', ',')}]`);
}

let caught: ReadonlyMap<string, Catch>;
beforeAll(async () => {
  const names = [...BUGS.map(({ name }) => name), ...HUNT_NAMES];
  const halves = [0, 1].map((half) => names.filter((_, index) => index % 2 === half));
  const all = await Promise.all(halves.map(hunt));
  caught = new Map(all.flat().map((one) => [one.name, one]));
});

test('there are bugs of many kinds, each named once', () => {
  expect(BUGS.length).toBeGreaterThanOrEqual(40);
  expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length);
});

describe('a bug planted into the action is caught by a property', () => {
  test.each(BUGS)('$name', ({ name, patches, caughtBy }) => {
    expect(caught.get(name)?.planted).toBe(new Set(patches.map(({ file }) => file)).size);
    expect(caught.get(name)?.problem).toMatch(caughtBy);
  });
});

const ruled = BUGS.flatMap(({ name, guard }) => (guard === undefined ? [] : [[name, guard] as const]));

describe('the checker of traces refuses it as well', () => {
  test.each(ruled)('%s: %s', (name, guard) => {
    expect(caught.get(name)?.guards).toContain(guard);
  });

  test.each([...QUIET_ZONE, ...ZONE_LEVEL])('of the rules of the models: $name', ({ guard }) => {
    expect(guard).toBeDefined();
  });
});

describe('without a bug, no property complains', () => {
  test.each(HUNT_NAMES)('of %s', (name) => {
    expect(caught.get(name)).toEqual({ name, planted: 0, worlds: CLEAN_WORLDS });
  });
});
