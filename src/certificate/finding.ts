/**
 * One finding of the preflight.
 * - `refuse`: nothing may be written.
 * - `refuse-unless-in-force`: refused, unless the certificate already is in force and nothing would be written.
 * - `refuse-unless-origin-check`: refused, unless a check straight at the origin has passed.
 * - `warn`: the run continues, with an annotation.
 */
export type Severity = 'refuse' | 'refuse-unless-in-force' | 'refuse-unless-origin-check' | 'warn';

export interface Finding {
  /** Stable, for workflows and tests to match on. */
  readonly reason: string;
  readonly severity: Severity;
  /** The input at fault, by the user's name for it. */
  readonly input: string;
  /** Cause and cure in whole sentences; never holds input text, except names from certificates, made harmless. */
  readonly sentence: string;
}
