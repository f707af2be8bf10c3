import { describe, expect, test } from '@jest/globals';
import { graceLeft, PROPAGATION } from '../../../src/rotation/plan/grace.ts';
import type { Ages } from '../../../src/rotation/plan/grace.ts';

const MINUTE = 60_000;
const TIMEOUT = 10 * MINUTE;

type Row = readonly [what: string, ages: Ages, grace: number, left: number];

describe('the grace that is left', () => {
  test.each<Row>([
    [
      'is all of it at the moment the new certificate came into force',
      { remembered: 0, witnessed: 0, seen: 0 },
      5 * MINUTE,
      5 * MINUTE,
    ],
    [
      'counts from what Cloudflare remembers, so a restart loses nothing',
      { remembered: 2 * MINUTE, witnessed: undefined, seen: 2 * MINUTE },
      5 * MINUTE,
      3 * MINUTE,
    ],
    [
      'never falls below the propagation since the activation was seen',
      { remembered: 9 * MINUTE, witnessed: MINUTE, seen: 9 * MINUTE },
      2 * MINUTE,
      MINUTE,
    ],
    [
      'is no longer than asked for, even right after the activation',
      { remembered: 9 * MINUTE, witnessed: 0, seen: 9 * MINUTE },
      10_000,
      10_000,
    ],
    [
      'counts from the first look where nobody knows when it became active, and it may be just now',
      { remembered: 12 * MINUTE, witnessed: undefined, seen: 0 },
      2 * MINUTE,
      PROPAGATION,
    ],
    [
      'is over for one that was uploaded an hour ago',
      { remembered: 60 * MINUTE, witnessed: undefined, seen: 0 },
      2 * MINUTE,
      -28 * MINUTE,
    ],
    [
      'counts from the first look where Cloudflare gave no date',
      { remembered: undefined, witnessed: undefined, seen: MINUTE },
      2 * MINUTE,
      MINUTE,
    ],
    [
      'is not lengthened by a server clock that runs behind what was seen here',
      { remembered: -3 * MINUTE, witnessed: undefined, seen: 3 * MINUTE },
      2 * MINUTE,
      -MINUTE,
    ],
    ['is nothing where none was asked for', { remembered: 0, witnessed: 0, seen: 0 }, 0, 0],
  ])('%s', (_, ages, grace, left) => {
    expect(graceLeft(ages, grace, TIMEOUT)).toBe(left);
  });

  test('trusts no date younger than an activation timeout longer than half an hour', () => {
    const ages = { remembered: 45 * MINUTE, witnessed: undefined, seen: 0 };
    expect(graceLeft(ages, 2 * MINUTE, 60 * MINUTE)).toBe(2 * MINUTE);
    expect(graceLeft(ages, 2 * MINUTE, 10 * MINUTE)).toBe(-13 * MINUTE);
  });
});
