import { describe, expect, test } from '@jest/globals';
import { graceLeft, type Ages } from '../../../src/rotation/apply/grace-watch.ts';
import { PROPAGATION } from '../../../src/zone/quiet.ts';

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
      'counts from what Cloudflare remembers, less the longest a deployment takes',
      { remembered: 63 * MINUTE, witnessed: undefined, seen: 2 * MINUTE },
      5 * MINUTE,
      2 * MINUTE,
    ],
    [
      'counts from the activation where that was seen, not from the upload',
      { remembered: 9 * MINUTE, witnessed: MINUTE, seen: 9 * MINUTE },
      10 * MINUTE,
      9 * MINUTE,
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
      'is two minutes even after an old upload, whose date may be that of an earlier life',
      { remembered: 48 * 60 * MINUTE, witnessed: undefined, seen: 0 },
      10 * MINUTE,
      PROPAGATION,
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

  test('trusts no date younger than an activation timeout of more than an hour', () => {
    const ages = { remembered: 70 * MINUTE, witnessed: undefined, seen: 0 };
    expect(graceLeft(ages, 10 * MINUTE, 90 * MINUTE)).toBe(10 * MINUTE);
    expect(graceLeft(ages, 10 * MINUTE, 10 * MINUTE)).toBe(2 * MINUTE);
  });
});
