import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { HUNT_NAMES } from './bug.ts';
import type { Catch } from './bug.ts';
import { BUGS } from './bugs.ts';

const PATIENCE = 300_000;
jest.setTimeout(PATIENCE);

const HUNT = fileURLToPath(new URL('hunt.ts', import.meta.url));
const run = promisify(execFile);

/** Hunts one after another, since loading the action once takes longer than most hunts. */
async function hunt(names: readonly string[], most: number): Promise<readonly Catch[]> {
  const { stdout } = await run(process.execPath, ['--no-warnings', HUNT, String(most), ...names], {
    timeout: PATIENCE,
  });
  return JSON.parse(`[${stdout.trim().replaceAll('\n', ',')}]`);
}

async function huntAll(names: readonly string[], most: number): Promise<ReadonlyMap<string, Catch>> {
  const halves = [0, 1].map((half) => names.filter((_, index) => index % 2 === half));
  const caught = await Promise.all(halves.map((half) => hunt(half, most)));
  return new Map(caught.flat().map((one) => [one.name, one]));
}

describe('a bug planted into the action is caught by a property', () => {
  let caught: ReadonlyMap<string, Catch>;
  beforeAll(async () => {
    caught = await huntAll(
      BUGS.map(({ name }) => name),
      400,
    );
  });

  test('there are bugs of many kinds, each named once', () => {
    expect(BUGS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length);
  });

  test.each(BUGS)('$name', ({ name, patches, caughtBy }) => {
    expect(caught.get(name)?.planted).toBe(new Set(patches.map(({ file }) => file)).size);
    expect(caught.get(name)?.problem).toMatch(caughtBy);
  });
});

describe('without a bug, no property complains', () => {
  let played: ReadonlyMap<string, Catch>;
  beforeAll(async () => {
    played = await huntAll(HUNT_NAMES, 8);
  });

  test.each(HUNT_NAMES)('of %s', (name) => {
    expect(played.get(name)).toEqual({ name, planted: 0, worlds: 8 });
  });
});
