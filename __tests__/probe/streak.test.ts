import { describe, expect, test } from '@jest/globals';
import {
  endsBadly,
  extend,
  isRollbackRequired,
  isFailing,
  isVerified,
  newStreak,
} from '../../src/probe/streak.ts';
import type { Streak } from '../../src/probe/streak.ts';
import type { Verdict } from '../../src/probe/verdict.ts';
import { HEALTHY, LACKS } from './window-run.ts';

const verdict = (kind: Verdict['verdict'], more: Partial<Verdict> = {}): Verdict => ({
  verdict: kind,
  certificateFault: false,
  definite: false,
  servedSuccessor: 'unknown',
  served: undefined,
  sentence: 'So it was.',
  ...more,
});

/** What one probe shows, by a letter, once a second. */
const SHOWN: Readonly<Record<string, Verdict>> = {
  p: verdict('pass'),
  f: verdict('fail'),
  c: verdict('fail', { certificateFault: true }),
  d: verdict('fail', { certificateFault: true, definite: true }),
  i: verdict('inconclusive'),
  o: verdict('inconclusive', { servedSuccessor: false }),
};

function after(shown: string, successes = 5): Streak {
  return Array.from(shown).reduce(
    (streak, letter, nth) => extend(streak, SHOWN[letter] ?? verdict('fail'), nth * 1_000, successes),
    newStreak(0),
  );
}

describe('p passes, f fails, c fails as a refused certificate does, d says so, i shows nothing, o lets another in', () => {
  test.each([
    ['', false],
    ['pppp', false],
    ['ppppp', true],
    ['pppipp', false],
    ['pppfpp', false],
    ['fppppp', true],
    ['cppppp', true],
    ['dppppppppp', false],
    ['dpppppppppp', true],
    ['ddpppppppppppppp', false],
    ['ddppppppppppppppp', true],
    ['dddppppppppppppppp', true],
  ])('%s is verified: %s', (shown, verified) => {
    expect(isVerified(after(shown), 5)).toBe(verified);
  });

  test.each([
    ['dd', false],
    ['ddd', true],
    ['dpdpd', true],
    ['ccccc', false],
    // Eight seconds lie between the first and the last of nine.
    ['cccccccc', false],
    ['ccccccccc', true],
    ['cciiciicc', false],
    ['cciiciiccc', true],
    ['cccccccpc', false],
    ['cccccccoc', false],
    ['cccccccic', true],
    ['occcccccccc', true],
    ['cccccccfc', true],
    ['fffccccccc', false],
    ['fffffffff', false],
  ])('%s is bad news: %s', (shown, bad) => {
    expect(isRollbackRequired(after(shown), HEALTHY)).toBe(bad);
    expect(isRollbackRequired(after(shown), undefined)).toBe(bad);
    expect(isRollbackRequired(after(shown), LACKS)).toBe(false);
  });

  test.each([
    ['ff', false],
    ['fff', true],
    ['ffpf', false],
    ['pfff', true],
    ['ffiif', true],
    ['ffof', false],
    ['foff', false],
    ['fofff', true],
    ['d', false],
    ['dpd', true],
    ['ddp', true],
    ['cc', false],
  ])('%s is failing for a run that is cancelled: %s', (shown, failing) => {
    expect(isFailing(after(shown), HEALTHY)).toBe(failing);
    expect(isFailing(after(shown), undefined)).toBe(failing);
    expect(isFailing(after(shown), LACKS)).toBe(false);
  });

  test.each([
    ['', false],
    ['i', false],
    ['f', true],
    ['fpppp', true],
    ['fppppp', false],
    ['fo', false],
    ['fi', true],
  ])('%s ends badly: %s', (shown, badly) => {
    expect(endsBadly(after(shown))).toBe(badly);
  });

  test.each([
    ['pp', 0],
    ['ppf', 0],
    ['pppppp', 0],
    ['pppppf', 5_000],
    ['pppppi', 5_000],
    ['ppppppo', 6_000],
    ['pppppfi', 5_000],
  ])('after %s it has been waiting since %s', (shown, since) => {
    expect(after(shown).waitingSince).toBe(since);
  });

  test('what it was asked and how it last failed is kept', () => {
    const streak = after('pfip');
    expect(streak).toMatchObject({ lastAskedAt: 3_000, lastPassAt: 3_000, passesInARow: 1 });
    expect(streak.last).toBe(SHOWN['p']);
    expect(streak.lastFailure).toBe(SHOWN['f']);
  });
});
