import { echo } from './echo.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** One of the words of `choices`, in any case; undefined where it is none, which is reported. */
export function readChoice<const T extends string>(
  field: Field,
  choices: readonly T[],
  report: Report,
): T | undefined {
  const word = field.value.toLowerCase();
  const found = choices.find((choice) => choice === word);
  if (found === undefined) {
    const words = choices.map((choice) => `\`${choice}\``).join(', ');
    complain(report, field, 'NOT_A_CHOICE', `is ${echo(field.value)}`, `It is one of ${words}.`);
  }
  return found;
}
