import { describe, expect, test } from '@jest/globals';
import { quotaSentence, quotaUse, roomRemedy } from '../../src/zone/quota.ts';
import { held, listed, tied } from '../rotation/support/observed.ts';
import { copy, FORMER, former, NOW } from '../rotation/support/planned.ts';

const unreadable = held('unreadable');
const dead = held('dead', { leaf: FORMER, status: 'deleted' });
const all = [former, copy, unreadable, dead];

describe('the quota of certificates', () => {
  test.each([
    ['a moment before one expires', FORMER.notAfter - 1, []],
    ['once it has expired', FORMER.notAfter, ['old']],
  ])('counts what lives, and names what is expired and unused: %s', (_, now, expired) => {
    expect(quotaUse(all, listed(tied('a', 'new')), now)).toEqual({
      live: 3,
      expired,
      unused: ['old', 'unreadable'],
    });
  });

  test('does not know what is unused where there is no list', () => {
    const { unused } = quotaUse(all, { complete: false, rows: [tied('a', 'new')] }, NOW);
    expect(unused).toBeUndefined();
  });

  test.each([
    [['x', 'y'], ['z'], 'Expired: x, y. Unused: z.'],
    [[], [], 'Expired: none. Unused: none.'],
    [['x'], undefined, 'Expired: x. Unused: not known.'],
  ])('is told: expired %j, unused %j', (expired, unused, said) => {
    expect(quotaSentence({ live: 10, expired, unused })).toBe(
      `The zone already has 10 hostname certificates, and Cloudflare allows 10. ${said}`,
    );
  });

  const EXPIRED = '`operation: delete` with `certificate-id: expired`';
  const one = (id: string): string =>
    `\`operation: delete\` with \`level: hostname\` and \`certificate-id: ${id}\``;
  test.each([
    ['what is expired and unused', ['x'], ['x'], `Make room with ${EXPIRED}, then run again.`],
    [
      'what is expired, where nobody knows more',
      ['x'],
      undefined,
      `Make room with ${EXPIRED}, then run again.`,
    ],
    ['what is unused', [], ['y'], `Make room with ${one('y')}, then run again.`],
    ['one of several', [], ['y', 'z'], `Make room with ${one('y')} (or another unused one), then run again.`],
    ['both', ['x'], ['x', 'y'], `Make room with ${EXPIRED}, or with ${one('y')}, then run again.`],
    [
      'nothing, where all that is expired is used',
      ['x'],
      [],
      'Make room: let hostnames share a certificate and delete the one that is no longer used, then run again.',
    ],
  ])('is made room in by deleting %s', (_, expired, unused, remedy) => {
    expect(roomRemedy({ live: 10, expired, unused })).toBe(remedy);
  });
});
