import { describe, expect, test } from '@jest/globals';
import { refusedIn, SHOWN_GUARDS } from '../simulation/judge-trace.ts';
import type { Course, ShownGuard } from '../simulation/judge-trace.ts';
import type { ShownRow, Step } from '../simulation/trace.ts';

const NOON = Date.parse('2026-11-29T12:00:00Z');
const MINUTE = 60_000;
const row = (hostname: string, cert_id: string, minute: number, status = 'active'): ShownRow => ({
  hostname,
  cert_id,
  enabled: true,
  status,
  updated_at: new Date(NOON + minute * MINUTE).toISOString(),
});
const look = (minute: number, ...rows: readonly ShownRow[]): Step => ({
  kind: 'look',
  at: NOON + minute * MINUTE,
  rows,
});
const read = (minute: number, status = 'active'): Step => ({
  kind: 'read',
  at: NOON + minute * MINUTE,
  id: 'new',
  status,
});
const remove = (minute: number, id = 'old'): Step => ({ kind: 'delete', at: NOON + minute * MINUTE, id });
const course: Course = {
  level: 'hostname',
  grace: 2 * MINUTE,
  hostnames: ['www'],
  brings: (id) => id === 'new',
  uploadedOn: () => NOON - 600 * MINUTE,
};
const www = row('www', 'new', 0);
const api = row('api', 'other', -180);
const pending = 'pending_deployment';

describe('a trace is accepted where the guards of the model allow its deletion', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['two looks a grace apart', [read(0), look(1, www, api), look(3, www, api), remove(3)]],
    ['settled for over an hour', [read(0), look(61, www, api), remove(61)]],
    [
      'an upload after the association that is stuck',
      [read(0), look(1, www), look(90, www, row('api', 'other', -700, pending)), remove(90)],
    ],
    [
      'its own upload, once the way back is quiet',
      [look(1, row('www', 'old', 0)), look(3, row('www', 'old', 0)), remove(3, 'new')],
    ],
  ])('%s', (_, steps) => {
    expect(refusedIn(steps, course)).toEqual([]);
  });
});

const REFUSED: readonly (readonly [ShownGuard, readonly Step[]])[] = [
  ['DEPLOYED', [read(0, pending), look(1, www, api), look(3, www, api), remove(3)]],
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
  ['TAKE_BACK', [look(1, row('www', 'old', 0, pending)), remove(1, 'new')]],
];

test.each(REFUSED)('%s refuses what it forbids', (guard, steps) => {
  expect(refusedIn(steps, course).map((one) => one.guard)).toEqual([guard]);
});

test('each guard that traces show is seen to refuse', () => {
  expect(REFUSED.map(([guard]) => guard).toSorted()).toEqual(SHOWN_GUARDS.hostname.toSorted());
});

test.each<readonly [ShownGuard, readonly Step[]]>([
  ['DEPLOYED', [read(0, pending), remove(0)]],
  ['LAST_LOOK', [read(0), remove(2)]],
])('at zone level, %s refuses what it forbids', (guard, steps) => {
  expect(refusedIn(steps, { ...course, level: 'zone' }).map((one) => one.guard)).toEqual([guard]);
});
