import { describe, expect, test } from '@jest/globals';
import { createServerClock } from '../../src/cloudflare/server-clock.ts';
import type { ServerClock } from '../../src/cloudflare/server-clock.ts';
import { EPOCH, httpDate } from './support/scripted-api.ts';

interface Desk {
  readonly clock: ServerClock;
  /** Seconds of the server's clock since the test's epoch. */
  readonly now: () => number;
  readonly at: (seconds: number) => void;
  readonly told: (seconds: number) => void;
}

/** The local wall clock is an hour slow, and the monotonic one counts from anywhere. */
function desk(): Desk {
  let monotonic = 12_345;
  const clock = createServerClock({
    wall: () => EPOCH - 3_600_000 + monotonic - 12_345,
    monotonic: () => monotonic,
  });
  return {
    clock,
    now: () => (clock.now() - EPOCH) / 1000,
    at: (seconds) => (monotonic = 12_345 + seconds * 1000),
    told: (seconds) => clock.observe({ date: httpDate(seconds) }),
  };
}

test('before the first answer it is the local clock', () => {
  const { now, at } = desk();
  expect(now()).toBe(-3600);
  at(5);
  expect(now()).toBe(-3595);
});

test.each([{}, { date: '' }, { date: 'today' }, { date: '2026-11-24T00:00:00Z' }])(
  'an answer with %j changes nothing',
  (headers) => {
    const { clock, now } = desk();
    clock.observe(headers);
    expect(now()).toBe(-3600);
  },
);

test('the first date counts at once, however far it is from the local clock, and goes on by the monotonic one', () => {
  const { now, at, told } = desk();
  told(0);
  expect(now()).toBe(0.5);
  at(100);
  expect(now()).toBe(100.5);
});

describe('a later date', () => {
  test.each([
    ['a second ahead sets it forward', 101, 101.5],
    ['thirty seconds ahead too', 130, 130.5],
    ['as expected leaves it', 100, 100.5],
    ['of an answer long under way does not set it back', 71, 100.5],
    ['31 seconds ahead still counts', 131, 131.5],
    ['31 seconds behind still does not set it back', 69, 100.5],
    ['far ahead is not believed yet', 132, 100.5],
    ['far behind is not believed yet', 68, 100.5],
    ['a day behind is not believed yet', 100 - 86_400, 100.5],
  ])('%s', (_, seconds, now) => {
    const it = desk();
    it.told(0);
    it.at(100);
    it.told(seconds);
    expect(it.now()).toBe(now);
  });

  test('that is odd is believed once a second answer agrees with it, ahead or behind', () => {
    for (const far of [5000, -5000]) {
      const it = desk();
      it.told(0);
      it.told(far);
      it.at(10);
      it.told(far + 10);
      expect(it.now()).toBe(far + 10.5);
    }
  });

  test('that agrees with nothing is forgotten when an ordinary one comes between', () => {
    const it = desk();
    it.told(0);
    it.told(5000);
    it.told(0);
    it.told(5000);
    expect(it.now()).toBe(0.5);
    it.told(5000);
    expect(it.now()).toBe(5000.5);
  });

  test('that is odd in another way than the one before is not believed', () => {
    const it = desk();
    it.told(0);
    it.told(5000);
    it.told(-5000);
    it.told(9000);
    expect(it.now()).toBe(0.5);
  });

  test('ordinary but behind also ends a doubt', () => {
    const it = desk();
    it.at(0);
    it.told(0);
    it.told(5000);
    it.at(20);
    it.told(10);
    it.told(5020);
    expect(it.now()).toBe(20.5);
  });
});
