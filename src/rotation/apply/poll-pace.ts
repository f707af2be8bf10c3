import type { Waiting } from '../tempo.ts';
import type { RotationWorld } from '../world.ts';

/** With so many calls to spare a target looks as often as it likes. */
const PLENTY = 60;
/** Milliseconds until the first look with plenty of calls to spare; and with none, by when most changes have come. */
const SHORTEST = 100;
const LONGEST_FIRST = 5_000;
/** A wait grows by a part of the time waited so far: by a twentieth with plenty of calls to spare, by half with none. */
const FINEST = 1 / 20;
const COARSEST = 1 / 2;
/** No wait is longer than so many first ones, or than a minute. */
const LONGEST_IN_FIRST = 100;
const LONGEST = 60_000;
/** Where not even the calls that matter fit into the window: so much longer at most. */
const MOST_STRETCH = 3;

/** With fewer calls to spare for each target, one looks for all; it takes at least as many. */
const ENOUGH = 20;
const FOR_A_SCOUT = 30;
/** So long a target leaves it to another one to find out how long a change takes. */
const MOST_HELD = 60_000;

type Pacing = Pick<RotationWorld, 'share' | 'random'> & {
  readonly api: Pick<RotationWorld['api'], 'callsLeft'>;
};

/**
 * Milliseconds from one look to the next. Polls take what the calls that matter leave of the rate limit, and all
 * targets of the run that are not done yet share it: the more calls each has to spare, the sooner it sees a change.
 */
export function interval(elapsed: number, world: Pacing, waiting?: Waiting): number {
  const { reserved } = world.share();
  const plenty = sharedBy(world, waiting) / PLENTY;
  const first = clamp(SHORTEST / plenty, SHORTEST, LONGEST_FIRST);
  const growth = clamp(FINEST / plenty, FINEST, COARSEST);
  const wait = Math.min(Math.max(first, elapsed * growth), first * LONGEST_IN_FIRST);
  const stretch = 1 + (MOST_STRETCH - 1) * (1 - Math.min(1, world.api.callsLeft() / reserved));
  return Math.min(wait * stretch, LONGEST) * (0.9 + 0.2 * world.random());
}

/** Calls for the polls of one target. Who looks for all others takes what they leave to it. */
function sharedBy(world: Pacing, waiting: Waiting | undefined): number {
  const { among } = world.share();
  const looksForAll = among > 1 && waiting?.scouts() === true;
  return looksForAll ? Math.max(spare(world), FOR_A_SCOUT) : spare(world) / among;
}

/**
 * Milliseconds for which a look would be a call for nothing, where there are none to spare: until the change
 * has taken as long as for others of this run, or one of them has found out how long that is.
 */
export function heldFor(elapsed: number, world: Pacing, waiting: Waiting): number {
  if (waiting.scouts() || spare(world) / world.share().among >= ENOUGH) return 0;
  return Math.max(0, Math.min(waiting.expected() ?? MOST_HELD, MOST_HELD) - elapsed);
}

/** Calls for the polls of all targets together. */
function spare({ api, share }: Pacing): number {
  return Math.max(0, api.callsLeft() - share().reserved);
}

/** How long to rest after a look that itself took so long; never without a pause. */
export function restAfter(took: number, each: number): number {
  return Math.max(each - took, each / 2);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
