import { echo } from './echo.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** A whole number from 1 to `most`; 1 where it is none, which is reported. */
export function readCount(field: Field, most: number, report: Report): number {
  const count = /^\d{1,6}$/u.test(field.value) ? Number(field.value) : 0;
  if (count >= 1 && count <= most) return count;
  const cure = `Write a whole number from 1 to ${most}.`;
  complain(report, field, 'NOT_A_COUNT', `is ${echo(field.value)}`, cure);
  return 1;
}
