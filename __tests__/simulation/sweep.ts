import type { Cast } from './cast.ts';
import { endpointOf } from './endpoint.ts';
import type { CallFacts, Fault } from './faults.ts';
import { play } from './play.ts';
import type { Played } from './play.ts';
import type { RunOptions } from './run-once.ts';
import type { Scene } from './scenes.ts';
import type { SentCall } from './simulated-world.ts';

/** A call of an undisturbed run that a sweep disturbs. */
export interface Point {
  readonly call: number;
  readonly endpoint: string;
  /** Counts the writes of the run from 0; undefined for a read. */
  readonly write: number | undefined;
  /**
   * What the undisturbed run leaves, from which it is known to reach the goal. A disturbed read changes nothing at
   * Cloudflare: a run that leaves the same after it goes on in the same way. Undefined for a write.
   */
  readonly left: string | undefined;
}

export interface Course {
  readonly played: Played;
  readonly points: readonly Point[];
  /** All calls of the run, in order. */
  readonly endpoints: readonly string[];
}

const nobody = (): void => undefined;

/**
 * Plays a scene undisturbed and finds where to disturb it: at every call but those that repeat the same
 * poll and get the same answer, which teach a run nothing and leave it where it was.
 */
export async function courseOf({ scenario }: Pick<Scene, 'scenario'>, cast: Cast): Promise<Course> {
  let left = '';
  const isKnown = (now: string): boolean => {
    left = now;
    return false;
  };
  const played = await play(scenario, cast, [{}], nobody, { isKnown });
  const own = played.world.calls.filter(({ by }) => by === 'run 1');
  const points: Point[] = [];
  let writes = 0;
  const telling = new Set(tellingCalls(own));
  for (const [call, sent] of own.entries()) {
    const write = sent.method === 'GET' ? undefined : writes;
    if (write !== undefined) writes += 1;
    if (telling.has(call))
      points.push({ call, endpoint: endpointOf(sent), write, left: write === undefined ? left : undefined });
  }
  return { played, points, endpoints: own.map(endpointOf) };
}

/**
 * Which calls of a run, counted from 0, are not the poll before them once more, with the same answer. Where
 * `beside` targets poll at once, the same poll is so many calls back at most.
 */
export function tellingCalls(calls: readonly SentCall[], beside = 1): readonly number[] {
  return [...calls.entries()].flatMap(([call, { method, path, answered }]) => {
    const before = calls.slice(Math.max(0, call - beside), call).toReversed();
    const write = before.findIndex((one) => one.method !== 'GET');
    const reads = write < 0 ? before : before.slice(0, write);
    const poll = method === 'GET' ? reads.find((one) => one.path === path) : undefined;
    return poll !== undefined && poll.answered === answered ? [] : [call];
  });
}

/** What a run meets at a point, and what another one after it meets. */
export type Disturbance = readonly Omit<RunOptions, 'name'>[];

/** Disturbs the same world at one point after the other. */
export async function sweep(
  { scenario }: Scene,
  cast: Cast,
  points: readonly Point[],
  disturb: (point: Point) => Disturbance,
  judge: (played: Played) => readonly string[] = () => [],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const point of points) {
    const isKnown = (left: string): boolean => left === point.left;
    const played = await play(scenario, cast, disturb(point), nobody, { isKnown });
    const problems = [...played.problems, ...judge(played), ...wrongPlace(played, point)];
    found.push(...problems.map((problem) => `call ${point.call}, ${point.endpoint}: ${problem}`));
  }
  return found;
}

/** The world is the same up to the disturbance, or it would not be the call that was meant. */
function wrongPlace({ world }: Played, { call, endpoint }: Point): readonly string[] {
  const sent = world.calls.filter(({ by }) => by === 'run 1')[call];
  const there = sent === undefined ? 'nothing' : endpointOf(sent);
  return there === endpoint ? [] : [`not reached: ${there} was there`];
}

/** One fault at one call. */
export function faultAt(point: Point, fault: Fault): Disturbance {
  return [{ faults: ({ index }: CallFacts) => (index === point.call ? fault : undefined) }];
}
