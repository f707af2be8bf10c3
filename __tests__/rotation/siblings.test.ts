import { describe, expect, test } from '@jest/globals';
import { createFamily } from '../../src/rotation/siblings.ts';
import type { Siblings } from '../../src/rotation/siblings.ts';
import { isFailure, WORST_FIRST } from '../../src/rotation/result.ts';
import { concluded, idle } from './support/concluded.ts';

/** Whether a promise has settled once everything that is due has run. */
async function settled(work: Promise<unknown>): Promise<boolean> {
  let over = false;
  const note = async (): Promise<void> => {
    await work;
    over = true;
  };
  void note();
  await new Promise((resolve) => setImmediate(resolve));
  return over;
}
const endless = (): Promise<never> => new Promise<never>(() => undefined);

function three(sleep: () => Promise<void> = endless) {
  const family = createFamily(['first', 'second', 'third'], sleep);
  return { family, begin: (): readonly [Siblings, Siblings] => [family.begin(0), family.begin(1)] };
}

describe('targets of one zone', () => {
  test('wait for each step of all before them that are at work, and for no others', async () => {
    const { family, begin } = three();
    const [first, second] = begin();
    expect(await settled(second.turn('upload'))).toBe(false);
    expect(await settled(first.turn('upload'))).toBe(true);
    first.done('move');
    expect(await settled(second.turn('upload'))).toBe(false);
    first.done('upload');
    expect(await settled(second.turn('upload'))).toBe(true);
    expect(await settled(three().family.begin(2).turn('move'))).toBe(true);
    family.end(0, false);
    expect(await second.turn('move')).toBe(true);
  });

  test('go on where one before them is slow, and not where it has failed by then', async () => {
    for (const failed of [false, true]) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const { family, begin } = three(() => promise);
      const [, second] = begin();
      const turn = second.turn('move');
      expect(await settled(turn)).toBe(false);
      if (failed) family.end(0, true);
      resolve();
      expect(await turn).toBe(!failed);
    }
  });

  test('learn of the failure of one before them', async () => {
    const { family, begin } = three();
    const [first, second] = begin();
    family.end(0, true);
    expect([await second.turn('move'), await first.turn('move')]).toEqual([false, true]);
  });

  test('know whether the others are verified once all have begun', async () => {
    const { family, begin } = three();
    const [first, second] = begin();
    first.verified();
    expect(await settled(second.othersVerified())).toBe(false);
    family.gathered();
    expect(await second.othersVerified()).toBe(true);
    expect(await settled(first.othersVerified())).toBe(false);
    second.verified();
    expect(await first.othersVerified()).toBe(true);
  });

  test.each([true, false])('know of one that ended without being verified: failed %s', async (failed) => {
    const { family, begin } = three();
    const [first] = begin();
    family.gathered();
    family.end(1, failed);
    expect(await first.othersVerified()).toBe(false);
  });

  test('leave each deletion to the one that takes it on first', () => {
    const [first, second] = three().begin();
    expect([second.claim('old'), first.claim('old'), second.claim('old')]).toEqual([
      undefined,
      'second',
      undefined,
    ]);
    expect(first.claim('other')).toBeUndefined();
  });

  test('look at the same rows', () => {
    const [first, second] = three().begin();
    expect(first.rows).toBe(second.rows);
  });

  test('may be none at all', async () => {
    const family = createFamily([], endless);
    family.end(0, true);
    expect(await family.begin(0).turn('upload')).toBe(true);
  });
});

test.each(WORST_FIRST)('a target that ended as %s', (outcome) => {
  const failed = outcome === 'failed' || outcome === 'rolled-back';
  expect(isFailure({ ...concluded(idle), outcome })).toBe(failed);
});

test('outcomes are named from the worst to the best', () => {
  expect(WORST_FIRST).toEqual(['failed', 'rolled-back', 'not-started', 'planned', 'rotated', 'unchanged']);
});
