import { ActionError } from '../errors.ts';
import type { InputProblem } from './problem.ts';

/** A log is read by a person: what is left over is told on the next run. */
const MOST_SENTENCES = 40;

/** The one error for all problems of a run. Nothing was called or changed when it is thrown. */
export function refusal(problems: readonly InputProblem[]): ActionError {
  const sentences = problems
    .slice(0, MOST_SENTENCES)
    .map(({ target, sentence }) => (target === undefined ? sentence : `${target}: ${sentence}`));
  const more = problems.length - sentences.length;
  return new ActionError('INPUT_INVALID', {
    happened: [...sentences, ...(more > 0 ? [`There are ${more} more problems like these.`] : [])].join('\n'),
    remedy: 'Correct this and run again. Nothing was sent to Cloudflare.',
  });
}
