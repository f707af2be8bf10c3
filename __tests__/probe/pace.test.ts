import { describe, expect, test } from '@jest/globals';
import { isDone, isGivenUp, nextProbe, newStreak } from '../../src/probe/streak.ts';
import type { Pace, Streak } from '../../src/probe/streak.ts';

const PACE: Pace = { successes: 5, timeout: 180_000, until: undefined, patient: false };
const asked = (lastAskedAt: number, more: Partial<Streak> = {}): Streak => ({
  ...newStreak(0),
  lastAskedAt,
  lastPassAt: lastAskedAt,
  ...more,
});
const passed = (lastAskedAt: number, more: Partial<Streak> = {}): Streak =>
  asked(lastAskedAt, { passesInARow: 5, ...more });
const half = (): number => 0.5;

describe('until it is verified', () => {
  test.each([
    ['at the earliest three quarters of a second later', 0, 750],
    ['at the latest a second and a quarter later', 1, 1_250],
  ])('a URL is asked again %s', (_, random, after) => {
    expect(nextProbe(asked(100), PACE, () => random)).toBe(100 + after);
  });

  test('little time for many passes quickens the pace: three times as often as they need', () => {
    expect(nextProbe(asked(0), { ...PACE, timeout: 6_000 }, half)).toBe(400);
  });

  test('but never below a twentieth of a second', () => {
    expect(nextProbe(asked(100), { ...PACE, timeout: 60 }, half)).toBe(150);
  });
});

describe('once it is verified', () => {
  test('it is asked no more without a grace', () => {
    expect(nextProbe(passed(4_000), PACE, half)).toBe(Infinity);
  });

  test.each([
    ['a fifth of a grace of two minutes', 120_000, 24_000],
    ['no less than five seconds', 20_000, 5_000],
    ['no more than half a minute', 600_000, 30_000],
  ])('it is asked at steps of %s', (_, until, step) => {
    expect(nextProbe(passed(4_000), { ...PACE, until }, half)).toBe(4_000 + step);
  });

  test('the step is a share of what was to be waited for from the beginning', () => {
    const late = passed(104_000, { waitingSince: 100_000 });
    expect(nextProbe(late, { ...PACE, until: 200_000 }, half)).toBe(124_000);
  });

  test.each([
    ['a step and a half before the end: one step more', 12_500, 17_500],
    ['less than that: at the end', 12_501, 20_000],
    ['right before the end: not at once', 19_990, 20_040],
    ['after the end without a pass: soon', 20_500, 20_550],
  ])('%s', (_, at, next) => {
    expect(nextProbe(passed(at, { lastPassAt: 0 }), { ...PACE, until: 20_000 }, half)).toBe(next);
  });

  test('a pass at the end of the grace is the last', () => {
    expect(nextProbe(passed(20_000), { ...PACE, until: 20_000 }, half)).toBe(Infinity);
    expect(nextProbe(passed(19_999), { ...PACE, until: 20_000 }, half)).toBe(20_049);
  });
});

test.each<readonly [string, Streak, number | undefined, boolean]>([
  ['too few passes', passed(9_000, { passesInARow: 4 }), undefined, false],
  ['enough, and no grace', passed(9_000), undefined, true],
  ['enough, before the end of the grace', passed(9_000), 9_001, false],
  ['enough, the last at the end of the grace', passed(9_000), 9_000, true],
  ['too few, after the end of the grace', passed(9_000, { passesInARow: 4 }), 8_000, false],
])('done or not: %s', (_, streak, until, done) => {
  expect(isDone(streak, { ...PACE, until })).toBe(done);
});

test.each<readonly [string, Streak, number, boolean]>([
  ['a moment before its time is up', asked(0, { waitingSince: 1_000 }), 180_999, false],
  ['when its time is up', asked(0, { waitingSince: 1_000 }), 181_000, true],
  ['verified, however late', passed(0), 900_000, false],
])('given up or not: %s', (_, streak, now, givenUp) => {
  expect(isGivenUp(streak, PACE, now)).toBe(givenUp);
});
