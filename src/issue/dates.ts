import type { Lifetime } from './renewal.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks of origins differ: a certificate begins before it is made, by this share of its life, an hour at most. */
const BACKDATED = 1 / 20;

/**
 * The dates to ask for.
 * @param now Cloudflare's clock, in epoch milliseconds
 * @param authority of an authority whose dates are known: a leaf that outlives it is refused at its end
 */
export function datesOf(now: number, validity: number, authority: Lifetime | undefined): Lifetime {
  const second = Math.floor(now / 1000) * 1000;
  const from = second - Math.floor(Math.min(HOUR, validity * BACKDATED) / 1000) * 1000;
  const to = second + validity;
  return authority === undefined
    ? { notBefore: from, notAfter: to }
    : { notBefore: Math.max(from, authority.notBefore), notAfter: Math.min(to, authority.notAfter) };
}

/**
 * From when on an authority wants a successor: a month before its end would cut the life of what it signs,
 * or half-way through its own life if that is later.
 */
export function authorityDueAt({ notBefore, notAfter }: Lifetime, validity: number): number {
  return Math.max(notAfter - validity - 30 * DAY, notBefore + (notAfter - notBefore) / 2);
}
