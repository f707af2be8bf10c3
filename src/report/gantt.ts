import { duration, isoMoment } from './wording.ts';

/**
 * A Gantt chart in Mermaid's language. Mermaid draws clock times in the reader's time zone, so the
 * axis counts minutes from the start instead. Checked with the real Mermaid.
 */

export interface Bar {
  /** Begins with a number or a word of ours: at the start of a line Mermaid knows keywords (`click`). */
  readonly label: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly tone: 'good' | 'bad';
}

/** Steps of the axis in seconds, with their names in Mermaid. */
const TICKS: readonly (readonly [seconds: number, name: string])[] = [
  [1, '1second'],
  [2, '2second'],
  [5, '5second'],
  [10, '10second'],
  [15, '15second'],
  [30, '30second'],
  [60, '1minute'],
  [120, '2minute'],
  [300, '5minute'],
  [600, '10minute'],
  [900, '15minute'],
  [1800, '30minute'],
  [3600, '1hour'],
];

const MOST_TICKS = 6;
const DAY = 86_400_000;

/** The lines of the chart, or undefined if there is nothing worth drawing. */
export function ganttChart(bars: readonly Bar[]): readonly string[] | undefined {
  // A clock set back during the run would give a step that ends before it begins.
  const drawn = bars
    .filter(
      ({ startedAt, endedAt }) => isoMoment(startedAt) !== undefined && isoMoment(endedAt) !== undefined,
    )
    .map((bar) => ({ ...bar, endedAt: Math.max(bar.startedAt, bar.endedAt) }));
  const start = Math.min(...drawn.map(({ startedAt }) => startedAt));
  const span = Math.max(...drawn.map(({ endedAt }) => endedAt)) - start;
  if (drawn.length < 2 || span <= 0 || span >= DAY) return undefined;
  const seconds = span / 1000;
  const tick = TICKS.find(([length]) => seconds / length <= MOST_TICKS)?.[1] ?? '6hour';
  // A step of an instant still has to be seen.
  const least = Math.max(1, Math.round(span / 200));
  const tasks = drawn.map(({ label, startedAt, endedAt, tone }) => {
    const from = startedAt - start;
    const to = Math.max(endedAt - start, from + least);
    const name = `${tame(label)}, ${duration(endedAt - startedAt)}`;
    // No tag for what went well: the labels of tagged bars cannot be read on a dark page.
    return `    ${name} :${tone === 'good' ? '' : 'crit, '}${instant(from)}, ${instant(to)}`;
  });
  return [
    'gantt',
    '    title Time since the start',
    '    dateFormat YYYY-MM-DD HH:mm:ss.SSS',
    `    axisFormat ${span < 3_600_000 ? '%M:%S' : '%H:%M'}`,
    `    tickInterval ${tick}`,
    ...tasks,
  ];
}

/** A day on which no time zone changes its clocks, plus the time since the start. */
function instant(since: number): string {
  return new Date(Date.UTC(2001, 0, 10) + since).toISOString().replace('T', ' ').replace('Z', '');
}

/** Mermaid gives meaning to most punctuation and to some words at the start of a line. */
function tame(label: string): string {
  const text = label
    .replaceAll(/[^A-Za-z0-9 .-]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return text.length > 40 ? `${text.slice(0, 39)}.` : text || 'step';
}
