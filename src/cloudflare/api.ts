import { ActionError } from '../errors.ts';
import { ApiError } from './api-error.ts';
import type { Outcome } from './api-error.ts';
import type { ClientState } from './attempt.ts';
import { call } from './call.ts';
import type { Method, PathTemplate, PathValues } from './endpoint.ts';
import type { Http } from './http.ts';
import { createRateBudget, whenRoom } from './rate-limit.ts';
import { createServerClock } from './server-clock.ts';
import { endpointOf } from './verdict.ts';

/** What the client asks of the world. Times are milliseconds. */
export interface ApiWorld {
  readonly http: Http;
  readonly clock: { wall(): number; monotonic(): number };
  /** Resolves early, without error, once the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** One line for people: why something is tried again. */
  readonly say: (line: string) => void;
  /** Cancelled: no further call, no further change. */
  readonly stop: AbortSignal;
  /** Monotonic moment at which the run ends. */
  readonly deadline: () => number;
}

export interface ApiSettings {
  readonly token: string;
  /** Such as `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  readonly userAgent: string;
}

/** A request, and how to read the result of its answer; `undefined` from `read` means unreadable. */
export interface ApiRequest<T> {
  readonly method: Method;
  readonly template: PathTemplate;
  readonly values: PathValues;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Never to be seen in a message, even if the API repeats them. */
  readonly secrets?: readonly string[];
  /** A list may be long: up to 8 MiB are read instead of 1 MiB. */
  readonly long?: boolean;
  /**
   * Called before an attempt that comes long after the call was asked for, and before every repeated one, as
   * the world may have moved meanwhile; what it throws ends the call.
   */
  readonly beforeAgain?: () => Promise<void>;
  readonly read: (result: unknown, info: unknown) => { readonly value: T } | undefined;
}

interface CallCount {
  readonly total: number;
  /** By method and template, such as `GET /zones/{zone_id}/origin_tls_client_auth`; every attempt counts. */
  readonly byEndpoint: Readonly<Record<string, number>>;
}

export interface Api {
  /**
   * A GET, retried.
   *
   * @throws ApiError where an answer came, ActionError `API_UNREACHABLE`, `TIMED_OUT` or `CANCELLED` otherwise
   */
  readonly read: <T>(request: ApiRequest<T>) => Promise<T>;
  /**
   * A change. Changes of one zone go one after another.
   *
   * @throws ActionError `CANCELLED`, `TIMED_OUT` or `API_RATE_LIMITED` only where it is certain that nothing was sent
   */
  readonly write: <T>(request: ApiRequest<T>) => Promise<Outcome<T>>;
  /** Epoch ms by the server's `Date`; the local clock before the first answer. */
  readonly serverNow: () => number;
  readonly calls: () => CallCount;
  /** How many calls may still be made within these five minutes. */
  readonly callsLeft: () => number;
  /** Starts work whose first calls belong together once there is room for so many of them. */
  readonly whenRoom: <T>(calls: number, start: () => Promise<T>) => Promise<T>;
  /** The same client, with its rate budget, under another stop signal and deadline. */
  readonly withStop: (stop: AbortSignal, deadline?: () => number) => Api;
}

/**
 * The client of Cloudflare's API. Make one for the whole run: the rate budget, the queue of changes for each
 * zone and the server's clock live in it.
 *
 * @throws ActionError `INPUT_INVALID` for a token that cannot stand in a header; the token is not echoed
 */
export function createApi(world: ApiWorld, settings: ApiSettings): Api {
  // Printable ASCII without blanks: anything else would end the header or never be a token.
  if (!/^[\x21-\x7e]+$/.test(settings.token)) {
    throw new ActionError('INPUT_INVALID', {
      happened: 'The API token is empty or holds characters that no token has.',
      remedy: 'Put the token into the secret as the dashboard shows it: one line, no blanks, no quotes.',
    });
  }
  const state: ClientState = {
    settings,
    budget: createRateBudget(),
    serverClock: createServerClock(world.clock),
    calls: new Map(),
    authenticated: false,
    lacking: new Set(),
    toldUntil: -Infinity,
    answered: false,
    lastToEnter: Promise.resolve(),
  };
  return apiOn(world, state, createZoneQueue());
}

function apiOn(world: ApiWorld, state: ClientState, queue: ZoneQueue): Api {
  return {
    read: async (request) => {
      const ending = await call(world, state, request, world.clock.monotonic());
      if (ending.kind === 'failed') throw ending.error;
      return ending.value;
    },
    write: async (request) => {
      const since = world.clock.monotonic();
      return await queue(
        request.values.zone_id ?? '',
        async () => await writeOnce(world, state, request, since),
      );
    },
    serverNow: state.serverClock.now,
    calls: () => {
      const byEndpoint = Object.fromEntries(state.calls);
      return { total: Object.values(byEndpoint).reduce((sum, count) => sum + count, 0), byEndpoint };
    },
    callsLeft: () => state.budget.left(world.clock.monotonic()),
    whenRoom: async (calls, start) => await whenRoom(world, state, calls, start),
    withStop: (stop, deadline = world.deadline) => apiOn({ ...world, stop, deadline }, state, queue),
  };
}

async function writeOnce<T>(
  world: ApiWorld,
  state: ClientState,
  request: ApiRequest<T>,
  since: number,
): Promise<Outcome<T>> {
  const ending = await call(world, state, request, since);
  if (ending.kind === 'done') return { kind: 'applied', value: ending.value, at: state.serverClock.now() };
  const { error, doubt } = ending;
  if (doubt)
    return { kind: 'ambiguous', error: request.method === 'POST' ? lostUpload(request, error) : error };
  if (error instanceof ApiError) return { kind: 'refused', error };
  throw error;
}

function lostUpload(request: ApiRequest<unknown>, error: ActionError): ActionError {
  return new ActionError(
    'UPLOAD_AMBIGUOUS',
    {
      happened: `Whether \`${endpointOf(request)}\` was applied is not known. ${error.happened}`,
      remedy: 'It is not sent a second time. Run again: the next run finds out what is there and carries on.',
    },
    { cause: error },
  );
}

/** Runs changes of one zone one after another: Cloudflare answers 409 to a second one in flight. */
type ZoneQueue = <T>(zoneId: string, change: () => Promise<T>) => Promise<T>;

export function createZoneQueue(): ZoneQueue {
  const tails = new Map<string, Promise<void>>();
  return async (zoneId, change) => {
    const before = tails.get(zoneId);
    const { promise: tail, resolve: leave } = Promise.withResolvers<void>();
    tails.set(zoneId, tail);
    await before;
    try {
      return await change();
    } finally {
      if (tails.get(zoneId) === tail) tails.delete(zoneId);
      leave();
    }
  };
}
