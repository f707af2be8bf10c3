import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/cloudflare/api-error.ts';
import { ActionError } from '../../src/errors.ts';
import { inParallel } from '../../src/fleet/in-parallel.ts';
import { rotateAll } from '../../src/fleet/rotate-all.ts';
import { runResult } from '../../src/operations/operation-result.ts';
import type { TargetResult } from '../../src/rotation/result.ts';
import { failureOf } from '../../src/zone/result-parts.ts';
import { failure, scripted, success } from '../cloudflare/support/scripted-api.ts';
import { createVirtualTime } from '../cloudflare/support/virtual-time.ts';
import { endedWith, wanting } from '../operations/support/target.ts';
import { quietWorld } from '../rotation/support/quiet-world.ts';

/** Works that take so many milliseconds each: when each began, and what came of it. */
async function worked(lengths: readonly number[], width: number, wider?: number) {
  const time = createVirtualTime();
  const began: number[] = [];
  const work = async (ms: number): Promise<string> => {
    began.push(time.now());
    await time.sleep(ms);
    return `took ${String(ms)}`;
  };
  const results = await time.until(
    wider === undefined ? inParallel(lengths, width, work) : inParallel(lengths, width, work, wider),
  );
  return { began, results };
}

describe('side by side', () => {
  test('at most so many at once, answers in the order of the items', async () => {
    expect(await worked([30, 10, 10, 10], 2)).toEqual({
      began: [0, 0, 10, 20],
      results: ['took 30', 'took 10', 'took 10', 'took 10'],
    });
  });

  test('more at once as soon as as many are done as went first', async () => {
    expect((await worked([10, 15, 30, 10, 10, 10], 2, 4)).began).toEqual([0, 0, 10, 15, 15, 15]);
  });

  test('fewer items than may go at once', async () => {
    expect((await worked([10], 5)).began).toEqual([0]);
    expect((await worked([], 5)).results).toEqual([]);
  });

  test('what one throws is thrown', async () => {
    await expect(inParallel([1, 2], 1, () => Promise.reject(new Error('so it was')))).rejects.toThrow(
      'so it was',
    );
  });
});

test.each<readonly [readonly TargetResult['outcome'][], string]>([
  [[], 'unchanged'],
  [['unchanged', 'rotated'], 'rotated'],
  [['rotated', 'planned'], 'planned'],
  [['not-started', 'rolled-back', 'rotated'], 'rolled-back'],
  [['not-started', 'failed', 'rolled-back'], 'failed'],
])('targets that ended %j make a run that is %s', (outcomes, outcome) => {
  const targets = outcomes.map((one) => endedWith(wanting('a.test'), one));
  const run = { dryRun: true, startedAt: 1, endedAt: 2, calls: { 'GET /zones': 1 } };
  expect(runResult(targets, run)).toEqual({ operation: 'rotate', outcome, targets, ...run });
});

test('without targets nothing is asked for', async () => {
  const script = scripted([success([])]);
  const options = { dryRun: false, onFailure: 'stop' } as const;
  expect(await rotateAll([], quietWorld(script), options)).toEqual([]);
  expect(script.seen).toEqual([]);
});

describe('where every zone fails', () => {
  const ids = Array.from({ length: 50 }, (_, index) => index.toString(16).padStart(32, '0'));
  const targets = ids.flatMap((zone) => [
    wanting(zone, { level: 'hostname', hostnames: ['a.test'] }),
    wanting(zone),
  ]);
  const outcomes = async (onFailure: 'stop' | 'continue') => {
    const script = scripted([failure(403, 10_000)]);
    const rotated = rotateAll(targets, quietWorld(script), { dryRun: false, onFailure });
    const results = await script.time.until(rotated);
    expect(results.map(({ zone, level }) => `${zone.asked} ${level}`)).toEqual(
      targets.map(({ zone, level }) => `${zone} ${level}`),
    );
    return results.map(({ outcome, sentence }) => [outcome, sentence] as const);
  };
  const earlier = ['not-started', 'Not started, since an earlier target of its zone failed.'];
  const other = ['not-started', 'Not started, since another zone failed, and `on-failure` is `stop`.'];

  test('`continue` begins each of them', async () => {
    const ended = await outcomes('continue');
    expect(ended.filter(([outcome]) => outcome === 'failed')).toHaveLength(50);
    expect(ended.filter((_, nth) => nth % 2 === 1)).toEqual(Array.from({ length: 50 }, () => earlier));
  });

  test('`stop` begins sixteen', async () => {
    const ended = await outcomes('stop');
    expect(ended.filter(([outcome]) => outcome === 'failed')).toHaveLength(16);
    expect(ended.slice(32)).toEqual(Array.from({ length: 68 }, () => other));
  });
});

describe('a failure', () => {
  const text = { happened: 'It happened.', remedy: 'Do this.' };

  test('says what is in force in its own words where it has any', () => {
    const own = new ActionError('TIMED_OUT', { ...text, inForce: 'Its own.' });
    expect(failureOf(own, 'All as before.')).toEqual({
      code: 'TIMED_OUT',
      ...text,
      inForce: 'Its own.',
      details: [],
    });
    expect(failureOf(new ActionError('TIMED_OUT', text), 'All as before.').inForce).toBe('All as before.');
  });

  test('of the API carries its evidence for support', () => {
    const refused = new ApiError({
      status: 403,
      apiCodes: [10_000],
      apiMessages: ['no'],
      endpoint: 'GET /zones',
      ray: undefined,
      challenged: false,
      readable: true,
    });
    expect(failureOf(refused, 'All as before.')).toMatchObject({
      code: 'API_UNAUTHORIZED',
      details: ['GET /zones answered HTTP 403', 'API code 10000', 'API message: no'],
    });
  });
});
