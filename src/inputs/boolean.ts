import { echo } from './echo.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** `true` or `false` as YAML 1.2 writes them; `otherwise` where it is neither, which is reported. */
export function readBoolean(field: Field, report: Report, otherwise: boolean): boolean {
  if (/^(?:true|True|TRUE)$/u.test(field.value)) return true;
  if (/^(?:false|False|FALSE)$/u.test(field.value)) return false;
  complain(report, field, 'NOT_A_BOOLEAN', `is ${echo(field.value)}`, 'Write `true` or `false`.');
  return otherwise;
}
