import { echo } from './echo.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const SECOND = 1000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', SECOND],
  ['m', 60 * SECOND],
  ['h', 3600 * SECOND],
  ['d', 86_400 * SECOND],
]);

/** The least and the most that makes sense, written as a user would. */
export interface DurationLimits {
  readonly least: string;
  readonly most: string;
}

/** Milliseconds of `90s`, `10m`, `2h` or `7d`; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/u.exec(text) ?? [];
  const size = UNITS.get(unit ?? '');
  return size === undefined ? undefined : Number(count) * size;
}

/** Milliseconds; 0 where the field holds no duration within the limits, which is reported. */
export function readDuration(field: Field, limits: DurationLimits, report: Report): number {
  const duration = parseDuration(field.value);
  const example = 'Write a whole number and a unit, such as `90s`, `10m`, `2h` or `7d`.';
  if (duration === undefined) {
    complain(report, field, 'NOT_A_DURATION', `is ${echo(field.value)}, which is no duration`, example);
    return 0;
  }
  if (duration >= milliseconds(limits.least) && duration <= milliseconds(limits.most)) return duration;
  const range = `between \`${limits.least}\` and \`${limits.most}\``;
  complain(report, field, 'DURATION_OUT_OF_RANGE', `is ${echo(field.value)}`, `It has to be ${range}.`);
  return 0;
}

function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
