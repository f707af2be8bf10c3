/** Traffic follows `active` by up to about two minutes (Cloudflare, Authenticated Origin Pulls; seen live). */
export const PROPAGATION = 2 * 60_000;

/**
 * The longest a deployment is imagined to take: one that Cloudflare gave up may still come through, and a
 * certificate that is uploaded again after its deletion may keep the date of its first upload.
 */
const LONGEST_DEPLOYMENT = 30 * 60_000;

/**
 * By how much an age by the server's clock may be too long: its `Date` has whole seconds, of which the middle is
 * taken, and the dates it remembers may be cut off to whole seconds as well. A grace never ends early for that.
 */
export const IMPRECISION = 1_500;

/** How long ago things happened, in milliseconds. */
export interface Ages {
  /** Since the upload or the youngest association's `updated_at`, by the server's clock; undefined where it gave none. */
  readonly remembered: number | undefined;
  /** Since this run saw the successor come into force, by its own steady clock; undefined where it already was. */
  readonly witnessed: number | undefined;
  /** Since this run first looked, by its own steady clock. */
  readonly seen: number;
}

/**
 * How long the predecessor must still stay, in milliseconds; zero or less once the grace is over.
 *
 * The grace asked for counts from what Cloudflare remembers, so it survives a restart. Activation
 * may have eaten it, though: nothing tells when a certificate became active. So the propagation
 * time is kept free as well, from the moment seen, or at the latest from where activation must have
 * ended. A clock that jumps can lengthen the first part, never shorten the second.
 */
export function graceLeft(ages: Ages, grace: number, activationTimeout: number): number {
  const known = ages.witnessed ?? ages.seen;
  const remembered = Math.max(ages.remembered ?? known, known);
  const deployment = Math.max(activationTimeout, LONGEST_DEPLOYMENT);
  const inForce = ages.witnessed ?? Math.max(ages.seen, remembered - deployment);
  return Math.max(grace - remembered, Math.min(grace, PROPAGATION) - inForce);
}
