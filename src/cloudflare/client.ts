import { ActionError } from '../errors.ts';
import type { Outside } from '../outside.ts';
import { ApiError, type Outcome } from './api-error.ts';
import type { Api, ApiRequest, ApiSettings } from './api.ts';
import type { ClientState } from './attempt.ts';
import { call } from './call.ts';
import { endpointOf } from './endpoint.ts';
import { createRateBudget, WINDOW_MS } from './rate-limit.ts';
import { createServerClock } from './server-clock.ts';

/**
 * The client of Cloudflare's API. Make one for the whole run: the rate budget, the queue of changes for each
 * zone and the server's clock live in it.
 * @throws ActionError `INPUT_INVALID` for a token that cannot stand in a header; the token is not echoed
 */
export function createApi(world: Outside, settings: ApiSettings): Api {
  // Printable ASCII without spaces: anything else would end the header, or cannot be a token.
  if (!/^[\x21-\x7e]+$/.test(settings.token)) {
    throw new ActionError('INPUT_INVALID', {
      happened: 'The API token is empty or contains characters that no token has.',
      remedy: 'Store the token in the secret as the dashboard shows it: one line, no spaces, no quotes.',
    });
  }
  const state: ClientState = {
    settings,
    budget: createRateBudget(),
    serverClock: createServerClock(world.clock),
    calls: new Map(),
    zoneNames: new Map(),
    authenticated: false,
    lacking: new Set(),
    toldUntil: -Infinity,
    toldAt: -Infinity,
    answered: false,
    lastToEnter: Promise.resolve(),
  };
  return apiOn(world, state, createZoneQueue());
}

function apiOn(world: Outside, state: ClientState, queue: ZoneQueue): Api {
  return {
    read: async (request) => {
      const ending = await call(world, state, request, world.clock.monotonic());
      if (ending.kind === 'failed') throw ending.error;
      return ending.value;
    },
    write: async (request) => {
      const since = world.clock.monotonic();
      return await queue(request.values.zone_id ?? '', () => writeOnce(world, state, request, since));
    },
    serverNow: state.serverClock.now,
    calls: () => Object.fromEntries(state.calls),
    callsLeft: () => state.budget.left(world.clock.monotonic()),
    nameZone: (id, name) => {
      state.zoneNames.set(id, name);
    },
    whenRoom: (calls, start) => whenRoom(world, state, calls, start),
    withStop: (stop, deadline = world.deadline) => apiOn({ ...world, stop, deadline }, state, queue),
  };
}

async function writeOnce<T>(
  world: Outside,
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
      remedy: 'It is not sent again. Run again: the next run finds out what is there and continues.',
    },
    { cause: error },
  );
}

/** Runs the changes to a zone one at a time: Cloudflare answers 409 to a second one in flight. */
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

/** How long to wait before checking again for enough room. */
const LOOK_EVERY = 1_000;

/**
 * Starts work whose first calls belong together once the rate budget has room for all of them, so that none is
 * held up behind the others. Such work starts one after another; what waits longer than a window starts anyway,
 * and so does what is cancelled or too late, to fail by itself.
 * @param start takes the turns of its first calls before it first waits for anything
 */
async function whenRoom<T>(
  world: Outside,
  state: ClientState,
  calls: number,
  start: () => Promise<T>,
): Promise<T> {
  const before = state.lastToEnter;
  const entered = Promise.withResolvers<void>();
  state.lastToEnter = entered.promise;
  try {
    await before;
    const now = (): number => world.clock.monotonic();
    const until = Math.min(now() + WINDOW_MS, world.deadline());
    while (state.budget.left(now()) < calls && now() < until && !world.stop.aborted)
      await world.sleep(Math.min(LOOK_EVERY, Math.max(1, until - now())), world.stop);
    const work = start();
    entered.resolve();
    return await work;
  } finally {
    entered.resolve();
  }
}
