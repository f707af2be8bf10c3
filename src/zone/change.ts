import type { Outcome } from '../cloudflare/api-error.ts';
import { ActionError } from '../errors.ts';
import type { Wait } from './wait.ts';
import type { Change, World } from './world.ts';

/** How a change is waited for. */
export interface Changing {
  readonly world: Pick<World, 'api' | 'clock'>;
  readonly zoneId: string;
  /** Longest wait for it to show, in milliseconds. */
  readonly atMost: number;
  readonly say: (line: string) => void;
  readonly wait: <T>(wait: Wait<T>) => Promise<T | undefined>;
}

/** A call that was applied, or perhaps. */
export type Accepted = Exclude<Outcome<unknown>, { readonly kind: 'refused' }>;

/** A change, and how it is looked for. */
export interface Showing {
  readonly what: string;
  /** What became of the call; undefined: an earlier run sent it. */
  readonly sent: Accepted | undefined;
  readonly justSent?: Change | undefined;
  /** If nothing of it shows after so many milliseconds, a call whose answer was lost was not applied. */
  readonly settle: number;
  readonly look: () => Promise<Shown>;
}

/** How much of a change a look shows. */
export interface Shown {
  readonly done: number;
  /** In force, or on its way. */
  readonly begun: number;
  readonly of: number;
  readonly status: string;
}

/** A change that did not show. */
export interface Unseen {
  /** It was certainly not applied. */
  readonly lost: boolean;
  readonly error: ActionError;
}

/**
 * Sends a change, and notes before that it may take effect. An error in place of an outcome means that nothing
 * was sent.
 *
 * @param noted called with `false` once it is certain that nothing was sent
 */
export async function send<T>(
  call: () => Promise<Outcome<T>>,
  noted: (perhaps: boolean) => void,
): Promise<Outcome<T>> {
  noted(true);
  try {
    return await call();
  } catch (error) {
    noted(false);
    throw error;
  }
}

/** Waits until Cloudflare shows a change. A lost answer is settled by reading. */
export async function untilShown(
  { what, sent, justSent, settle, look }: Showing,
  { world, atMost, say, wait }: Changing,
): Promise<Unseen | undefined> {
  const began = world.clock.monotonic();
  let open = sent?.kind === 'ambiguous' ? sent.error : undefined;
  if (open !== undefined) say('the answer was lost; checking whether it was applied');
  const shown = await wait<boolean>({
    what,
    atMost,
    say,
    justSent,
    look: async () => {
      const { done, begun, of, status } = await look();
      if (done === of) return { done: true, value: true };
      if (begun > 0) open = undefined;
      const lost = open !== undefined && world.clock.monotonic() - began > settle;
      return lost ? { done: true, value: false } : { done: false, status };
    },
  });
  return shown === true
    ? undefined
    : { lost: shown === false, error: open ?? neverShown(sent?.kind === 'applied') };
}

export function neverShown(accepted: boolean): ActionError {
  return new ActionError('ACTIVATION_TIMED_OUT', {
    happened: accepted
      ? 'Cloudflare accepted the change, but did not show it within `activation-timeout`.'
      : 'Cloudflare did not show the change in force within `activation-timeout`.',
    remedy: 'Run again: it continues from what Cloudflare shows then.',
  });
}
