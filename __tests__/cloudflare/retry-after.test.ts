import { describe, expect, test } from '@jest/globals';
import { stayAway } from '../../src/cloudflare/retries.ts';
import { EPOCH, httpDate } from './support/scripted-api.ts';

const after = (status: number, retryAfter?: string, nth = 1, date?: string): number =>
  stayAway(
    {
      status,
      headers: {
        ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        ...(date === undefined ? {} : { date }),
      },
    },
    nth,
    EPOCH,
  );

describe('after a 429', () => {
  test.each([
    ['whole seconds', '30', 30_000],
    ['seconds with blanks around', ' 7 ', 7000],
    ['seconds with a fraction, rounded up', '1.0001', 1001],
    ['an hour', '3600', 3_600_000],
    ['the most digits that count', '100000000000000', 1e17],
  ])('%s are waited for in full', (_, text, ms) => {
    expect(after(429, text)).toBe(ms);
  });

  test('a date counts from the date of the same answer, whatever the clock here says', () => {
    expect(after(429, httpDate(90), 1, httpDate(60))).toBe(30_000);
    expect(after(429, httpDate(-3600 + 10), 1, httpDate(-3600))).toBe(10_000);
  });

  test('a date without one to count from counts from the clock of the server as known, a second early', () => {
    expect(after(429, httpDate(30))).toBe(31_000);
  });

  test('a date that is now asks for the shortest wait', () => {
    expect(after(429, httpDate(60), 1, httpDate(60))).toBe(500);
  });

  test.each([
    undefined,
    '',
    '-5',
    'soon',
    '1e3',
    '5 s',
    '1234567890123456',
    '1.1234567890',
    'Tue, 24 Nov 2026',
    httpDate(-10),
  ])('%j is no wait: they grow from five seconds to five minutes', (text) => {
    expect([1, 2, 3, 6, 7, 8, 60].map((nth) => after(429, text, nth))).toEqual([
      5000, 10_000, 20_000, 160_000, 300_000, 300_000, 300_000,
    ]);
  });

  test('"0 seconds", again and again, does not become a tight loop', () => {
    expect([1, 2, 3, 6, 7, 60].map((nth) => after(429, '0', nth))).toEqual([
      500, 1000, 2000, 16_000, 20_000, 20_000,
    ]);
  });

  test('a wait longer than the shortest one stays what the server asked for', () => {
    expect(after(429, '25', 60)).toBe(25_000);
  });
});

describe('after a 503', () => {
  test.each([
    ['with seconds', '12', 12_000],
    ['with none', undefined, 0],
    ['with 0', '0', 0],
    ['with nonsense', 'later', 0],
    ['with a date that is over', httpDate(-10), 0],
  ])('%s', (_, text, ms) => {
    expect(after(503, text)).toBe(ms);
  });
});

test.each([200, 400, 408, 409, 500, 502, 504, 520, 530])('after %d nothing is waited for', (status) => {
  expect(after(status, '60')).toBe(0);
});
