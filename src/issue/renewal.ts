import { createHash } from 'node:crypto';
import type { Validity } from '../certificate/certificate-fields.ts';

/** When certificates are renewed. Durations are milliseconds. */
export interface RenewalRule {
  /** Undefined: a third of the lifetime. */
  readonly renewBefore: number | undefined;
  /** The target's name: what spreads the renewals of many targets. */
  readonly spreadBy: string;
}

/** The share of a lifetime by which one target is renewed earlier than another at most. */
const SPREAD = 1 / 20;
/** With less of its lifetime left than this, renewals have been failing for a while. */
const URGENT = 1 / 20;

/**
 * The moment from which a certificate is due: when a third of the lifetime obtained is left, or
 * `renewBefore` where that is shorter than the lifetime, and up to a twentieth of the lifetime earlier.
 * The same for every run, never later, and never at once after it was issued.
 */
export function dueAt({ notBefore, notAfter }: Validity, { renewBefore, spreadBy }: RenewalRule): number {
  const lifetime = notAfter - notBefore;
  const before = renewBefore !== undefined && renewBefore < lifetime ? renewBefore : lifetime / 3;
  const spread = Math.min(lifetime * SPREAD, (lifetime - before) / 2);
  return Math.floor(notAfter - before - spread * shareOf(spreadBy));
}

/** With less left than this, somebody should look. Milliseconds. */
export function urgentWithin({ notBefore, notAfter }: Validity): number {
  return (notAfter - notBefore) * URGENT;
}

/** In [0, 1), always the same for the same text. */
function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks of origins differ: a certificate begins before it is made, by this share of its life, an hour at most. */
const BACKDATED = 1 / 20;

/**
 * The dates to ask for.
 * @param now Cloudflare's clock, in epoch milliseconds
 * @param authority of an authority whose dates are known: a leaf that outlives it is refused at its end
 */
export function datesOf(now: number, validity: number, authority: Validity | undefined): Validity {
  const second = Math.floor(now / 1000) * 1000;
  const from = second - Math.floor(Math.min(HOUR, validity * BACKDATED) / 1000) * 1000;
  const to = second + validity;
  return authority === undefined
    ? { notBefore: from, notAfter: to }
    : { notBefore: Math.max(from, authority.notBefore), notAfter: Math.min(to, authority.notAfter) };
}

/** A month before its end would cut the life of what it signs, or half-way through its own if that is later. */
export function authorityDueAt({ notBefore, notAfter }: Validity, validity: number): number {
  return Math.max(notAfter - validity - 30 * DAY, notBefore + (notAfter - notBefore) / 2);
}
