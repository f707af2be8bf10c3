import type { RotationWorld } from '../world.ts';

/** Milliseconds; the shortest for a target that is alone in its run. */
const SHORTEST_ALONE = 100;
const SHORTEST = 250;
const LONGEST = 10_000;
/** So many targets may each poll as if alone, and together stay far below the rate limit. */
const FEW = 10;
/** In a crowd: the longest first wait, by when most changes have come, and how much longer each next one is. */
const LONGEST_FIRST = 5_000;
const GROWTH_IN_A_CROWD = 0.5;
/** Below this share of the rate budget polls are put off, so that the calls that matter need not wait. */
const ENOUGH_BUDGET = 0.5;
const MOST_STRETCH = 3;
const LONGEST_IN_A_CROWD = 60_000;

/**
 * Milliseconds until the next look: a tenth of the time waited so far, a moment to ten seconds. A crowd shares
 * the rate limit, so each of many looks less often, and the less often the less is left of the budget.
 */
export function interval(
  elapsed: number,
  world: Pick<RotationWorld, 'crowd' | 'random'> & { readonly api: Pick<RotationWorld['api'], 'budgetLeft'> },
): number {
  const crowd = world.crowd();
  const alone = Math.min(Math.max(elapsed / 10, crowd === 1 ? SHORTEST_ALONE : SHORTEST), LONGEST);
  return Math.max(alone, inCrowd(elapsed, crowd, world.api.budgetLeft())) * (0.9 + 0.2 * world.random());
}

function inCrowd(elapsed: number, crowd: number, budgetLeft: number): number {
  if (crowd <= FEW) return 0;
  const first = Math.min(500 * (crowd - FEW), LONGEST_FIRST);
  return Math.min(Math.max(first, elapsed * GROWTH_IN_A_CROWD) * stretch(budgetLeft), LONGEST_IN_A_CROWD);
}

function stretch(left: number): number {
  return left >= ENOUGH_BUDGET ? 1 : 1 + (MOST_STRETCH - 1) * (1 - Math.max(0, left) / ENOUGH_BUDGET);
}
