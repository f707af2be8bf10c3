import { ActionError } from '../errors.ts';
import { TransportError, type Outside } from '../outside.ts';
import { judgeAnswer, judgeFault, type RetryReason, type Verdict } from './api-answer.ts';
import { ApiError } from './api-error.ts';
import type { ApiRequest } from './api.ts';
import { attempt, takeTurn, type ClientState } from './attempt.ts';
import { endpointOf } from './endpoint.ts';
import type { Turn } from './rate-limit.ts';
import { cancelled, limitOutlastsRun, seconds, timedOut, repetition } from './retries.ts';

/** How a call ended after all its attempts. `doubt`: an attempt may have been applied after all. */
export type Ending<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ActionError; readonly doubt: boolean };

interface Calling<T> {
  readonly world: Outside;
  readonly state: ClientState;
  readonly request: ApiRequest<T>;
}

/**
 * Makes a call with as many attempts as the reasons to retry allow. Never throws but for values that fit no path.
 * @param since monotonic moment at which it was asked for
 */
export async function call<T>(
  world: Outside,
  state: ClientState,
  request: ApiRequest<T>,
  since: number,
): Promise<Ending<T>> {
  const calling = { world, state, request };
  const repeated = new Map<RetryReason, number>();
  let doubt = false;
  /** An attempt got an authentication error, which valid tokens get too, and which says nothing about the change. */
  let mistrusted = false;
  let lookedAt = since;
  let last: ActionError | undefined;
  for (;;) {
    let verdict: Verdict<T>;
    let away: number;
    try {
      const look = request.beforeAgain;
      const turn = await takeTurn(world, state, last, look && { since: lookedAt, look });
      [verdict, away] = await attemptOnce(calling, turn, repeated.get('throttled') ?? 0);
    } catch (error) {
      if (error instanceof ActionError) return { kind: 'failed', error, doubt: doubt || mistrusted };
      throw error;
    }
    if (verdict.kind === 'done') return verdict;
    if (verdict.kind === 'refused')
      return { kind: 'failed', error: verdict.error, doubt: doubt || mistrusted };
    const isAuthentication = verdict.reason === 'authentication';
    if (request.method !== 'GET' && verdict.applied === 'perhaps') {
      if (isAuthentication) mistrusted = true;
      doubt ||= !isAuthentication || request.method === 'POST';
    }
    // The one rule that matters most: an upload that may have arrived is never sent again.
    if (doubt && request.method === 'POST') return { kind: 'failed', error: verdict.error, doubt };
    last = verdict.error;
    const nth = (repeated.get(verdict.reason) ?? 0) + 1;
    repeated.set(verdict.reason, nth);
    const error = (await pause(calling, verdict, nth, away)) ?? (await objection(request.beforeAgain));
    // The same error twice is a real one: nothing was applied.
    const stays = isAuthentication && error === verdict.error;
    if (error !== undefined) return { kind: 'failed', error, doubt: doubt || (mistrusted && !stays) };
    lookedAt = world.clock.monotonic();
  }
}

async function attemptOnce<T>(
  { world, state, request }: Calling<T>,
  turn: Turn,
  throttled: number,
): Promise<[Verdict<T>, number]> {
  try {
    const { answer, away } = await attempt(world, state, request, turn, throttled);
    const secrets = [state.settings.token, ...(request.secrets ?? [])];
    const verdict = judgeAnswer(request, answer, secrets, mayAuthenticate(state, request));
    if (verdict.kind === 'done') {
      state.authenticated = true;
      state.lacking.delete(endpointOf(request));
    }
    return [verdict, away];
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    const { host } = new URL(state.settings.baseUrl);
    return [judgeFault(request, error.fault, state.answered, host), 0];
  }
}

/** An endpoint that keeps refusing the token lacks a permission: later calls to it are repeated less often. */
function mayAuthenticate(state: ClientState, request: ApiRequest<unknown>): boolean {
  return state.authenticated && !(request.method === 'GET' && state.lacking.has(endpointOf(request)));
}

/** Sleeps before the next attempt. Returns an error if there will be none. */
async function pause(
  { world, state, request }: Calling<unknown>,
  verdict: Extract<Verdict<unknown>, { kind: 'again' }>,
  nth: number,
  away: number,
): Promise<ActionError | undefined> {
  const now = world.clock.monotonic();
  const { reason, error, because } = verdict;
  const next = repetition(reason, nth, world.random());
  const throttled = reason === 'throttled';
  const delay = Math.max(away, next?.delay ?? 0);
  if (away > 0) {
    state.toldUntil = Math.max(state.toldUntil, now + away);
    state.toldAt = now;
  }
  if (next === undefined && reason === 'authentication') state.lacking.add(endpointOf(request));
  if (next === undefined) return error;
  if (world.stop.aborted) return cancelled(error);
  if (away > 0 && now + away >= world.deadline())
    return outlasted(error, away, state.serverClock.now() + away);
  if (now + delay >= world.deadline()) return tooLate(error);
  const soon = delay < 50 ? 'at once' : `in ${seconds(delay)}`;
  world.say(
    `${zoneOf(request, state)}${endpointOf(request)}: ${because}; ${WHY[reason]}, ` +
      `trying again ${soon} (attempt ${next.attempt} of ${next.of}).`,
  );
  // After `Retry-After` the rate limit delays this call, as it does all others.
  if (!throttled) await world.sleep(next.delay, world.stop);
  return undefined;
}

/** A run may have many zones, and each has the same calls. */
function zoneOf({ values, query }: ApiRequest<unknown>, { zoneNames }: ClientState): string {
  const id = values.zone_id;
  const zone = id === undefined ? query?.['name'] : (zoneNames.get(id) ?? id);
  return zone === undefined ? '' : `${zone}: `;
}

/** Why there must be no further attempt by now. */
async function objection(
  beforeAgain: (() => Promise<void>) | undefined = () => Promise.resolve(),
): Promise<ActionError | undefined> {
  try {
    await beforeAgain();
    return undefined;
  } catch (error) {
    if (error instanceof ActionError) return error;
    throw error;
  }
}

const WHY: Readonly<Record<RetryReason, string>> = {
  transient: 'this is often temporary',
  conflict: 'another change to this zone is in progress',
  'young-token': 'a new token takes a moment to become valid',
  authentication: 'valid tokens get this now and then',
  throttled: 'the rate limit was reached',
};

/** A definite answer stays the reason; otherwise the reason is that time ran out. */
function tooLate(error: ActionError): ActionError {
  return error instanceof ApiError && error.status === 409 ? error : timedOut(error);
}

function outlasted(error: ActionError, wait: number, at: number): ActionError {
  return error instanceof ApiError ? error.withExplanation({ cure: limitOutlastsRun(wait, at) }) : error;
}
