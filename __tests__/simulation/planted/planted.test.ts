import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { HUNT_NAMES } from './bug.ts';
import type { Catch } from './bug.ts';
import { BUGS } from './bugs.ts';

jest.setTimeout(60_000);

const HUNT = fileURLToPath(new URL('hunt.ts', import.meta.url));
const run = promisify(execFile);

async function hunt(name: string, most: number): Promise<Catch> {
  const { stdout } = await run(process.execPath, ['--no-warnings', HUNT, name, String(most)], {
    timeout: 50_000,
  });
  return JSON.parse(stdout);
}

describe('a bug planted into the action is caught by a property', () => {
  test('there are bugs of many kinds, each named once', () => {
    expect(BUGS.length).toBeGreaterThanOrEqual(18);
    expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length);
  });

  test.concurrent.each(BUGS)('$name', async ({ name, caughtBy }) => {
    const { planted, problem } = await hunt(name, 400);
    expect(planted).toBe(1);
    expect(problem).toMatch(caughtBy);
  });
});

describe('without a bug, no property complains', () => {
  test.concurrent.each(HUNT_NAMES)('of %s', async (name) => {
    expect(await hunt(name, 60)).toEqual({ planted: 0, worlds: 60 });
  });
});
