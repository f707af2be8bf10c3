import { describe, expect, test } from '@jest/globals';
import { decide, objectionTo } from '../../src/operations/delete/plan-delete.ts';
import type { Candidate } from '../../src/operations/delete/plan-delete.ts';
import type { Inventory } from '../../src/zone/inventory.ts';
import type { ObservedCertificate } from '../../src/zone/observed.ts';
import { held, leaf, listed, MINUTE, THEN, tied } from '../rotation/support/observed.ts';

const EXPIRED = leaf('expired', { from: THEN - 9 * MINUTE, to: THEN });

function inventory(more: Partial<Inventory> = {}): Inventory {
  const zone = { asked: 'example.com', id: '0', name: 'example.com' };
  return { zone, switchOn: true, certificates: { zone: [], hostname: [] }, associations: listed(), ...more };
}
const ofZone = (...zone: readonly ObservedCertificate[]) => ({ certificates: { zone, hostname: [] } });
const atZone = (certificate: ObservedCertificate): Candidate => ({ level: 'zone', certificate });
const atHostname = (certificate: ObservedCertificate): Candidate => ({ level: 'hostname', certificate });
const old = held('old', { uploadedOn: THEN - MINUTE });
const young = held('young');

describe('a certificate of hostnames may go', () => {
  test('where no association refers to it, whatever the zone level does', () => {
    expect(objectionTo(atHostname(old), inventory({ associations: listed(tied('a', 'young')) }))).toBe(
      undefined,
    );
  });

  test('and not where one does, of whatever status, each named once and in order', () => {
    const rows = [
      tied('b', 'old'),
      tied('c', 'young'),
      tied('b', 'old'),
      tied('a', 'old', { enabled: null }),
    ];
    expect(objectionTo(atHostname(old), inventory({ associations: listed(...rows) }))).toEqual({
      reason: 'IN_USE',
      sentence: 'The certificate old is in use by a, b.',
      remedy:
        'Move these hostnames to another certificate by a rotation, or withdraw it from them with `operation: disable` and `mode: withdraw`. Then run again, a few minutes later if the certificate still counts as in use.',
    });
  });

  test('of more than twenty the others are counted', () => {
    const rows = Array.from({ length: 22 }, (_, at) => tied(`h${10 + at}`, 'old'));
    expect(objectionTo(atHostname(old), inventory({ associations: listed(...rows) }))?.sentence).toMatch(
      / by h10, .*, h29 and 2 more\.$/u,
    );
  });
});

describe('a certificate of the zone level', () => {
  const last = {
    reason: 'LAST_OF_LEVEL',
    sentence:
      'The certificate old is the last one of the zone level, which is switched on: it serves every hostname of the zone.',
    remedy: 'Rotate to another certificate, or switch the zone level off with `operation: disable` first.',
  };
  const inForce = {
    reason: 'IN_FORCE',
    sentence: 'The certificate old is, or may be, the one in force for every hostname of the zone.',
    remedy: 'Rotate to another certificate first; the rotation deletes this one.',
  };

  test.each<readonly [string, Partial<Inventory>, object | undefined]>([
    ['is the last one', ofZone(old), last],
    ['is the last one, which the list does not show yet', {}, last],
    ['is the last but for a deleted one', ofZone(old, held('gone', { status: 'deleted' })), last],
    ['is the last, of a level that is off', { ...ofZone(old), switchOn: false }, undefined],
    ['is older than another', ofZone(old, young), undefined],
    ['is older than another, and not in the list', ofZone(young), undefined],
    ['is newer than another', ofZone(old, held('older', { uploadedOn: 0 })), inForce],
    ['is newer than another, and not in the list', ofZone(held('older', { uploadedOn: 0 })), inForce],
    ['is as old as another', ofZone(old, { ...old, id: 'same' }), inForce],
    ['is the newest, of a level that is off', { ...ofZone(old, young), switchOn: false }, undefined],
    ['is active while a newer one is on its way', ofZone(old, { ...young, status: 'initializing' }), inForce],
  ])('that %s', (_, more, expected) => {
    expect(objectionTo(atZone(old), inventory(more))).toEqual(expected);
  });

  test('says which hostnames may have one of their own', () => {
    const associations = listed(tied('b', 'x'), tied('a', 'x'), tied('b', 'y'));
    const except = ' except a, b, which may have one of their own.';
    expect([
      objectionTo(atZone(old), inventory({ ...ofZone(old), associations }))?.sentence,
      objectionTo(atZone(young), inventory({ ...ofZone(old, young), associations }))?.sentence,
    ]).toEqual([
      last.sentence.slice(0, -1) + except,
      `The certificate young is, or may be, the one in force for every hostname of the zone${except}`,
    ]);
  });
});

