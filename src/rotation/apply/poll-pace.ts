import type { RotationWorld } from '../world.ts';

/** With so many calls to spare a target looks as often as it likes. */
const PLENTY = 60;
/** Milliseconds until the first look with plenty of calls to spare; and with none, by when most changes have come. */
const SHORTEST = 100;
const LONGEST_FIRST = 5_000;
/** A wait grows by a part of the time waited so far: by a twelfth with plenty of calls to spare, by half with none. */
const FINEST = 1 / 12;
const COARSEST = 1 / 2;
/** No wait is longer than so many first ones, or than a minute. */
const LONGEST_IN_FIRST = 100;
const LONGEST = 60_000;
/** Where not even the calls that matter fit into the window: so much longer at most. */
const MOST_STRETCH = 3;

/**
 * Milliseconds from one look to the next. Polls take what the calls that matter leave of the rate limit, and all
 * targets of the run that are not done yet share it: the more calls each has to spare, the sooner it sees a change.
 */
export function interval(
  elapsed: number,
  world: Pick<RotationWorld, 'share' | 'random'> & { readonly api: Pick<RotationWorld['api'], 'callsLeft'> },
): number {
  const { among, reserved } = world.share();
  const left = world.api.callsLeft();
  const plenty = Math.max(0, left - reserved) / among / PLENTY;
  const first = clamp(SHORTEST / plenty, SHORTEST, LONGEST_FIRST);
  const growth = clamp(FINEST / plenty, FINEST, COARSEST);
  const wait = Math.min(Math.max(first, elapsed * growth), first * LONGEST_IN_FIRST);
  const stretch = 1 + (MOST_STRETCH - 1) * (1 - Math.min(1, left / reserved));
  return Math.min(wait * stretch, LONGEST) * (0.9 + 0.2 * world.random());
}

/** How long to rest after a look that itself took so long; never without a pause. */
export function restAfter(took: number, each: number): number {
  return Math.max(each - took, each / 2);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
