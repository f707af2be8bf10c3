import { ActionError } from '../../errors.ts';
import type { RotationWorld } from '../world.ts';
import type { Change, Waiting } from '../tempo.ts';
import { heldFor, interval, restAfter } from './poll-pace.ts';

export type Look<T> =
  { readonly done: true; readonly value: T } | { readonly done: false; readonly status: string };

export interface Wait<T> {
  /** What is waited for, for the progress line: `zone certificate 12 to become active`. */
  readonly what: string;
  /** Longest wait, in milliseconds; the end of the run comes first. */
  readonly atMost: number;
  /** The change was sent a moment ago and takes its time: looking at once would be a call for nothing. */
  readonly justSent?: Change | undefined;
  readonly look: () => Promise<Look<T>>;
  readonly say: (line: string) => void;
}

/** Answers too late or unreadable are no news: the wait goes on. Anything else ends it. */
const NO_NEWS: ReadonlySet<string> = new Set([
  'API_UNREACHABLE',
  'API_ANSWER_UNREADABLE',
  'API_RATE_LIMITED',
]);
const SAY_AGAIN_AFTER = 15_000;

/**
 * Looks at growing intervals until the look is done, and returns its value; undefined once `atMost`
 * has passed. Throws `CANCELLED` or `TIMED_OUT` when the run must end.
 */
export async function waitFor<T>(world: RotationWorld, wait: Wait<T>): Promise<T | undefined> {
  const began = world.clock.monotonic();
  const waiting = wait.justSent === undefined ? undefined : world.tempo.begin(wait.justSent);
  let took: number | undefined;
  try {
    const value = await lookUntilDone(world, wait, began, waiting);
    if (value !== undefined) took = world.clock.monotonic() - began;
    return value;
  } finally {
    waiting?.ended(took);
  }
}

async function lookUntilDone<T>(
  world: RotationWorld,
  wait: Wait<T>,
  began: number,
  waiting: Waiting | undefined,
): Promise<T | undefined> {
  const { clock } = world;
  let said = { status: '', at: Number.NEGATIVE_INFINITY };
  if (waiting !== undefined) await untilNextLook(world, wait, { began, took: 0, waiting });
  for (;;) {
    assertRunning(world);
    const lookedAt = clock.monotonic();
    const look = await lookOnce(wait);
    if (look.done) return look.value;
    const now = clock.monotonic();
    const elapsed = now - began;
    if (elapsed >= wait.atMost) return undefined;
    if (look.status !== said.status || now - said.at >= SAY_AGAIN_AFTER) {
      said = { status: look.status, at: now };
      const left = Math.min(wait.atMost - elapsed, world.deadline() - now);
      wait.say(
        `waiting for ${wait.what}: ${look.status} (${seconds(elapsed)} so far, at most ${seconds(left)} more)`,
      );
    }
    await untilNextLook(world, wait, { began, took: now - lookedAt, waiting });
  }
}

interface Course {
  /** Monotonic milliseconds. */
  readonly began: number;
  /** Milliseconds of the look before. */
  readonly took: number;
  readonly waiting: Waiting | undefined;
}

/** From one look to the next; where calls are short, until the target that looks for all has found out more. */
async function untilNextLook<T>(
  world: RotationWorld,
  { atMost }: Wait<T>,
  { began, took, waiting }: Course,
): Promise<void> {
  const elapsed = (): number => world.clock.monotonic() - began;
  const held = (): number =>
    waiting === undefined ? 0 : Math.min(heldFor(elapsed(), world, waiting), atMost - elapsed());
  let left = held();
  if (left <= 0) {
    const each = interval(elapsed(), world, waiting);
    await pause(world, Math.min(restAfter(took, each), atMost - elapsed()));
  }
  for (; left > 0; left = held()) {
    assertRunning(world);
    await pause(world, left, waiting?.news());
  }
}

/** Throws where the run was cancelled or its time is up. */
export function assertRunning(world: RotationWorld): void {
  if (world.stop.aborted) {
    throw new ActionError('CANCELLED', {
      happened: 'The run was cancelled.',
      remedy: 'Run it again: it carries on from where this one stopped.',
    });
  }
  if (world.clock.monotonic() >= world.deadline()) {
    throw new ActionError('TIMED_OUT', {
      happened: 'The time given by `timeout` is up.',
      remedy:
        'Run it again: it carries on from where this one stopped. Give more `timeout` if this happens often.',
    });
  }
}

/** Sleeps, but not past the end of the run, and no longer than until news come. */
export async function pause(world: RotationWorld, milliseconds: number, news?: AbortSignal): Promise<void> {
  const left = world.deadline() - world.clock.monotonic();
  const stop = news === undefined ? world.stop : AbortSignal.any([world.stop, news]);
  await world.sleep(Math.max(0, Math.min(milliseconds, left)), stop);
}

async function lookOnce<T>(wait: Wait<T>): Promise<Look<T>> {
  try {
    return await wait.look();
  } catch (error) {
    if (error instanceof ActionError && NO_NEWS.has(error.code))
      return { done: false, status: 'no readable answer' };
    throw error;
  }
}

/** `75 s`, `12 min`: for progress, so rounded. */
export function seconds(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds / 1000));
  if (whole < 120) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${Math.floor(whole / 60)} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}
