import type { Attempt } from './attempt.ts';
import { ApiError } from './error-catalogue.ts';

/** What to do after an attempt that was no success. */
export type Decision =
  | { readonly kind: 'give-up' }
  /** `blocks`: no other call may be sent meanwhile either. */
  | {
      readonly kind: 'again';
      readonly wait: number;
      readonly why: string;
      readonly blocks: boolean;
      readonly of: string;
    };

export interface Tried {
  readonly unclear: number;
  readonly conflicts: number;
  readonly limited: number;
  readonly young: number;
}

export const NOTHING_TRIED: Tried = { unclear: 0, conflicts: 0, limited: 0, young: 0 };

const UNCLEAR = 6;
/** A mutation of the zone by somebody else: about every five seconds, a dozen times (seen live). */
const CONFLICTS = 12;
/** A token minted seconds ago is refused for a few seconds (seen live). */
const YOUNG = 4;

/**
 * Decides whether a call is tried again. Pure.
 *
 * @param once an upload: never sent again unless it certainly was not applied
 * @param limitWait milliseconds that a 429 asks for
 * @param random in [0, 1)
 */
export function decide(
  attempt: Exclude<Attempt, { kind: 'success' }>,
  tried: Tried,
  once: boolean,
  limitWait: number,
  random: number,
): Decision {
  if (attempt.kind === 'unclear') {
    if ((once && attempt.sent === 'perhaps') || tried.unclear + 1 >= UNCLEAR) return { kind: 'give-up' };
    const ceiling = Math.min(500 * 2 ** tried.unclear, 20_000);
    return again(
      ceiling / 4 + random * ceiling,
      attempt.error.happened,
      `${tried.unclear + 1} of ${UNCLEAR - 1}`,
    );
  }
  const { error } = attempt;
  if (error.status === 429)
    return again(limitWait, 'the rate limit is used up', `${tried.limited + 1}`, true);
  if (error.status === 409 && tried.conflicts < CONFLICTS) {
    const wait = 4000 + random * 2000;
    return again(wait, 'another change of this zone is being made', `${tried.conflicts + 1} of ${CONFLICTS}`);
  }
  if (isYoungToken(error) && tried.young < YOUNG) {
    const wait = 1500 * 2 ** tried.young;
    return again(
      wait,
      'the token is so new that Cloudflare does not know it yet',
      `${tried.young + 1} of ${YOUNG}`,
    );
  }
  return { kind: 'give-up' };
}

export function count(tried: Tried, attempt: Exclude<Attempt, { kind: 'success' }>): Tried {
  if (attempt.kind === 'unclear') return { ...tried, unclear: tried.unclear + 1 };
  const { error } = attempt;
  if (error.status === 429) return { ...tried, limited: tried.limited + 1 };
  if (error.status === 409) return { ...tried, conflicts: tried.conflicts + 1 };
  return { ...tried, young: tried.young + 1 };
}

function isYoungToken(error: ApiError): boolean {
  return (
    error.status === 403 &&
    error.apiErrors.some(({ message }) => /unable to authenticate request/iu.test(message))
  );
}

function again(wait: number, why: string, of: string, blocks = false): Decision {
  return { kind: 'again', wait: Math.round(wait), why, blocks, of };
}
