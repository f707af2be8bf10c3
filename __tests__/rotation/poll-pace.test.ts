import { describe, expect, test } from '@jest/globals';
import { interval } from '../../src/rotation/apply/poll-pace.ts';

const among = (crowd: number, budgetLeft = 1) => ({
  crowd: () => crowd,
  random: () => 0.5,
  api: { budgetLeft: () => budgetLeft },
});

describe('how often a target looks', () => {
  test('alone: at once, then a tenth of the time waited, ten seconds at most', () => {
    expect([0, 1000, 20_000, 1_000_000].map((elapsed) => interval(elapsed, among(1)))).toEqual([
      100, 100, 2000, 10_000,
    ]);
  });

  test('beside a few others: a little later', () => {
    expect(interval(0, among(10))).toBe(250);
  });

  test('in a crowd: by when most changes have come, and then less and less often', () => {
    expect(interval(0, among(12))).toBe(1000);
    expect([0, 5000, 60_000, 600_000].map((elapsed) => interval(elapsed, among(50)))).toEqual([
      5000, 5000, 30_000, 60_000,
    ]);
  });

  test('in a crowd that has used up most of the budget: still less, since calls that matter wait for it', () => {
    const looks = [1, 0.5, 0.25, 0].map((left) => interval(0, among(50, left)));
    expect(looks).toEqual([5000, 5000, 10_000, 15_000]);
    expect(interval(0, among(2, 0))).toBe(250);
  });
});
