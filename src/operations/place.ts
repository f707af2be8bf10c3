import type { Milestone } from '../rotation/apply/context.ts';
import { isFailure } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';

/** The place that a zone takes among those at work side by side. */
export interface Place<Target> {
  /** Does the work of one of its targets, which tells what it reaches. */
  readonly during: (
    target: Target,
    work: (reached: (milestone: Milestone) => void) => Promise<TargetResult>,
  ) => Promise<TargetResult>;
}

/**
 * Leaves the place to the next zone once every target has come far enough, or has ended without failure:
 * what is left then is mostly the grace, in which nothing is asked. A failure is to be noted before
 * another zone begins, so its place is left only as the whole zone ends.
 */
export function placeOf<Target>(
  targets: readonly Target[],
  farEnough: Milestone,
  leave: () => void,
): Place<Target> {
  const ahead = new Set(targets);
  let spoilt = false;
  const past = (target: Target): void => {
    ahead.delete(target);
    if (ahead.size === 0 && !spoilt) leave();
  };
  return {
    during: async (target, work) => {
      const result = await work((milestone) => {
        if (milestone === farEnough) past(target);
      });
      if (isFailure(result)) spoilt = true;
      else past(target);
      return result;
    },
  };
}
