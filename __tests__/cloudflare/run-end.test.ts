import { describe, expect, test } from '@jest/globals';
import {
  assertMayStart,
  cancelled,
  limitOutlastsRun,
  seconds,
  timedOut,
} from '../../src/cloudflare/retries.ts';
import { ActionError } from '../../src/errors.ts';
import { EPOCH } from './support/scripted-api.ts';

const LAST = new ActionError('API_UNREACHABLE', { happened: 'The line was dead.', remedy: 'Mend it.' });

function start(now: number, deadline: number, stopped: boolean, last?: ActionError): () => void {
  const world = {
    stop: stopped ? AbortSignal.abort() : new AbortController().signal,
    deadline: () => deadline,
    clock: { wall: () => 0, monotonic: () => now },
  };
  return () => assertMayStart(world, last);
}

describe('an attempt', () => {
  test('may start while there is time', () => {
    expect(start(99, 100, false)).not.toThrow();
  });

  test.each([
    [100, 100],
    [101, 100],
  ])('may not start at %d of %d ms', (now, deadline) => {
    expect(start(now, deadline, false)).toThrow(expect.objectContaining({ code: 'TIMED_OUT' }));
  });

  test('may not start after a cancel, and that is the reason told also when the time is over', () => {
    expect(start(0, 100, true)).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
    expect(start(100, 100, true)).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  });

  test('that may not start tells what happened before', () => {
    expect(start(100, 100, false, LAST)).toThrow(/Before that: The line was dead\./u);
    expect(start(0, 100, true, LAST)).toThrow(/Before that: The line was dead\./u);
  });
});

test.each([
  ['cancelled', cancelled],
  ['timed out', timedOut],
])('%s: the reason before stays the cause, and without one nothing is said of it', (_, make) => {
  expect(make(LAST).cause).toBe(LAST);
  expect(make(LAST).remedy).toMatch(/^Run again/u);
  expect(make().cause).toBeUndefined();
  expect(make().happened).toMatch(/no further calls\.$/u);
});

test.each([
  [0, '0.0 s'],
  [1234, '1.2 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [30_000, '30 s'],
  [30_001, '31 s'],
])('%d ms reads %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});

describe('when calls are possible again', () => {
  test('is a moment of the server where it is near', () => {
    expect(limitOutlastsRun(300_000, EPOCH + 300_000)).toContain('at 2026-11-24 00:05 UTC');
    expect(limitOutlastsRun(86_399_999, EPOCH)).toContain('at 2026-11-24 00:00 UTC');
  });

  test.each([
    ['a day away', 86_400_000, EPOCH],
    ['no moment a calendar knows', 1000, 8.64e15],
    ['endlessly far', 1e17, 1e17 + EPOCH],
  ])('is not named where it is %s', (_, wait, at) => {
    expect(limitOutlastsRun(wait, at)).toContain('in more than a day');
  });
});
