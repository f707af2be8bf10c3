import { ActionError } from '../errors.ts';
import type { InputProblem } from './problem.ts';

/** The one error for all problems of a run. Nothing was called or changed when it is thrown. */
export function refusal(problems: readonly InputProblem[]): ActionError {
  const sentences = problems.map((problem) =>
    problem.target === undefined ? problem.sentence : `${problem.target}: ${problem.sentence}`,
  );
  return new ActionError('INPUT_INVALID', {
    happened: sentences.join('\n'),
    remedy: 'Nothing was changed.',
  });
}
