import { describe, expect, test } from '@jest/globals';
import { clock, daysLeftWords, duration, isoMoment, moment } from '../../src/report/wording.ts';

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [Number.NaN, '0 s'],
  [340, '0.3 s'],
  [9949, '9.9 s'],
  [9950, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [124_000, '2 min 4 s'],
  [3_599_600, '1 h'],
  [3_780_000, '1 h 3 min'],
  [90_000_000, '25 h'],
])('%d ms reads %s', (span, words) => expect(duration(span)).toBe(words));

test.each([
  [undefined, undefined],
  [Number.NaN, undefined],
  [98.9, '98 days left'],
  [1, '1 day left'],
  [0.5, 'less than a day left'],
  [-1, 'expired about a day ago'],
  [-2, 'expired 2 days ago'],
  [-31, 'expired 31 days ago'],
])('%p days left reads %p', (days, words) => expect(daysLeftWords(days)).toBe(words));

describe('moments', () => {
  test.each([
    [Date.UTC(2027, 2, 1, 12, 0, 5, 700), '2027-03-01T12:00:05Z', '2027-03-01 12:00 UTC', '12:00:05'],
    [Date.UTC(9999, 11, 31, 23, 59, 59), '9999-12-31T23:59:59Z', '9999-12-31 23:59 UTC', '23:59:59'],
    [9e15, undefined, 'unknown', ''],
    [Number.NaN, undefined, 'unknown', ''],
  ])('%d', (at, iso, words, hour) => {
    expect(isoMoment(at)).toBe(iso);
    expect(moment(at)).toBe(words);
    expect(clock(at)).toBe(hour);
  });
});
