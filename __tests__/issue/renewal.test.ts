import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { authorityDueAt, datesOf, dueAt, urgentWithin } from '../../src/issue/renewal.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const lifetime = (days: number) => ({ notBefore: START, notAfter: START + days * DAY });

describe('when a certificate is due', () => {
  test('a third of the lifetime is left, or a little more for the sake of the others', () => {
    const due = dueAt(lifetime(90), { renewBefore: undefined, spreadBy: 'example.com (zone)' });
    expect(due).toBeLessThanOrEqual(START + 60 * DAY);
    expect(due).toBeGreaterThan(START + 55.5 * DAY - 1);
  });

  test('the same target has the same moment in every run, and others have others', () => {
    const at = (spreadBy: string): number => dueAt(lifetime(90), { renewBefore: undefined, spreadBy });
    expect(at('a')).toBe(at('a'));
    expect(new Set(['a', 'b', 'c', 'd', 'e'].map(at)).size).toBe(5);
  });

  test('renew-before counts where it is shorter than the lifetime, and a third where it is not', () => {
    const rule = { renewBefore: 40 * DAY, spreadBy: 'x' };
    expect(dueAt(lifetime(90), rule)).toBeLessThanOrEqual(START + 50 * DAY);
    expect(dueAt(lifetime(90), rule)).toBeGreaterThan(START + 45 * DAY);
    const short = { renewBefore: undefined, spreadBy: 'x' };
    expect(dueAt(lifetime(30), rule)).toBe(dueAt(lifetime(30), short));
    expect(dueAt(lifetime(40), rule)).toBe(dueAt(lifetime(40), short));
  });

  test('never due at once, never later than asked, at most a twentieth earlier', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60 * SECOND, max: 3650 * DAY }),
        fc.option(fc.integer({ min: 0, max: 3650 * DAY }), { nil: undefined }),
        fc.string(),
        (length, renewBefore, spreadBy) => {
          const span = { notBefore: START, notAfter: START + length };
          const due = dueAt(span, { renewBefore, spreadBy });
          const latest =
            renewBefore !== undefined && renewBefore < length
              ? span.notAfter - renewBefore
              : span.notAfter - length / 3;
          expect(due).toBeLessThanOrEqual(latest);
          expect(due).toBeGreaterThanOrEqual(Math.floor(latest - length / 20));
          expect(due).toBeGreaterThanOrEqual(START + Math.floor((latest - START) / 2));
        },
      ),
    );
  });

  test('less than a twentieth of the lifetime is urgent', () => {
    expect(urgentWithin(lifetime(100))).toBe(5 * DAY);
  });
});

describe('which dates are asked for', () => {
  test('from an hour ago, to the second, and for the whole validity from now', () => {
    const { notBefore, notAfter } = datesOf(START + 500, 100 * DAY, undefined);
    expect([notBefore, notAfter]).toEqual([START - HOUR, START + 100 * DAY]);
  });

  test('what lives shorter than a day begins less early, so that it is not due at once', () => {
    const dates = datesOf(START, 40 * SECOND, undefined);
    expect(dates).toEqual({ notBefore: START - 2 * SECOND, notAfter: START + 40 * SECOND });
    expect(dueAt(dates, { renewBefore: undefined, spreadBy: 'x' })).toBeGreaterThan(START + 20 * SECOND);
  });

  test('never before its authority begins, never past its end', () => {
    const authority = { notBefore: START - 60 * SECOND, notAfter: START + 50 * DAY };
    expect(datesOf(START, 100 * DAY, authority)).toEqual(authority);
  });
});

test('an authority wants a successor a month before it would shorten what it signs, or at half its life', () => {
  expect(authorityDueAt(lifetime(3650), 100 * DAY)).toBe(START + 3520 * DAY);
  expect(authorityDueAt(lifetime(200), 100 * DAY)).toBe(START + 100 * DAY);
});
