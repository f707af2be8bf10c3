import { describe, expect, test } from '@jest/globals';
import { isFailure, WORST_FIRST } from '../../src/rotation/result.ts';
import { createFamily } from '../../src/rotation/siblings.ts';
import type { Found, Siblings } from '../../src/rotation/siblings.ts';
import { concluded, idle } from './support/concluded.ts';

const found = (formers: readonly string[], removes: readonly (readonly [string, number])[] = []): Found => ({
  formers: new Set(formers),
  removes: new Map(removes),
});
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
function three() {
  const family = createFamily(['first', 'second', 'third']);
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
    const other = three();
    expect(await settled(other.family.begin(2).turn('move'))).toBe(true);
    family.end(0, false);
    expect(await second.turn('move')).toBe(true);
  });

  test('are verified together once all have begun', async () => {
    const { family, begin } = three();
    const [first, second] = begin();
    first.verified(() => 0);
    expect(await settled(second.othersVerified())).toBe(false);
    family.gathered();
    expect(await settled(second.othersVerified())).toBe(true);
    expect(await settled(first.othersVerified())).toBe(false);
    family.end(1, true);
    expect(await settled(first.othersVerified())).toBe(true);
  });

  test('have the longest grace of all others', () => {
    const [first, second] = three().begin();
    expect(first.graceLeft()).toBe(0);
    second.verified(() => 7);
    first.verified(() => -3);
    expect([first.graceLeft(), second.graceLeft()]).toEqual([7, 0]);
  });

  test('are told in whole sentences why a certificate stays', () => {
    const { family, begin } = three();
    const [first, second] = begin();
    expect(second.objection('old')).toBeUndefined();
    first.found(found(['old']));
    expect(second.objection('old')).toBe('first is only being moved off it in this run.');
    first.verified(() => 5);
    expect(second.objection('old')).toBe(
      'The grace period of first, another target of this run, is not over.',
    );
    family.end(0, false);
    expect(second.objection('old')).toBe(
      'The grace period of first, another target of this run, is not over.',
    );
    family.begin(2).found(found(['theirs']));
    family.end(2, true);
    expect(second.objection('theirs')).toContain('first');
  });

  test('are told so of one that failed before it was verified', () => {
    const { family, begin } = three();
    const [first, second] = begin();
    first.found(found(['old']));
    family.end(0, true);
    expect(second.objection('old')).toBe(
      'first may need it still: that target of this run was not verified. The next run looks again.',
    );
  });

  test('leave a delete to none that has not begun, does not mean it, or is they themselves', () => {
    const [first, second] = three().begin();
    expect(first.deletedBy('old')).toBeUndefined();
    first.found(found([], [['old', 5]]));
    expect([first.deletedBy('old'), second.deletedBy('old')]).toEqual([undefined, 'first']);
    second.found(found([], [['old', 5]]));
    expect([first.deletedBy('old'), second.deletedBy('old')]).toEqual([undefined, 'first']);
  });

  test('may be none at all', async () => {
    const family = createFamily([]);
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
