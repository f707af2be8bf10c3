import type { ActionError } from '../errors.ts';
import { hasCode } from './error-catalogue.ts';
import type { ApiError } from './error-catalogue.ts';

/**
 * What became of a change. `refused` is certain: nothing was applied. `ambiguous` means that it may have
 * been applied, now or a little later: only reading settles it.
 */
export type Outcome<T> =
  | { readonly kind: 'applied'; readonly value: T; /** Server time, epoch ms. */ readonly at: number }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'ambiguous'; readonly error: ActionError };

/** For a cut-over: authentication errors strike valid tokens as well, and what they say of the change is not relied on. */
export function mistrusted<T>(outcome: Outcome<T>): Outcome<T> {
  const refused = outcome.kind === 'refused' && hasCode(outcome.error, 10_000);
  return refused ? { kind: 'ambiguous', error: outcome.error } : outcome;
}