describe('what goes', () => {
  const byId = (id: string) =>
    ({ zone: 'example.com', level: undefined, what: { kind: 'certificate', id } }) as const;
  const allExpired = { zone: 'example.com', level: undefined, what: { kind: 'expired' } } as const;
  const nothing = { kind: 'nothing', kept: [] };

  test.each<readonly [string, Candidate | undefined, object]>([
    [
      'not found',
      undefined,
      {
        ...nothing,
        reason: 'NOT_FOUND',
        sentence: 'There is no certificate old in this zone, so there is nothing to delete.',
      },
    ],
    [
      'deleted',
      atHostname(held('old', { status: 'deleted' })),
      { ...nothing, reason: 'ALREADY_DELETED', sentence: 'The certificate old is `deleted` already.' },
    ],
    [
      'on its way out, in other words',
      atHostname({ ...old, status: 'pending_deletion', rawStatus: 'leaving' }),
      { ...nothing, reason: 'ALREADY_DELETED', sentence: 'The certificate old is `leaving` already.' },
    ],
    [
      'half deleted',
      atHostname(held('old', { status: 'deletion_timed_out' })),
      { kind: 'delete', victims: [atHostname(held('old', { status: 'deletion_timed_out' }))], kept: [] },
    ],
    ['unused', atHostname(old), { kind: 'delete', victims: [atHostname(old)], kept: [] }],
    [
      'in force',
      atZone(old),
      { kind: 'refused', kept: [{ ...atZone(old), objection: objectionTo(atZone(old), inventory()) }] },
    ],
  ])('one asked for: %s', (_, found, expected) => {
    expect(decide(byId('old'), inventory(), found, THEN)).toEqual(expected);
  });

  test.each([
    ['of now', EXPIRED, 'active', true],
    ['of a second later', leaf('later', { from: THEN - MINUTE, to: THEN + 1000 }), 'active', false],
    ['that cannot be read', undefined, 'active', false],
    ['that is on its way out', EXPIRED, 'pending_deletion', false],
    ['that is half deleted', EXPIRED, 'deletion_timed_out', true],
  ] as const)('all that are expired: one %s', (_, expiring, status, goes) => {
    const one = held('old', { leaf: expiring, status });
    const some = inventory({ certificates: { zone: [], hostname: [young, one] } });
    expect(decide(allExpired, some, undefined, THEN)).toEqual(
      goes
        ? { kind: 'delete', victims: [atHostname(one)], kept: [] }
        : { ...nothing, reason: 'NOTHING_EXPIRED', sentence: 'No certificate is expired.' },
    );
  });

  const [zone, hostname] = [held('z', { leaf: EXPIRED }), held('h', { leaf: EXPIRED })];
  const both = { zone: [zone, held('young', { uploadedOn: THEN + 1 })], hostname: [hostname] };

  test.each([
    [undefined, [atHostname(hostname), atZone(zone)]],
    ['zone' as const, [atZone(zone)]],
    ['hostname' as const, [atHostname(hostname)]],
  ])('at the level %s', (level, victims) => {
    const plan = decide({ ...allExpired, level }, inventory({ certificates: both }), undefined, THEN);
    expect(plan).toEqual({ kind: 'delete', victims, kept: [] });
  });

  test('those in use are kept, beside one that goes and alone', () => {
    const some = inventory({ certificates: both, associations: listed(tied('a', 'h')) });
    const kept = [{ ...atHostname(hostname), objection: objectionTo(atHostname(hostname), some) }];
    expect(decide(allExpired, some, undefined, THEN)).toEqual({
      kind: 'delete',
      victims: [atZone(zone)],
      kept,
    });
    expect(decide({ ...allExpired, level: 'hostname' }, some, undefined, THEN)).toEqual({
      kind: 'nothing',
      reason: 'EXPIRED_IN_USE',
      sentence: 'No certificate is both expired and unused.',
      kept,
    });
  });
});
