import { describe, expect, test } from '@jest/globals';
import type { Waiting } from '../../src/rotation/tempo.ts';
import { heldFor, interval, restAfter } from '../../src/rotation/apply/poll-pace.ts';

/** A world in which each of so many targets has so many calls to spare. */
const sparing = (spare: number, among = 1, reserved = 10) => ({
  share: () => ({ among, reserved }),
  random: () => 0.5,
  api: { callsLeft: () => reserved + spare * among },
});

/** One that waits for a change, and what is known of such changes. */
const waiting = (scouts: boolean, expected?: number): Waiting => ({
  scouts: () => scouts,
  expected: () => expected,
  news: () => new AbortController().signal,
  ended: () => undefined,
});

describe('how often a target looks', () => {
  test('with calls to spare: at once, then a twentieth of the time waited, ten seconds at most', () => {
    expect([0, 2000, 20_000, 1_000_000].map((elapsed) => Math.round(interval(elapsed, sparing(60))))).toEqual(
      [100, 100, 1000, 10_000],
    );
  });

  test('the calls to spare count, and not how many share them', () => {
    expect([1, 2, 10, 100].map((among) => interval(0, sparing(60, among, 10 * among)))).toEqual([
      100, 100, 100, 100,
    ]);
  });

  test('the fewer calls each has to spare, the later it looks and the less often', () => {
    expect([60, 30, 12, 6, 1].map((spare) => interval(0, sparing(spare)))).toEqual([
      100, 200, 500, 1000, 5000,
    ]);
    expect([60, 30, 12, 6, 1].map((spare) => Math.round(interval(20_000, sparing(spare))))).toEqual([
      1000, 2000, 5000, 10_000, 10_000,
    ]);
  });

  test('with none to spare: by when most changes have come, then half of the time waited, a minute at most', () => {
    expect([0, 5000, 60_000, 600_000].map((elapsed) => interval(elapsed, sparing(0)))).toEqual([
      5000, 5000, 30_000, 60_000,
    ]);
  });

  test('where even the calls that matter do not fit: still less, since those wait for the budget', () => {
    const looks = [100, 50, 0].map((callsLeft) =>
      interval(0, { ...sparing(0, 10, 100), api: { callsLeft: () => callsLeft } }),
    );
    expect(looks).toEqual([5000, 10_000, 15_000]);
  });
});

describe('where calls are short, one target looks for all', () => {
  test('it takes what they leave, and some calls in any case', () => {
    const first = (spare: number): number => interval(0, sparing(spare, 100, 1000), waiting(true));
    expect([10, 0.3, 0].map(first)).toEqual([100, 200, 200]);
    expect(interval(0, sparing(0.3, 100, 1000), waiting(false))).toBe(5000);
  });

  test('alone it has nobody to look for', () => {
    expect(interval(0, sparing(0), waiting(true))).toBe(5000);
    expect(heldFor(0, sparing(0), waiting(true, 2000))).toBe(0);
  });

  test.each([
    ['the others wait for as long as the change took it', 0, false, 2000, 2000],
    ['less what they have waited', 500, false, 2000, 1500],
    ['and no longer', 2500, false, 2000, 0],
    ['a minute at most where nothing is known yet', 10_000, false, undefined, 50_000],
    ['it does not wait for itself', 0, true, 2000, 0],
  ] as const)('%s', (_, elapsed, scouts, expected, held) => {
    expect(heldFor(elapsed, sparing(19, 10), waiting(scouts, expected))).toBe(held);
  });

  test('with calls to spare each looks for itself', () => {
    expect(heldFor(0, sparing(20, 10), waiting(false, 2000))).toBe(0);
  });
});

test('the time a look takes is part of the interval, but there is always a pause', () => {
  expect([0, 40, 100, 5000].map((took) => restAfter(took, 100))).toEqual([100, 60, 50, 50]);
});
