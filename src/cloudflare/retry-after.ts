import { readHttpDate } from './dates.ts';

/** Cloudflare blocks for up to five minutes. Without `Retry-After` the waits grow from 5 s to that. */
const FIRST_BLIND_WAIT = 5_000;
const LONGEST_BLIND_WAIT = 300_000;
/** A repeated `Retry-After: 0` must not become a tight loop. */
const SHORTEST_WAIT = 500;
const LONGEST_SHORT_WAIT = 20_000;

/**
 * How long to stay away after the n-th 429 in a row (n from 1), in ms. `Retry-After` counts in full, as
 * seconds or as a date; what is absent, negative or neither is replaced by waits that grow.
 */
function waitAfter429(headers: Readonly<Record<string, string>>, nth: number, serverNow: number): number {
  const asked = retryAfter(headers, serverNow);
  if (asked === undefined) return Math.min(FIRST_BLIND_WAIT * 2 ** (nth - 1), LONGEST_BLIND_WAIT);
  return Math.max(asked, Math.min(SHORTEST_WAIT * 2 ** (nth - 1), LONGEST_SHORT_WAIT));
}

/**
 * How long no call at all may be sent after this answer, in ms: a 429 always asks for it, a 503 only with
 * `Retry-After` (RFC 9110, 10.2.3).
 *
 * @param nth of the 429 this call has met, from 1
 */
export function stayAway(
  { status, headers }: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  nth: number,
  serverNow: number,
): number {
  if (status === 429) return waitAfter429(headers, nth, serverNow);
  return status === 503 ? (retryAfter(headers, serverNow) ?? 0) : 0;
}

function retryAfter(headers: Readonly<Record<string, string>>, serverNow: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return undefined;
  if (/^\d{1,15}(?:\.\d{1,9})?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = readHttpDate(text);
  if (date === undefined) return undefined;
  // Both by the server's clock, so that no error of ours shortens the wait.
  const wait = date - (readHttpDate(headers['date']) ?? serverNow - 1000);
  return wait >= 0 ? wait : undefined;
}
