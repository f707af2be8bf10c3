import { ActionError } from '../errors.ts';
import type { Outside, HttpAnswer } from '../outside.ts';
import type { ApiRequest, ApiSettings } from './api.ts';
import { endpointOf, pathOf } from './endpoint.ts';
import type { RateBudget, Turn } from './rate-limit.ts';
import { stayAway, assertMayStart, limitOutlastsRun, seconds } from './retries.ts';
import type { ServerClock } from './server-clock.ts';

/** What all calls of a run share, whatever their stop signal. */
export interface ClientState {
  readonly settings: ApiSettings;
  readonly budget: RateBudget;
  readonly serverClock: ServerClock;
  /** Attempts by endpoint. */
  readonly calls: Map<string, number>;
  /** Names by id, of the zones that were looked up by name. */
  readonly zoneNames: Map<string, string>;
  /** The token was accepted at least once. */
  authenticated: boolean;
  /** Endpoints that have kept refusing the token since. */
  readonly lacking: Set<string>;
  /** Monotonic moments: up to which a wait for the budget has been told to people, and when that was. */
  toldUntil: number;
  toldAt: number;
  /** Whether any answer has come: the way to the API is open. */
  answered: boolean;
  /** Resolves once the last work that waits for room has started. */
  lastToEnter: Promise<void>;
}

/** A wait that is longer says so again. */
const HEARTBEAT_MS = 12_000;
/** A call rests on what was read before; after this long, that is out of date. */
const LONG_WAIT = 10_000;

/** A call that rests on a look: since when it has waited, and how to look again. */
interface Waited {
  readonly since: number;
  /** What it throws ends the call. */
  readonly look: () => Promise<void>;
}

/** For one attempt, from name look-up to the last byte. */
const ATTEMPT_MS = 30_000;
/** The runner kills ten seconds after a cancel: a change that hangs must leave time for the one call that restores, and for the report. */
const AFTER_CANCEL_MS = 4_000;
const MOST_BYTES = 1024 * 1024;
const MOST_BYTES_OF_A_LIST = 8 * 1024 * 1024;

/**
 * Waits until the rate budget has room for one more call, and takes it.
 * @param waited called instead of taking it where the wait was a long one; then it is waited for again
 * @throws ActionError `CANCELLED`, `TIMED_OUT`, or `API_RATE_LIMITED` where the wait would outlast the run
 */
export async function takeTurn(
  world: Outside,
  state: ClientState,
  last: ActionError | undefined,
  waited?: Waited,
): Promise<Turn> {
  for (;;) {
    assertMayStart(world, last);
    const now = world.clock.monotonic();
    const wait = state.budget.wait(now);
    if (wait <= 0) {
      if (waited === undefined || now - waited.since <= LONG_WAIT) return state.budget.started(now);
      await waited.look();
      waited = { ...waited, since: world.clock.monotonic() };
      continue;
    }
    const left = world.deadline() - now;
    // Answers still under way may shorten the wait.
    if (wait >= left && state.budget.underWay() === 0) throw limited(state, now, wait);
    tell(world, state, now, wait);
    // Whole milliseconds: a clock that rounds a shorter rest away would never get there.
    await world.sleep(
      Math.ceil(Math.min(wait, left, HEARTBEAT_MS)),
      AbortSignal.any([world.stop, state.budget.changed()]),
    );
  }
}

/** Many calls may wait for the same thing: one line speaks for all of them, repeated every few seconds. */
function tell(world: Outside, state: ClientState, now: number, wait: number): void {
  const isTold = now + wait <= state.toldUntil + 1000 && now - state.toldAt < HEARTBEAT_MS;
  if (wait < 1000 || isTold) return;
  state.toldUntil = now + wait;
  state.toldAt = now;
  world.say(`${whyNot(state, now)}: continuing in ${seconds(wait)}.`);
}

function whyNot({ budget }: ClientState, now: number): string {
  return budget.isClosed(now) ? "Cloudflare's API asked for a pause" : "Cloudflare's rate limit is used up";
}

function limited(state: ClientState, now: number, wait: number): ActionError {
  return new ActionError('API_RATE_LIMITED', {
    happened: `${whyNot(state, now)}.`,
    remedy: limitOutlastsRun(wait, state.serverClock.now() + wait),
  });
}

interface Attempted {
  readonly answer: HttpAnswer;
  /** Ms for which no call may follow. */
  readonly away: number;
}

/**
 * One attempt, of which the rate budget already knows. What the answer says of time and budget counts from
 * here on for all calls, before any of those that wait can wake.
 * @param turn as `takeTurn` gave it
 * @param throttled how many 429 this call has met so far
 * @throws TransportError, or ActionError for values that cannot be part of a path
 */
export async function attempt(
  world: Outside,
  state: ClientState,
  request: ApiRequest<unknown>,
  turn: Turn,
  throttled: number,
): Promise<Attempted> {
  const { settings, budget, serverClock, calls } = state;
  const reads = request.method === 'GET';
  const patience = reads ? undefined : abortAfterCancel(world.stop, AFTER_CANCEL_MS, world.sleep);
  let headers: HttpAnswer['headers'] | undefined;
  try {
    const url = urlOf(settings.baseUrl, request);
    const endpoint = endpointOf(request);
    calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
    const answer = await world.http({
      method: request.method,
      url,
      headers: {
        authorization: `Bearer ${settings.token}`,
        'user-agent': settings.userAgent,
        accept: 'application/json',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs: reads ? Math.min(ATTEMPT_MS, world.deadline() - world.clock.monotonic()) : ATTEMPT_MS,
      maxBytes: request.long === true ? MOST_BYTES_OF_A_LIST : MOST_BYTES,
      // A change already sent gets a little more time after a cancel: aborted, its outcome would be unknown.
      signal: patience?.signal ?? world.stop,
    });
    headers = answer.headers;
    state.answered = true;
    serverClock.observe(headers);
    const away = stayAway(answer, throttled + 1, serverClock.now());
    budget.closeUntil(world.clock.monotonic() + away);
    return { answer, away };
  } finally {
    patience?.close();
    budget.ended(turn, world.clock.monotonic(), headers);
  }
}

function urlOf(baseUrl: string, request: ApiRequest<unknown>): string {
  const path = pathOf(request.template, request.values);
  const query = new URLSearchParams(request.query).toString();
  return `${baseUrl.replace(/\/+$/, '')}${path}${query === '' ? '' : `?${query}`}`;
}

/** A signal for calls that began before a cancel: they still get a little time. */
interface AbortAfterCancel {
  readonly signal: AbortSignal;
  /** Call this when it has ended: it also drops a pending wait. */
  readonly close: () => void;
}

/** Aborts so many milliseconds after the cancel, or from now on where it came before. */
export function abortAfterCancel(
  stop: AbortSignal,
  ms: number,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): AbortAfterCancel {
  const over = new AbortController();
  let waiting: AbortController | undefined;
  const wait = async (given: AbortController): Promise<void> => {
    await sleep(ms, given.signal);
    if (!given.signal.aborted) over.abort();
  };
  const begin = (): void => {
    waiting = new AbortController();
    void wait(waiting);
  };
  if (stop.aborted) begin();
  else stop.addEventListener('abort', begin, { once: true });
  return {
    signal: over.signal,
    close: () => {
      stop.removeEventListener('abort', begin);
      waiting?.abort();
    },
  };
}
