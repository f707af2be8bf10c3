import { describe, expect, test } from '@jest/globals';
import { CALLS_PER_WINDOW, createRateBudget, WINDOW_MS } from '../../src/cloudflare/rate-limit.ts';
import type { RateBudget } from '../../src/cloudflare/rate-limit.ts';

function call(budget: RateBudget, now: number, headers?: Readonly<Record<string, string>>): void {
  budget.ended(budget.started(now), now, headers);
}

function calls(budget: RateBudget, count: number, at: (nth: number) => number): void {
  for (let nth = 0; nth < count; nth += 1) call(budget, at(nth));
}

test('the window is that of Cloudflare, with a reserve in calls and in time', () => {
  expect(CALLS_PER_WINDOW).toBeLessThan(1200);
  expect(WINDOW_MS).toBeGreaterThan(300_000);
});

describe('the sliding window', () => {
  test('lets so many calls go at once, and then none until the first has left it', () => {
    const budget = createRateBudget();
    calls(budget, CALLS_PER_WINDOW - 1, () => 1000);
    expect(budget.wait(1000)).toBe(0);
    call(budget, 1000);
    expect(budget.wait(1000)).toBe(WINDOW_MS);
    expect(budget.wait(1000 + WINDOW_MS - 1)).toBe(1);
    expect(budget.wait(1000 + WINDOW_MS)).toBe(0);
  });

  test('slides: each call leaves it by itself', () => {
    const budget = createRateBudget();
    calls(budget, CALLS_PER_WINDOW, (nth) => nth * 10);
    const now = CALLS_PER_WINDOW * 10;
    expect(budget.wait(now)).toBe(WINDOW_MS - now);
    call(budget, WINDOW_MS);
    expect(budget.wait(WINDOW_MS)).toBe(10);
  });

  test('never holds more than it may, at whatever pace calls come', () => {
    const budget = createRateBudget();
    const starts: number[] = [];
    for (let now = 0; starts.length < 3 * CALLS_PER_WINDOW; now += 7 + (starts.length % 5)) {
      now += budget.wait(now);
      starts.push(now);
      call(budget, now);
    }
    const tooClose = starts.filter((at, nth) => (starts[nth + 1200 - 1] ?? Infinity) - at <= 300_000);
    expect(tooClose).toEqual([]);
  });
});

describe('a closed gate', () => {
  test('holds every call back until its moment, and an earlier moment opens nothing', () => {
    const budget = createRateBudget();
    budget.closeUntil(5000);
    budget.closeUntil(3000);
    expect([0, 4999, 5000, 9000].map(budget.wait)).toEqual([5000, 1, 0, 0]);
  });
});

describe('what the server tells', () => {
  test('is found out anew by one call, which the others wait for', () => {
    const budget = createRateBudget();
    call(budget, 0, { ratelimit: '"default";r=0;t=30' });
    expect(budget.wait(31_000)).toBe(0);
    budget.started(31_000);
    expect(budget.wait(31_000)).toBe(1_000);
  });

  test('of what is left counts until the count has begun anew for certain', () => {
    const budget = createRateBudget();
    call(budget, 0, { ratelimit: '"default";r=7;t=30' });
    expect([0, 30_999, 31_000].map(budget.left)).toEqual([7, 7, CALLS_PER_WINDOW - 1]);
  });

  test('holds calls back where none is left', () => {
    const budget = createRateBudget();
    call(budget, 0, { ratelimit: '"default";r=0;t=30' });
    expect(budget.wait(0)).toBe(31_000);
  });

  test('counts the calls under way', () => {
    const budget = createRateBudget();
    call(budget, 0, { ratelimit: '"default";r=2;t=30' });
    const [one, two] = [budget.started(1), budget.started(1)];
    expect(budget.underWay()).toBe(2);
    expect(budget.wait(1)).toBe(30_999);
    budget.ended(one, 2, { ratelimit: '"default";r=2;t=30' });
    budget.ended(two, 2, { ratelimit: '"default";r=3;t=30' });
    expect(budget.underWay()).toBe(0);
    expect(budget.wait(2)).toBe(0);
  });
});

describe('a quota that is told', () => {
  const HEADERS = { 'ratelimit-policy': '"burst";q=3;w=60' };

  test('is kept by a count of our own, a second longer than told', () => {
    const budget = createRateBudget();
    call(budget, 0, HEADERS);
    call(budget, 10, HEADERS);
    expect(budget.wait(20)).toBe(0);
    call(budget, 20, HEADERS);
    expect(budget.wait(20)).toBe(60_980);
    expect(budget.wait(61_000)).toBe(0);
  });

  test('yields to what the server says is left under the same name', () => {
    const budget = createRateBudget();
    for (const now of [0, 10, 20]) call(budget, now, { ...HEADERS, ratelimit: '"burst";r=50;t=30' });
    expect(budget.wait(20)).toBe(0);
  });

  test('may change, but only so many names count', () => {
    const budget = createRateBudget();
    const policy = (name: string, most: number): Readonly<Record<string, string>> => ({
      'ratelimit-policy': `"${name}";q=${most};w=60`,
    });
    for (let nth = 0; nth < 16; nth += 1) call(budget, 0, policy(`n${nth}`, 1000));
    call(budget, 0, policy('one-too-many', 1));
    expect(budget.wait(0)).toBe(0);
    call(budget, 0, policy('n0', 1));
    expect(budget.wait(0)).toBe(61_000);
  });
});

describe('the calls left', () => {
  const told = (left: number): Readonly<Record<string, string>> => ({
    ratelimit: `"default";r=${left};t=30`,
  });

  test('are what our own count leaves of the window, and come back as calls leave it', () => {
    const budget = createRateBudget();
    calls(budget, 100, (nth) => nth * 1000);
    expect([100_000, WINDOW_MS + 49_000, WINDOW_MS + 99_000].map(budget.left)).toEqual([
      CALLS_PER_WINDOW - 100,
      CALLS_PER_WINDOW - 50,
      CALLS_PER_WINDOW,
    ]);
  });

  test('are no more than the server says, less those under way, for as long as that holds', () => {
    const budget = createRateBudget();
    call(budget, 0, told(40));
    budget.started(1000);
    expect(budget.left(1000)).toBe(39);
    expect(budget.left(60_000)).toBe(CALLS_PER_WINDOW - 2);
  });

  test('are none behind a closed gate, and never less than none', () => {
    const budget = createRateBudget();
    call(budget, 0, told(0));
    budget.started(0);
    expect(budget.left(0)).toBe(0);
    budget.closeUntil(90_000);
    expect([89_999, 90_000].map(budget.left)).toEqual([0, CALLS_PER_WINDOW - 2]);
  });
});

test('the signal of a change aborts when a call ends, and a new one waits for the next', () => {
  const budget = createRateBudget();
  const turn = budget.started(0);
  const changed = budget.changed();
  expect(changed.aborted).toBe(false);
  budget.ended(turn, 1);
  expect(changed.aborted).toBe(true);
  expect(budget.changed().aborted).toBe(false);
});
