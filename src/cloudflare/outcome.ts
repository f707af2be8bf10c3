import type { ActionError } from '../errors.ts';
import type { ApiError } from './error-catalogue.ts';

/**
 * What became of a change. `refused` is certain: nothing was applied. `ambiguous` means that it may have
 * been applied, now or a little later: only reading settles it.
 */
export type Outcome<T> =
  | { readonly kind: 'applied'; readonly value: T; /** Server time, epoch ms. */ readonly at: number }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'ambiguous'; readonly error: ActionError };
