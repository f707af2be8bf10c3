import { describe, expect, test } from '@jest/globals';
import { isPresentedFor, presentationOf } from '../../../src/rotation/plan/presentation.ts';
import { listed, tied } from '../support/observed.ts';
import { hostnamesSeen, zoneSeen } from '../support/planned.ts';

describe('the new certificate is presented', () => {
  const idle = { moves: [], switchOn: false };
  test.each([
    [true, true, false],
    [true, false, true],
    [false, false, false],
  ])('at zone level: %j where the switch is %j and is to be on: %j', (presented, switchOn, toBeOn) => {
    expect(presentationOf(zoneSeen({ switchOn }), { moves: [], switchOn: toBeOn }, 'new')).toEqual({
      presented,
      dark: [],
    });
  });

  const seen = hostnamesSeen({
    hostnames: ['a', 'b', 'c', 'd'],
    associations: listed(tied('a', 'new'), tied('b', 'new', { enabled: false }), tied('c', 'old')),
  });
  test('for hostnames that are on it and on, or are to be', () => {
    expect(presentationOf(seen, idle, 'new')).toEqual({ presented: true, dark: ['b', 'c', 'd'] });
    expect(presentationOf(seen, idle, undefined)).toEqual({ presented: false, dark: ['a', 'b', 'c', 'd'] });
    const moves = [
      { hostname: 'a', before: undefined, enabled: false, pointed: false },
      { hostname: 'd', before: undefined, enabled: true, pointed: false },
    ];
    expect(presentationOf(seen, { moves, switchOn: true }, 'new')).toEqual({
      presented: true,
      dark: ['a', 'b', 'c'],
    });
    expect(isPresentedFor('d', seen, { moves, switchOn: false }, undefined)).toBe(true);
  });
});
