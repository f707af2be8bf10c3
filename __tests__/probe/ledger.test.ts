import { expect, test } from '@jest/globals';
import { addRow } from '../../src/probe/evidence.ts';
import type { Evidence } from '../../src/probe/evidence.ts';

const row = (at: number, more: Partial<Evidence> = {}): Evidence => ({
  at,
  when: 'after',
  via: 'edge',
  to: 'https://www.example.com/',
  verdict: 'pass',
  status: 200,
  served: undefined,
  sentence: 'So it was.',
  ...more,
});

const kept = (rows: readonly Evidence[]): readonly number[] =>
  rows.reduce<readonly Evidence[]>((before, next) => addRow(before, next), []).map(({ at }) => at);

const moments = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

test('of rows alike the first four and the latest stay', () => {
  expect(kept(moments(5).map((at) => row(at)))).toEqual([0, 1, 2, 3, 4]);
  expect(kept(moments(6).map((at) => row(at)))).toEqual([0, 1, 2, 3, 5]);
  expect(kept(moments(90).map((at) => row(at)))).toEqual([0, 1, 2, 3, 89]);
});

test('so they do after others', () => {
  expect(kept([row(0, { status: 503 }), ...[1, 2, 3, 4, 5, 6, 7].map((at) => row(at))])).toEqual([
    0, 1, 2, 3, 4, 7,
  ]);
});

test.each<readonly [string, Partial<Evidence>]>([
  ['verdict', { verdict: 'fail' }],
  ['status', { status: 204 }],
  ['certificate', { served: 'A1B' }],
])('another %s begins a row of its own', (_, more) => {
  expect(kept([...moments(6).map((at) => row(at)), row(6, more)])).toEqual([0, 1, 2, 3, 5, 6]);
});

test('one that differs among the latest five keeps them apart', () => {
  expect(kept([row(0), row(1, { status: 503 }), ...[2, 3, 4, 5].map((at) => row(at))])).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
});

test('of rows that differ forty stay: how it began and how it ended, the middle gives way', () => {
  const changing = (count: number): readonly Evidence[] =>
    moments(count).map((at) => row(at, { status: at }));
  expect(kept(changing(40))).toEqual(moments(40));
  const many = kept(changing(60));
  expect(many).toHaveLength(40);
  expect(many.slice(0, 20)).toEqual(moments(20));
  expect(many.slice(20)).toEqual(moments(20).map((at) => at + 40));
});
