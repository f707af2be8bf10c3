import { ActionError, RollbackRequired } from '../errors.ts';
import { HEARTBEAT } from '../probe/window.ts';
import { seconds } from './words.ts';
import type { Change, Poll, World } from './world.ts';

export type Look<T> =
  { readonly done: true; readonly value: T } | { readonly done: false; readonly status: string };

export interface Wait<T> {
  /** What is waited for, for the progress line: `zone certificate 12 to become active`. */
  readonly what: string;
  /** Longest wait, in milliseconds; the end of the run comes first. */
  readonly atMost: number;
  /** The change was sent a moment ago and takes its time: an immediate look would waste a call. */
  readonly justSent?: Change | undefined;
  readonly look: () => Promise<Look<T>>;
  /** What a refused look means: the end of the wait, or nothing, like an unreadable one. */
  readonly refusals?: 'no-news';
  readonly say: (line: string) => void;
}

/** Late or unreadable answers mean nothing: the wait continues. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'API_UNREACHABLE',
  'API_ANSWER_UNREADABLE',
  'API_RATE_LIMITED',
]);
const REFUSED: ReadonlySet<string> = new Set(['API_REFUSED', 'API_UNAUTHORIZED']);
/** By the next look after so long: looks are five seconds apart, unless calls are short or not answered. */
const SAY_AGAIN_AFTER = 10_000;

/**
 * Looks at growing intervals until the look is done, and returns its value; undefined once `atMost`
 * has passed. Throws `CANCELLED` or `TIMED_OUT` when the run must end.
 */
export async function waitFor<T>(world: World, wait: Wait<T>): Promise<T | undefined> {
  const began = world.clock.monotonic();
  const poll = world.polling.begin(wait.justSent);
  let took: number | undefined;
  try {
    const value = await lookUntilDone(world, wait, began, poll);
    if (value !== undefined) took = world.clock.monotonic() - began;
    return value;
  } finally {
    poll.ended(took);
  }
}

async function lookUntilDone<T>(
  world: World,
  wait: Wait<T>,
  began: number,
  poll: Poll,
): Promise<T | undefined> {
  const elapsed = (): number => world.clock.monotonic() - began;
  let said: { readonly status: string; readonly at: number } | undefined;
  let looked: number | undefined;
  for (;;) {
    await untilDue(world, poll, elapsed, () => Math.min(poll.due(looked), wait.atMost));
    assertRunning(world);
    const look = await lookOnce(wait);
    if (look.done) return look.value;
    looked = elapsed();
    if (looked >= wait.atMost) return undefined;
    // What takes no longer than usual is worth no line before the one that says that it is done.
    const isNews = said !== undefined && look.status !== said.status;
    if (said === undefined) said = { status: look.status, at: 0 };
    if (isNews || looked - said.at >= SAY_AGAIN_AFTER) {
      said = { status: look.status, at: looked };
      const left = Math.min(wait.atMost - looked, world.deadline() - world.clock.monotonic());
      wait.say(
        `waiting for ${wait.what}: ${look.status} (${seconds(looked)} so far, at most ${seconds(left)} more)`,
      );
    }
  }
}

async function untilDue(world: World, poll: Poll, elapsed: () => number, due: () => number): Promise<void> {
  for (let left = due() - elapsed(); left > 0; left = due() - elapsed()) {
    assertRunning(world);
    // Whole milliseconds: a clock that rounds a shorter rest away would never get there.
    await pause(world, Math.ceil(left), poll.news());
  }
}

/** Throws where the run was cancelled or its time is up. */
export function assertRunning(world: World): void {
  if (world.stop.aborted) {
    throw new ActionError('CANCELLED', {
      happened: 'The run was cancelled.',
      remedy: 'Run it again: it continues where this run stopped.',
    });
  }
  if (world.clock.monotonic() >= world.deadline()) {
    throw new ActionError('TIMED_OUT', {
      happened: 'The time given by `timeout` is up.',
      remedy: 'Run it again: it continues where this run stopped. Give more `timeout` if this happens often.',
    });
  }
}

/** Sleeps as `pause` does, and says now and then for how long still. */
export async function rest(world: World, milliseconds: number, say: (left: string) => void): Promise<void> {
  const end = world.clock.monotonic() + milliseconds;
  for (let left = milliseconds; left > 0; left = end - world.clock.monotonic()) {
    if (world.stop.aborted || world.clock.monotonic() >= world.deadline()) return;
    if (left >= 1000) say(seconds(left));
    await pause(world, Math.ceil(Math.min(left, HEARTBEAT)));
  }
}

/** Sleeps, but not past the end of the run, and no longer than until there is news. */
export async function pause(world: World, milliseconds: number, news?: AbortSignal): Promise<void> {
  const left = world.deadline() - world.clock.monotonic();
  const stop = news === undefined ? world.stop : AbortSignal.any([world.stop, news]);
  await world.sleep(Math.max(0, Math.min(milliseconds, left)), stop);
}

async function lookOnce<T>(wait: Wait<T>): Promise<Look<T>> {
  try {
    return await wait.look();
  } catch (error) {
    if (!isUnread(error) || (REFUSED.has(error.code) && wait.refusals === undefined)) throw error;
    return { done: false, status: 'no readable answer' };
  }
}

/** A look without a result: it was refused, or its answer could not be read. */
export function isUnread(error: unknown): error is ActionError {
  return (
    error instanceof ActionError &&
    !(error instanceof RollbackRequired) &&
    (UNREADABLE.has(error.code) || REFUSED.has(error.code))
  );
}
