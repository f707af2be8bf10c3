import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clock, random, sleep } from '../../src/world/clock.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
});

afterEach(() => {
  jest.useRealTimers();
});

async function settles(promise: Promise<void>): Promise<() => boolean> {
  let done = false;
  void (async () => {
    await promise;
    done = true;
  })();
  await jest.advanceTimersByTimeAsync(0);
  return () => done;
}

describe('sleep', () => {
  test('ends when its time is over, not before', async () => {
    const done = await settles(sleep(1_000));
    await jest.advanceTimersByTimeAsync(999);
    expect(done()).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(done()).toBe(true);
  });

  test.each([
    ['nothing', 0],
    ['less than nothing', -5],
    ['no number', NaN],
  ])('of %s ends at once', async (_name, ms) => {
    expect((await settles(sleep(ms)))()).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('ends early and without an error on abort, and leaves no timer', async () => {
    const controller = new AbortController();
    const done = await settles(sleep(60_000, controller.signal));
    expect(done()).toBe(false);
    controller.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(done()).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('does not begin after an abort', async () => {
    expect((await settles(sleep(60_000, AbortSignal.abort())))()).toBe(true);
  });

  test('longer than a timer can be does not fire at once', async () => {
    const done = await settles(sleep(2 ** 31 + 1_000));
    await jest.advanceTimersByTimeAsync(2 ** 31);
    expect(done()).toBe(false);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(done()).toBe(true);
  });
});

test('the wall clock is the system time, the monotonic one is not moved by setting it', () => {
  expect(clock.wall()).toBe(1_800_000_000_000);
  const before = clock.monotonic();
  jest.setSystemTime(0);
  expect(clock.wall()).toBe(0);
  expect(clock.monotonic()).toBe(before);
});

test('random numbers lie in [0, 1) and differ', () => {
  const numbers = Array.from({ length: 100 }, () => random());
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(numbers).size).toBe(100);
});
