import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/cloudflare/associations.ts';
import { holds, lookedUpon, unquiet } from '../../src/zone/quiet.ts';
import type { Standings, Unquiet } from '../../src/zone/quiet.ts';
import { tied } from '../rotation/support/observed.ts';

const NOW = Date.UTC(2026, 10, 1, 12);
const MINUTE = 60_000;
const HOST = 'www.example.com';
/** Two minutes for everybody. */
const patience = (): number => 2 * MINUTE;

/** A row as it was last updated so many minutes before the last look. */
const row = (
  certificateId: string,
  minutesAgo: number | undefined,
  more: Partial<Association> = {},
): Association =>
  tied(HOST, certificateId, {
    updatedAt: minutesAgo === undefined ? undefined : NOW - minutesAgo * MINUTE,
    ...more,
  });
const pending = (certificateId: string, minutesAgo: number): Association =>
  row(certificateId, minutesAgo, { status: 'pending_deployment' });
const voided = (certificateId: string, minutesAgo: number): Association =>
  row(certificateId, minutesAgo, { status: 'pending_deletion', enabled: null });

/** A look so many seconds after the first, and what it shows. */
type Look = readonly [seconds: number, ...rows: readonly Association[]];

function judged(looks: readonly Look[]): readonly Unquiet[] {
  const standings = looks.reduce<Standings | undefined>((before, [seconds, ...rows]) => {
    const at = seconds * 1000;
    return lookedUpon(before, { rows, asked: at, answered: at });
  }, undefined);
  return standings === undefined ? [] : unquiet(standings, patience, NOW);
}

const settling = (seconds: number): Unquiet => ({ kind: 'settling', hostname: HOST, left: seconds * 1000 });
const underWay: Unquiet = { kind: 'under-way', hostname: HOST };

describe('a hostname is quiet', () => {
  test.each<readonly [string, ...Look[]]>([
    ['that two looks show the same, a grace apart', [0, row('new', 3)], [120, row('new', 3)]],
    [
      'that other looks in between show the same as well',
      [0, row('new', 3)],
      [60, row('new', 3)],
      [120, row('new', 3)],
    ],
    ['whose change is older by a grace than any change takes, at the first look', [0, row('new', 63)]],
    ['that is switched off for so long', [0, row('new', 63, { enabled: false })]],
    ['that was voided so long ago', [0, voided('old', 63)]],
    ['that is gone in two looks a grace apart', [0, row('old', 61)], [10], [130]],
    [
      'that has two rows, both as they were',
      [0, row('new', 9), row('old', 9)],
      [120, row('old', 9), row('new', 9)],
    ],
    ['that nobody has ever seen', [0], [120]],
  ])('%s', (_, ...looks) => {
    expect(judged(looks)).toEqual([]);
  });
});

describe('a hostname is not quiet', () => {
  test.each<readonly [string, Unquiet, ...Look[]]>([
    ['at the first look, within an hour and a grace of the PUT', settling(120), [0, row('new', 62)]],
    ['without a date at the first look', settling(120), [0, row('new', undefined)]],
    ['until the looks are a grace apart', settling(1), [0, row('new', 3)], [119, row('new', 3)]],
    [
      'once it has another certificate: it begins anew',
      settling(120),
      [0, row('old', 5)],
      [120, row('new', 1)],
    ],
    [
      'once it was updated again to the same: it begins anew',
      settling(120),
      [0, row('new', 5)],
      [120, row('new', 1)],
    ],
    [
      'once it was switched off: it begins anew',
      settling(120),
      [0, row('new', 5)],
      [120, row('new', 5, { enabled: false })],
    ],
    ['once it is gone: it begins anew', settling(120), [0, row('old', 61)], [120]],
    ['once it is there again', settling(120), [0, row('old', 5)], [60], [120, row('old', 5)]],
    ['once it has a second row', settling(120), [0, row('old', 9)], [120, row('old', 9), row('new', 9)]],
    ['while it is on its way', underWay, [0, pending('new', 1)], [180, pending('new', 1)]],
    [
      'a grace after the PUT, if it came into force only a moment ago',
      settling(110),
      [0, pending('new', 5)],
      [60, row('new', 5)],
      [70, row('new', 5)],
    ],
    [
      'that flapped between two looks',
      settling(60),
      [0, row('new', 5)],
      [30, pending('new', 5)],
      [60, row('new', 5)],
      [120, row('new', 5)],
    ],
    ['that is on its way out', underWay, [0, row('old', 2, { status: 'pending_deletion' })]],
    ['of which nobody knows the status', underWay, [0, row('new', 5, { status: 'unknown' })]],
  ])('%s', (_, expected, ...looks) => {
    expect(judged(looks)).toEqual([expected]);
  });

  test('counts from the answer of the first look to the question of the last', () => {
    const first = lookedUpon(undefined, { rows: [row('new', 5)], asked: 0, answered: 8000 });
    const last = lookedUpon(first, { rows: [row('new', 5)], asked: 120_000, answered: 130_000 });
    expect(unquiet(last, patience, NOW)).toEqual([settling(8)]);
  });

  test('by the second for which dates may be cut off', () => {
    const hour = (more: number): Standings =>
      lookedUpon(undefined, {
        rows: [tied(HOST, 'new', { updatedAt: NOW - 62 * MINUTE - more })],
        asked: 0,
        answered: 0,
      });
    expect(unquiet(hour(1500), patience, NOW)).toEqual([settling(120)]);
    expect(unquiet(hour(1501), patience, NOW)).toEqual([]);
  });
});

describe('a change that never came into force', () => {
  const since = NOW - 90 * MINUTE;
  test.each<readonly [string, Association, Unquiet]>([
    ['is stuck after an hour', pending('new', 90), { kind: 'stuck', hostname: HOST, since }],
    [
      'is stuck once Cloudflare gave it up',
      row('new', 90, { status: 'deployment_timed_out' }),
      { kind: 'stuck', hostname: HOST, since },
    ],
    [
      'is stuck since nobody knows when, without a date',
      row('new', undefined, { status: 'deployment_timed_out' }),
      { kind: 'stuck', hostname: HOST, since: undefined },
    ],
    ['may still come within the hour', pending('new', 59), underWay],
  ])('%s', (_, one, expected) => {
    expect(judged([[0, one]])).toEqual([expected]);
  });

  test.each<readonly [string, Unquiet, number | undefined, boolean]>([
    ['what was uploaded before', { kind: 'stuck', hostname: HOST, since }, since - 1, true],
    ['nothing that was uploaded later', { kind: 'stuck', hostname: HOST, since }, since, false],
    ['what has no date', { kind: 'stuck', hostname: HOST, since }, undefined, true],
    [
      'everything, without a date of its own',
      { kind: 'stuck', hostname: HOST, since: undefined },
      since,
      true,
    ],
    ['everything, while it may still come', underWay, since, true],
  ])('holds %s', (_, one, uploadedOn, expected) => {
    expect(holds(one, uploadedOn)).toBe(expected);
  });
});
