import { ACTIVE_WITHIN, PROPAGATION } from '../../zone/quiet.ts';

/** How long ago things happened, in milliseconds. */
export interface Ages {
  /** Since the upload, by the server's clock; undefined if it gave no date. */
  readonly remembered: number | undefined;
  /** Since this run saw the successor come into force, by its own steady clock; undefined if it already was. */
  readonly witnessed: number | undefined;
  /** Since this run first looked, by its own steady clock. */
  readonly seen: number;
}

/**
 * Zone level: how long the predecessor must still stay, in milliseconds; zero or less once the grace is over.
 *
 * It counts from the first look that showed the successor in force. Nothing tells when that happened, so a
 * restart begins again, unless the upload is so old that its deployment must have ended long ago. Even then the
 * edges get their two minutes: a certificate that is uploaded again after its deletion may keep its old date.
 */
export function graceLeft(ages: Ages, grace: number, activationTimeout: number): number {
  const known = ages.witnessed ?? ages.seen;
  const deployed = (ages.remembered ?? 0) - Math.max(activationTimeout, ACTIVE_WITHIN);
  const inForce = ages.witnessed ?? Math.max(ages.seen, deployed);
  return Math.max(grace - inForce, Math.min(grace, PROPAGATION) - known);
}
