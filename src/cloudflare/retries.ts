import { ActionError } from '../errors.ts';
import type { Outside } from '../outside.ts';
import type { RetryReason } from './api-answer.ts';
import { readHttpDate } from './server-clock.ts';

interface Repetition {
  /** Milliseconds; for `throttled` the wait is the server's and not decided here. */
  readonly delay: number;
  /** The attempt to come, and how many there are at most, counted for this reason. */
  readonly attempt: number;
  readonly of: number;
}

interface Pace {
  readonly attempts: number;
  readonly delay: (nth: number, random: number) => number;
}

const PACES: Readonly<Record<RetryReason, Pace>> = {
  /** Exponential with full jitter: many runs that failed together do not come back together. */
  transient: { attempts: 6, delay: (nth, random) => random * Math.min(500 * 2 ** (nth - 1), 20_000) },
  /** Another change to the zone is in progress, which takes seconds: a minute of patience, a dozen times. */
  conflict: { attempts: 13, delay: (_, random) => 4_000 + random * 2_000 },
  'young-token': { attempts: 5, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
  authentication: { attempts: 4, delay: (nth, random) => (0.75 + random / 4) * 1000 * 2 ** (nth - 1) },
  /** Bounded by the deadline in practice; the count only ends a server that says "0 seconds" for ever. */
  throttled: { attempts: 60, delay: () => 0 },
};

/** The next repetition after the nth failure (from 1) for this reason, or undefined when that was the last. */
export function repetition(reason: RetryReason, nth: number, random: number): Repetition | undefined {
  const pace = PACES[reason];
  if (nth >= pace.attempts) return undefined;
  return { delay: pace.delay(nth, random), attempt: nth + 1, of: pace.attempts };
}

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

/** @throws ActionError `CANCELLED` or `TIMED_OUT` where no further attempt may start */
export function assertMayStart(
  world: Pick<Outside, 'stop' | 'deadline' | 'clock'>,
  last?: ActionError,
): void {
  if (world.stop.aborted) throw cancelled(last);
  if (world.clock.monotonic() >= world.deadline()) throw timedOut(last);
}

export function cancelled(last?: ActionError): ActionError {
  return new ActionError(
    'CANCELLED',
    {
      happened: sentence('The run was cancelled and made no further calls.', last),
      remedy: 'Run again: it continues from what Cloudflare has.',
    },
    { cause: last },
  );
}

/** The last failure stays in the text: it is why the time was not enough. */
export function timedOut(last?: ActionError): ActionError {
  return new ActionError(
    'TIMED_OUT',
    {
      happened: sentence("The run's time (`timeout`) is up: it made no further calls.", last),
      remedy:
        'Run again, with a longer `timeout` if this happens often: it continues from what Cloudflare has.',
    },
    { cause: last },
  );
}

/** @param wait ms until calls are possible again; @param at that moment by the server's clock, epoch ms */
export function limitOutlastsRun(wait: number, at: number): string {
  const moment =
    at < 8.64e15 && wait < 86_400_000
      ? `at ${new Date(Math.ceil(at / 60_000) * 60_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
      : 'in more than a day';
  return `Cloudflare accepts calls again ${moment}, but the time of this run (\`timeout\`) is up before that. Run again then.`;
}

export function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.ceil(ms / 1000)} s`;
}

function sentence(first: string, last: ActionError | undefined): string {
  return last === undefined ? first : `${first} Before that: ${last.happened}`;
}
