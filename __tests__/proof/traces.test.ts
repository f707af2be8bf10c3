import { describe, expect, test } from '@jest/globals';
import { refusedIn, SHOWN_GUARDS } from '../simulation/traces/judge-trace.ts';
import type { ShownGuard } from '../simulation/traces/judge-trace.ts';
import type { Course } from '../simulation/traces/seen.ts';
import type { ShownRow, Step } from '../simulation/traces/trace.ts';

const NOON = Date.parse('2026-11-29T12:00:00Z');
const MINUTE = 60_000;
const at = (minute: number): number => NOON + minute * MINUTE;
const date = (minute: number): string => new Date(at(minute)).toISOString();
const row = (hostname: string, cert_id: string, minute: number, status = 'active'): ShownRow => ({
  hostname,
  cert_id,
  enabled: true,
  status,
  updated_at: date(minute),
});
const look = (minute: number, ...rows: readonly ShownRow[]): Step => ({ kind: 'look', at: at(minute), rows });
const read = (minute: number, status = 'active', id = 'new', uploaded = 0): Step => ({
  kind: 'read',
  at: at(minute),
  id,
  status,
  uploaded_on: date(uploaded),
});
/** Each certificate with the minute of its upload. */
const list = (minute: number, uploads: Readonly<Record<string, number>>, status = 'active'): Step => ({
  kind: 'list',
  at: at(minute),
  certificates: Object.entries(uploads).map(([id, uploaded]) => ({
    id,
    status: id === 'other' ? status : 'active',
    uploaded_on: date(uploaded),
  })),
});
const visit = (minute: number, verdict: 'passed' | 'refused', served = 'new'): Step => ({
  kind: 'visit',
  at: at(minute),
  hostname: 'www',
  verdict,
  served,
});
const upload = (minute: number, id?: string): Step => ({
  kind: 'upload',
  at: at(minute),
  ...(id === undefined ? {} : { id }),
});
const point = (minute: number, cert_id: string): Step => ({
  kind: 'point',
  at: at(minute),
  rows: [{ hostname: 'www', cert_id, enabled: true }],
});
const remove = (minute: number, id = 'old'): Step => ({ kind: 'delete', at: at(minute), id });
const end = (outcome: string, ...pointed: readonly string[]): Step => ({
  kind: 'end',
  at: at(200),
  outcome,
  pointed,
});

const course: Course = {
  level: 'hostname',
  grace: 2 * MINUTE,
  hostnames: ['www'],
  partial: false,
  switchedOn: true,
  echo: false,
  brings: (id) => id === 'new',
  precedes: (id) => id === 'old',
  uploadedOn: () => at(-600),
  cutShort: false,
  goesBack: false,
};
const zone: Course = { ...course, level: 'zone' };
const www = row('www', 'new', 0);
const api = row('api', 'other', -180);
const back = row('www', 'old', 0);
const pending = 'pending_deployment';
const LONG_AGO = -10_000;
/** Uploaded, deployed, and seen to be so. */
const cutOver = [list(0, { old: LONG_AGO }), upload(0, 'new'), read(1)];

describe('a trace is accepted where the guards of the model allow each step', () => {
  test.each<readonly [string, readonly Step[], Course?]>([
    ['two looks a grace apart', [read(0), look(1, www, api), look(3, www, api), remove(3)]],
    ['settled for over an hour', [read(0), look(61, www, api), remove(61)]],
    [
      'an upload after the association that is stuck',
      [read(0), look(1, www), look(90, www, row('api', 'other', -700, pending)), remove(90)],
    ],
    [
      'its own upload, once the way back is quiet',
      [look(0), upload(0, 'new'), look(1, back), look(3, back), remove(3, 'new')],
    ],
    [
      'there and back',
      [read(0), point(0, 'new'), visit(1, 'refused'), read(1, 'active', 'old'), point(1, 'old')],
    ],
    [
      'a predecessor at zone level',
      [...cutOver, list(3, { old: LONG_AGO, new: 0 }), read(3), remove(3)],
      zone,
    ],
    [
      'its own upload at zone level',
      [
        ...cutOver,
        visit(1, 'refused'),
        list(1, { old: LONG_AGO, new: 0 }),
        read(1, 'active', 'old'),
        remove(1, 'new'),
      ],
      zone,
    ],
  ])('%s', (_, steps, of = course) => {
    expect(refusedIn(steps, of)).toEqual([]);
  });
});

