import { describe, expect, test } from '@jest/globals';
import { createToldWindows } from '../../src/cloudflare/rate-limit-answers.ts';
import type { ToldWindows, Turn } from '../../src/cloudflare/rate-limit-answers.ts';

const NONE: ReadonlySet<Turn> = new Set();
const turn = (startedAt: number): Turn => ({ startedAt });
const calls = (...startedAt: readonly number[]): ReadonlySet<Turn> => new Set(startedAt.map(turn));
const told = (left: number, seconds: number, name = 'default') => ({ name, calls: left, ms: seconds * 1000 });

function afterOne(left: number, seconds: number): ToldWindows {
  const windows = createToldWindows();
  windows.ended(turn(0), 0, [told(left, seconds)]);
  return windows;
}

test('nothing told, nothing to wait for', () => {
  expect(createToldWindows().wait(0, calls(0, 0, 0))).toBe(0);
  expect(createToldWindows().has('default')).toBe(false);
});

describe('of what is left', () => {
  test.each([
    ['one call may start', 1, [], 0],
    ['none may start: wait for the new count, and a second more for its whole seconds', 0, [], 31_000],
    ['one call under way has taken the last', 1, [0], 31_000],
    ['two calls, one of them under way', 2, [0], 0],
    ['two calls, both under way', 2, [0, 0], 31_000],
  ])('%s', (_, left, underWay, wait) => {
    const windows = afterOne(left, 30);
    expect(windows.has('default')).toBe(true);
    expect(windows.wait(0, calls(...underWay))).toBe(wait);
  });

  test('the wait grows shorter as time goes by', () => {
    expect(afterOne(0, 30).wait(30_000, NONE)).toBe(1000);
    expect(afterOne(0, 30).wait(30_999, NONE)).toBe(1);
  });

  test('the longest wait of several names counts', () => {
    const windows = createToldWindows();
    windows.ended(turn(0), 0, [told(0, 10, 'a'), told(0, 20, 'b'), told(5, 99, 'c')]);
    expect(windows.wait(0, NONE)).toBe(21_000);
  });
});

describe('once the count begins anew', () => {
  test('one call finds out what is left, if none was left before', () => {
    const windows = afterOne(0, 30);
    expect(windows.wait(31_000, NONE)).toBe(0);
    expect(windows.wait(31_000, calls(30_999))).toBe(0);
    expect(windows.wait(31_000, calls(31_000))).toBe(1000);
  });

  test('as many find out as there were left before', () => {
    const windows = afterOne(3, 30);
    expect(windows.wait(32_000, calls(31_000, 31_500))).toBe(0);
    expect(windows.wait(32_000, calls(31_000, 31_500, 32_000))).toBe(1000);
  });

  test('a call begun since then that is told nothing ends the window', () => {
    const windows = afterOne(0, 30);
    windows.ended(turn(31_000), 31_100, []);
    expect(windows.has('default')).toBe(false);
    expect(windows.wait(31_100, calls(31_000, 31_000))).toBe(0);
  });
});

describe('an answer that tells nothing', () => {
  test('of a call begun before the new count has been counted all the same', () => {
    const windows = afterOne(2, 30);
    windows.ended(turn(10), 20, []);
    expect(windows.wait(20, NONE)).toBe(0);
    windows.ended(turn(30_999), 30_999, [told(9, 1, 'other')]);
    expect(windows.has('default')).toBe(true);
    expect(windows.wait(30_999, NONE)).toBe(1);
  });
});

describe('answers of one count', () => {
  test('told one after another: the later one counts, also if it says more', () => {
    const windows = afterOne(0, 30);
    windows.ended(turn(100), 200, [told(7, 30)]);
    expect(windows.wait(200, NONE)).toBe(0);
  });

  test('of calls made at the same time: the lower one counts, in any order', () => {
    for (const [first, second] of [
      [0, 5],
      [5, 0],
    ] as const) {
      const windows = createToldWindows();
      windows.ended(turn(0), 100, [told(first, 30)]);
      windows.ended(turn(50), 200, [told(second, 30)]);
      expect(windows.wait(200, NONE)).toBeGreaterThan(0);
    }
  });

  test('narrow down when it begins anew', () => {
    const windows = createToldWindows();
    windows.ended(turn(0), 2000, [told(0, 30)]);
    expect(windows.wait(2000, NONE)).toBe(31_000);
    windows.ended(turn(2000), 2000, [told(0, 29)]);
    expect(windows.wait(2000, NONE)).toBe(30_000);
    // Told later as ending later: the earlier end stays.
    windows.ended(turn(2000), 2500, [told(0, 30)]);
    expect(windows.wait(2500, NONE)).toBe(29_500);
  });

  test('an earliest beginning that was learnt late still tells an old answer from a new count', () => {
    const windows = createToldWindows();
    windows.ended(turn(0), 9000, [told(0, 30)]);
    windows.ended(turn(9000), 9000, [told(0, 30)]);
    // Counts from 20 s on: before the earliest of the second, so it is another window, told too late.
    windows.ended(turn(0), 9500, [told(5, 12)]);
    expect(windows.wait(9500, NONE)).toBe(30_500);
  });
});

describe('answers of different counts', () => {
  test('the new count replaces the old one', () => {
    const windows = afterOne(0, 10);
    windows.ended(turn(12_000), 12_100, [told(4, 60)]);
    expect(windows.wait(12_100, calls(12_000))).toBe(0);
    expect(windows.wait(12_100, calls(12_000, 12_000, 12_000, 12_000))).toBe(61_000);
  });

  test('a late answer of an old count, of a call made at the same time, changes nothing', () => {
    const windows = createToldWindows();
    windows.ended(turn(5000), 6000, [told(3, 60)]);
    windows.ended(turn(5000), 6500, [told(0, 1)]);
    expect(windows.wait(6500, NONE)).toBe(0);
    expect(windows.wait(6500, calls(1, 2, 3))).toBe(60_500);
  });

  test('an earlier end told by a later call is believed: the server has changed its mind', () => {
    const windows = afterOne(0, 60);
    windows.ended(turn(1000), 1100, [told(0, 5)]);
    expect(windows.wait(1100, NONE)).toBe(6000);
  });

  test('a later end told by a call made at the same time is believed', () => {
    const windows = createToldWindows();
    windows.ended(turn(0), 100, [told(9, 5)]);
    windows.ended(turn(0), 200, [told(0, 60)]);
    expect(windows.wait(200, NONE)).toBe(61_000);
  });
});

test('only so many names are kept, and known ones go on counting', () => {
  const windows = createToldWindows();
  const names = Array.from({ length: 17 }, (_, at) => `n${at}`);
  windows.ended(
    turn(0),
    0,
    names.map((name) => told(1, 60, name)),
  );
  expect(names.filter((name) => windows.has(name))).toHaveLength(16);
  expect(windows.has('n16')).toBe(false);
  windows.ended(
    turn(1),
    2,
    names.map((name) => told(name === 'n3' ? 0 : 9, 60, name)),
  );
  expect(windows.wait(2, NONE)).toBe(60_998);
  expect(windows.has('n16')).toBe(false);
});

test('an answer that took long does not blur when the count began: what comes late of the count before is passed over', () => {
  const windows = createToldWindows();
  windows.ended(turn(0), 0, [told(5, 30)]);
  windows.ended(turn(5_000), 12_000, [told(4, 20)]);
  windows.ended(turn(1_000), 13_000, [told(0, 12)]);
  expect(windows.wait(13_000, NONE)).toBe(0);
  expect(windows.left(13_000, NONE)).toBe(4);
});
