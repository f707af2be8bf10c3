import { describe, expect, test } from '@jest/globals';
import { findByFingerprint, isLive, newest } from '../../../src/zone/observed.ts';
import { resolveZone } from '../../../src/zone/resolve-zone.ts';
import { daysAgo, daysInWords } from '../../../src/zone/words.ts';
import { asked, success, ZONE } from '../../cloudflare/support/scripted-api.ts';
import { held } from '../support/observed.ts';
import { copy, former, NOW, SUCCESSOR } from '../support/planned.ts';

const dated = (id: string, uploadedOn: number | undefined) => held(id, { leaf: SUCCESSOR, uploadedOn });

describe('the newest of some certificates', () => {
  test.each([
    ['is that of the last date', [former, copy, held('x', { uploadedOn: NOW - 90 })], 'x'],
    ['is none of none', [], undefined],
    ['is none where two share the last date', [dated('x', NOW), dated('y', NOW), former], undefined],
    ['is the last where two others share a date', [dated('x', 1), dated('y', 1), former], 'old'],
    ['is that without a date where it is alone', [dated('x', undefined)], 'x'],
    ['is none where one of several has no date', [dated('x', undefined), former], undefined],
    ['is none that does not live', [{ ...copy, status: 'deleted' as const }, former], 'old'],
  ])('%s', (_, certificates, id) => {
    expect(newest(certificates)?.id).toBe(id);
  });
});

test.each([
  ['initializing', true],
  ['pending_deployment', true],
  ['active', true],
  ['deployment_timed_out', true],
  ['unknown', true],
  ['pending_deletion', false],
  ['deleted', false],
  ['deletion_timed_out', false],
] as const)('a certificate that is %s lives: %j', (status, lives) => {
  expect(isLive(held('x', { status }))).toBe(lives);
});

describe('the copy of a certificate', () => {
  const half = held('half', { leaf: SUCCESSOR, status: 'deletion_timed_out' });
  test.each([
    ['is the newest of several', [dated('x', 1), former, dated('y', 2)], 'y'],
    ['is the first where none is the newest', [dated('x', 1), dated('y', 1)], 'x'],
    ['may be half deleted', [former, half], 'half'],
    ['is one that lives, rather', [half, copy], 'new'],
    ['is none that was deleted', [{ ...copy, status: 'deleted' as const }, former], undefined],
    ['is none that is on its way out', [{ ...copy, status: 'pending_deletion' as const }], undefined],
    ['is none that cannot be read', [held('x')], undefined],
  ])('%s', (_, certificates, id) => {
    expect(findByFingerprint(certificates, SUCCESSOR)?.id).toBe(id);
  });
});

describe('a zone', () => {
  const named = (name: string, id = ZONE) => ({ id, name });
  const OTHER = 'f'.repeat(32);

  test('is found by its name, among others', async () => {
    expect(
      await asked(success([named('a.example.com', OTHER), named('example.com')]), (api) =>
        resolveZone(api, 'example.com'),
      ),
    ).toEqual({ asked: 'example.com', id: ZONE, name: 'example.com' });
  });

  test('that is given by its id is not asked for', async () => {
    expect(await asked(success([]), (api) => resolveZone(api, OTHER))).toEqual({
      asked: OTHER,
      id: OTHER,
      name: undefined,
    });
  });

  test.each([
    [
      'that is not there',
      [],
      'The token sees no zone named example.com.',
      'Check the name (the zone, not a hostname in it), and that the token includes this zone with Zone: Read; or give the zone id.',
    ],
    [
      'that is there twice',
      [named('example.com'), named('example.com', OTHER)],
      'The token sees 2 zones named example.com, in different accounts.',
      'Give the zone id instead of the name.',
    ],
  ])('%s ends the run', async (_, zones, happened, remedy) => {
    const error = await asked(success(zones), (api) =>
      resolveZone(api, 'example.com').catch((thrown: unknown) => thrown),
    );
    expect(error).toMatchObject({
      code: 'ZONE_NOT_FOUND',
      happened,
      inForce: 'Nothing was changed.',
      remedy,
    });
  });
});

test.each([
  [0, 'less than a day'],
  [86_399_999, 'less than a day'],
  [86_400_000, '1 day'],
  [2 * 86_400_000 - 1, '1 day'],
  [2 * 86_400_000, '2 days'],
])('a span of %i ms is %s', (milliseconds, words) => {
  expect(daysInWords(milliseconds)).toBe(words);
});

test.each([
  [-1, 'about a day ago'],
  [-2, '2 days ago'],
])('%i days from now were %s', (days, words) => {
  expect(daysAgo(days)).toBe(words);
});
