import type { Run } from './run-once.ts';

/**
 * 10: a cancelled run ends by itself before the runner kills it, also where a change gets no answer: who is
 * killed says nothing of where things stand.
 */
export function judgeEndsByItself({ process }: Run): readonly string[] {
  if (process.cancelledAt === undefined || !process.killed) return [];
  return [`${process.name} was cancelled, and went on until it was killed`];
}
