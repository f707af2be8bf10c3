import { describe, expect, test } from '@jest/globals';
import { ganttChart, type Bar } from '../../src/report/gantt.ts';
import { START } from './samples.ts';

function bar(from: number, to: number, rest: Partial<Bar> = {}): Bar {
  return { label: 'Upload', startedAt: START + from, endedAt: START + to, tone: 'good', ...rest };
}

test('a chart counts from the start, marks what failed, and shows an instant as a line', () => {
  expect(ganttChart([bar(0, 60_000), bar(60_000, 60_000, { label: 'Probe', tone: 'bad' })])).toEqual([
    'gantt',
    '    title Time since the start',
    '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
    '    axisFormat %M:%S',
    '    tickInterval 10second',
    '    Upload, 1 min :2001-01-10 00:00:00.000, 2001-01-10 00:01:00.000',
    '    Probe, 0 s :crit, 2001-01-10 00:01:00.000, 2001-01-10 00:01:00.300',
  ]);
});

test.each([
  ['nothing', []],
  ['one bar', [bar(0, 10)]],
  ['no time at all', [bar(0, 0), bar(0, 0)]],
  ['times that are none', [bar(Number.NaN, 1), bar(0, 1)]],
  ['a time past all calendars', [bar(0, 1), { ...bar(0, 1), startedAt: 9e18 }]],
  ['a step that ends before it began', [bar(0, 0), bar(0, -9)]],
  ['more than a day', [bar(0, 1), bar(0, 90_000_000)]],
])('there is no chart of %s', (_, bars) => expect(ganttChart(bars)).toBeUndefined());

test.each([
  [4000, '1second', '%M:%S'],
  [80_000, '15second', '%M:%S'],
  [1_000_000, '5minute', '%M:%S'],
  [4 * 3_600_000, '1hour', '%H:%M'],
  [20 * 3_600_000, '6hour', '%H:%M'],
])('the axis of %d ms has a mark each %s', (span, tick, format) => {
  const chart = ganttChart([bar(0, 1), bar(0, span)]);
  expect(chart).toContain(`    tickInterval ${tick}`);
  expect(chart).toContain(`    axisFormat ${format}`);
});

describe('a name', () => {
  test.each([
    ['loses all that Mermaid gives a meaning', '1 a:b;c#d,%%{init}"<b>`\n', '1 a b c d init b'],
    ['is cut', 'x'.repeat(60), `${'x'.repeat(39)}.`],
    ['is never empty', '漢字', 'step'],
  ])('%s', (_, label, shown) => {
    const chart = ganttChart([bar(0, 10, { label }), bar(0, 20)]) ?? [];
    expect(chart[5]).toBe(`    ${shown}, 0 s :2001-01-10 00:00:00.000, 2001-01-10 00:00:00.010`);
  });
});
