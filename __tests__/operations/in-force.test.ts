import { describe, expect, test } from '@jest/globals';
import { heldByZoneLevel, liveAssociations, servedBy, zoneCertificate } from '../../src/zone/inventory.ts';
import type { ObservedCertificate } from '../../src/zone/observed.ts';
import { someOf } from '../../src/zone/words.ts';
import { DAY } from '../certificate/support/certificates.ts';
import { held, listed, THEN, tied } from '../rotation/support/observed.ts';

const [old, now] = [held('old', { uploadedOn: THEN - DAY }), held('now')];
const coming = held('coming', { uploadedOn: THEN + DAY, status: 'pending_deployment' });
const undated = held('undated', { uploadedOn: undefined });

describe('the certificate that the zone level presents', () => {
  test.each<readonly [string, readonly ObservedCertificate[], string | undefined]>([
    ['is the newest active one', [old, now, coming], 'now'],
    ['may have no date where it is the only one', [undated, coming], 'undated'],
    ['cannot be told where a date is missing', [old, undated], undefined],
    ['cannot be told where two are of one moment', [now, held('twin')], undefined],
    ['is none where none is active', [coming], undefined],
    ['is none where there is none', [], undefined],
  ])('%s', (_, certificates, id) => {
    expect(zoneCertificate(certificates)?.id).toBe(id);
  });
});

describe('what the zone level holds on to', () => {
  test.each<readonly [string, readonly ObservedCertificate[], readonly string[]]>([
    ['the one it presents', [old, now], ['now']],
    ['and the one that is on its way', [old, now, coming], ['now', 'coming']],
    [
      'not one on which Cloudflare gave up, nor one that is gone',
      [
        now,
        held('failed', { uploadedOn: THEN + DAY, status: 'deployment_timed_out' }),
        held('gone', { status: 'deleted' }),
      ],
      ['now'],
    ],
    ['the newest on its way where none is active', [coming, { ...old, status: 'initializing' }], ['coming']],
    ['every one where no order is to be had', [old, undated, coming], ['old', 'undated', 'coming']],
    [
      'every one where those that are active are of one moment',
      [old, now, held('twin'), coming],
      ['old', 'now', 'twin', 'coming'],
    ],
    [
      'every one where the one on its way has no date',
      [now, { ...undated, status: 'pending_deployment' }],
      ['now', 'undated'],
    ],
    ['none where there is none', [], []],
  ])('%s', (_, certificates, ids) => {
    expect(heldByZoneLevel(certificates).map(({ id }) => id)).toEqual(ids);
  });
});

test('an association is live that is neither voided nor on its way out; once for each hostname, in order', () => {
  const rows = listed(
    tied('c.example.com', 'x'),
    tied('a.example.com', 'x', { enabled: false }),
    tied('a.example.com', 'y'),
    tied('b.example.com', 'x', { status: 'pending_deletion' }),
    tied('d.example.com', 'x', { enabled: null }),
    tied('e.example.com', 'y', { status: 'pending_deletion' }),
    tied('e.example.com', 'x'),
    tied('f.example.com', 'y'),
  );
  expect(liveAssociations(rows).map(({ hostname, certificateId }) => [hostname, certificateId])).toEqual([
    ['a.example.com', 'x'],
    ['c.example.com', 'x'],
    ['e.example.com', 'x'],
    ['f.example.com', 'y'],
  ]);
  expect(servedBy(rows, 'x')).toEqual(['c.example.com', 'e.example.com']);
  expect(servedBy(rows, 'y')).toEqual(['f.example.com']);
});

test.each([
  [['a'], 5, 'a'],
  [['a', 'b'], 2, 'a, b'],
  [['a', 'b', 'c'], 2, 'a, b and 1 more'],
  [['a', 'b', 'c', 'd', 'e', 'f', 'g'], undefined, 'a, b, c, d, e and 2 more'],
])('some of %j, at most %s: %s', (names, most, words) => {
  expect(someOf(names, most)).toBe(words);
});