const HOSTNAME: readonly (readonly [ShownGuard, readonly Step[], Partial<Course>?])[] = [
  ['DEPLOYED', [read(0, pending), look(1, www, api), look(3, www, api), remove(3)]],
  ['DEPLOYED', [read(0, pending), point(1, 'new')]],
  ['BAD_NEWS', [read(0), visit(2, 'refused'), look(1, www), look(3, www), remove(3)]],
  [
    'BAD_NEWS',
    [look(0, back), read(0), point(0, 'new'), visit(1, 'refused'), look(1, www), end('rotated', 'www')],
  ],
  [
    'BAD_NEWS',
    [
      look(0, back),
      visit(0, 'passed', 'old'),
      read(0),
      point(0, 'new'),
      visit(1, 'refused'),
      look(1, www),
      read(2, 'active', 'old'),
      end('failed'),
    ],
    { goesBack: true },
  ],
  ['IN_PLACE', [read(0), look(1, www), look(3, row('www', 'other', -180)), remove(3)]],
  [
    'NAMED',
    [read(0), look(1, www, row('api', 'old', -180)), look(3, www, row('api', 'old', -180)), remove(3)],
  ],
  [
    'SETTLED',
    [read(0), look(1, row('www', 'new', 0, pending)), look(3, row('www', 'new', 0, pending)), remove(3)],
  ],
  ['GRACE_APART', [read(0), look(1, www), look(2, www), remove(2)]],
  ['FROM_SETTLED', [read(0), look(1, row('www', 'new', 0, pending)), look(3, www), remove(3)]],
  ['ANEW', [read(0), look(1, www, row('api', 'old', -180)), look(3, www, row('api', 'new', 2)), remove(3)]],
  ['LONG_SETTLED', [read(0), look(3, www), remove(3)]],
  ['WHOLE_ZONE', [read(0), look(1, www, api), look(3, www, row('api', 'new', 2, pending)), remove(3)]],
  ['STUCK', [read(0), look(90, www, row('api', 'new', 0, pending)), remove(90)]],
  ['LAST_LOOK', [read(0), look(1, www), look(3, www), remove(5)]],
  ['LIST', [read(0), remove(3)]],
  ['OLDER', [read(0), look(1, www), look(3, www), remove(3, 'strange')]],
  ['TAKE_BACK', [look(0), upload(0, 'new'), look(1, row('www', 'old', 0, pending)), remove(1, 'new')]],
  ['OWN', [look(0, www), look(1, back), look(3, back), remove(3, 'new')]],
  ['BY_ID', [read(0), point(0, 'new'), visit(1, 'refused'), read(1, 'deleted', 'old'), point(1, 'old')]],
  ['BY_ID', [read(0), point(0, 'new'), visit(1, 'refused'), point(1, 'old')]],
  ['RESTART', [look(0, www), visit(0, 'refused'), read(0), end('unchanged')]],
  ['SEEN', [look(0, back), read(0), point(0, 'new'), look(1, back), end('failed', 'www')]],
];

const beside = { old: LONG_AGO, other: -1, new: 0 };
const ZONE: readonly (readonly [ShownGuard, readonly Step[], Partial<Course>?])[] = [
  ['DEPLOYED', [read(0, pending), remove(0)]],
  ['GRACE_OVER', [...cutOver, list(2, { old: LONG_AGO, new: 0 }), read(2), remove(2)]],
  ['BAD_NEWS', [...cutOver, visit(2, 'refused'), list(3, { old: LONG_AGO, new: 0 }), read(3), remove(3)]],
  ['KNOWN_BEFORE', [...cutOver, list(3, beside), read(3), remove(3, 'other')]],
  ['UNDER_WAY', [...cutOver, list(3, beside, pending), read(3), remove(3)]],
  ['FOUND', [list(0, { other: -1 }), upload(0), read(1), list(3, beside), read(3), remove(3, 'other')]],
  ['SAME_UPLOAD', [...cutOver, list(3, { old: LONG_AGO, new: 2 }), read(3, 'active', 'new', 2), remove(3)]],
  ['ORDER', [...cutOver, list(3, beside), read(3), remove(3)]],
  ['ORDER', [...cutOver, list(3, beside), read(3), end('rotated')]],
  ['LAST_LOOK', [read(0), remove(2)]],
  ['READ_AFTER', [...cutOver, list(3, { old: LONG_AGO, new: 0 }), read(3), remove(3), end('rotated')]],
  [
    'NOT_REFUSED',
    [
      ...cutOver,
      visit(1, 'refused'),
      list(1, { old: LONG_AGO, new: 0 }),
      read(1, 'active', 'old'),
      remove(1, 'new'),
      upload(2, 'new'),
    ],
  ],
  ['WAY_BACK', [...cutOver, visit(1, 'refused'), list(1, { new: 0 }), remove(1, 'new')]],
  ['BY_ID', [...cutOver, visit(1, 'refused'), list(1, { old: LONG_AGO, new: 0 }), remove(1, 'new')]],
  [
    'BY_ID',
    [
      visit(0, 'passed', 'old'),
      ...cutOver,
      visit(1, 'refused'),
      list(1, { old: LONG_AGO, new: 0 }),
      end('failed'),
    ],
    { goesBack: true },
  ],
  ['RESTART', [list(0, { new: -500 }), visit(0, 'refused'), read(0), end('unchanged')]],
];

test.each(HOSTNAME)('%s refuses what it forbids', (guard, steps, more = {}) => {
  expect(refusedIn(steps, { ...course, ...more }).map((one) => one.guard)).toEqual([guard]);
});

test.each(ZONE)('at zone level, %s refuses what it forbids', (guard, steps, more = {}) => {
  expect(refusedIn(steps, { ...zone, ...more }).map((one) => one.guard)).toEqual([guard]);
});

test.each([
  ['hostname', HOSTNAME, SHOWN_GUARDS.hostname],
  ['zone', ZONE, SHOWN_GUARDS.zone],
] as const)('each guard of the %s level that traces show is seen to refuse', (_, rows, guards) => {
  expect([...new Set(rows.map(([guard]) => guard))].toSorted()).toEqual(guards.toSorted());
});
