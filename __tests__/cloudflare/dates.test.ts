import { describe, expect, test } from '@jest/globals';
import { readDate, readHttpDate } from '../../src/cloudflare/server-clock.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

describe('a date of the API', () => {
  test.each([
    ['without a fraction', '2026-11-24T12:00:00Z', NOON],
    ['with one digit', '2026-11-24T12:00:00.5Z', NOON + 500],
    ['with six digits', '2026-11-24T12:00:00.123456Z', NOON + 123.456],
    ['with nine digits', '2026-11-24T12:00:00.000000500Z', NOON + 0.0005],
    ['in lower case', '2026-11-24t12:00:00z', NOON],
    ['with a blank for the T', '2026-11-24 12:00:00Z', NOON],
    ['east of Greenwich', '2026-11-24T14:30:00+02:30', NOON],
    ['west of Greenwich, with a fraction', '2026-11-24T04:00:00.25-08:00', NOON + 250],
    ['in a far century', '2100-01-01T05:20:00Z', Date.UTC(2100, 0, 1, 5, 20)],
  ])('%s is read', (_, text, moment) => {
    expect(readDate(text)).toBeCloseTo(moment, 3);
  });

  test('keeps apart two uploads of one millisecond', () => {
    const [first, second] = ['2026-11-24T12:00:00.1234561Z', '2026-11-24T12:00:00.1234569Z'].map(readDate);
    expect(second).toBeGreaterThan(first ?? Infinity);
  });

  test.each([
    null,
    undefined,
    0,
    1_764_000_000,
    {},
    '',
    '2026-11-24',
    '2026-11-24T12:00:00',
    '2026-11-24T12:00Z',
    '2026-13-24T12:00:00Z',
    '2026-11-24T25:00:00Z',
    '2026-11-24T12:00:00.Z',
    'x2026-11-24T12:00:00Z',
    '2026-11-24T12:00:00Zx',
    '2026-11-24T12:00:00ZZ',
    '2026-11-24T12:00:00+2:00',
    `2026-11-24T12:00:00.${'1'.repeat(60)}Z`,
    'Tue, 24 Nov 2026 12:00:00 GMT',
  ])('%j is none', (value) => {
    expect(readDate(value)).toBeUndefined();
  });

  test('may be as long as 64 characters and no longer', () => {
    expect(readDate(`2026-11-24T12:00:00.${'0'.repeat(43)}Z`)).toBe(NOON);
    expect(readDate(`2026-11-24T12:00:00.${'0'.repeat(44)}Z`)).toBeUndefined();
  });
});

describe('a date in a header', () => {
  test.each(['Tue, 24 Nov 2026 12:00:00 GMT', '  Tue, 24 Nov 2026 12:00:00 GMT '])('%j is read', (text) => {
    expect(readHttpDate(text)).toBe(NOON);
  });

  test.each([
    undefined,
    '',
    '0',
    '120',
    '2026-11-24T12:00:00Z',
    'Tue, 24 Nov 2026 12:00:00',
    'Tue, 24 Nov 2026 12:00:00 UTC',
    'tue, 24 nov 2026 12:00:00 gmt',
    'Tue, 4 Nov 2026 12:00:00 GMT',
    'Tuesday, 24-Nov-26 12:00:00 GMT',
    'Tue, 24 Nov 2026 25:00:00 GMT',
    'xTue, 24 Nov 2026 12:00:00 GMT',
    'Tue, 24 Nov 2026 12:00:00 GMT, Tue, 24 Nov 2026 12:00:00 GMT',
  ])('%j is none', (text) => {
    expect(readHttpDate(text)).toBeUndefined();
  });
});
