/** Cloudflare blocks for up to five minutes once its limit is used up (API documentation, rate limits). */
const LONGEST_BLOCK = 300_000;
const SHORTEST = 1000;

/**
 * Milliseconds to wait after a 429: seconds or an HTTP date (RFC 9110, 10.2.3). Without a usable
 * header the wait doubles from five seconds to the longest block.
 *
 * @param now the server's clock in epoch milliseconds, for the date form
 * @param times how many 429 this call has met before
 */
export function retryAfter(header: string | undefined, now: number, times: number): number {
  const text = header?.trim() ?? '';
  if (/^-?\d+(?:\.\d+)?$/u.test(text)) return Math.max(Number(text) * 1000, SHORTEST);
  const date = Date.parse(text);
  if (Number.isFinite(date)) return Math.max(date - now, SHORTEST);
  return Math.min(5000 * 2 ** times, LONGEST_BLOCK);
}
