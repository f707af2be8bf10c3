import { ActionError } from '../errors.ts';
import type { ApiRequest, ApiWorld } from './api.ts';
import { ApiError } from './error-catalogue.ts';
import { TransportError } from './http.ts';
import { attempt, takeTurn } from './line.ts';
import type { Line } from './line.ts';
import type { Turn } from './rate-budget.ts';
import { cancelled, limitOutlastsRun, seconds, timedOut } from './run-end.ts';
import { repetition } from './retry-pace.ts';
import { endpointOf, judgeAnswer, judgeFault } from './verdict.ts';
import type { Hitch, Verdict } from './verdict.ts';

/** How a call ended after all its attempts. `doubt`: an attempt may have been applied all the same. */
export type Ending<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ActionError; readonly doubt: boolean };

type Again = Extract<Verdict<unknown>, { kind: 'again' }>;

/**
 * Makes a call with as many attempts as its hitches allow. Never throws but for values that fit no path.
 *
 * @param since monotonic moment at which it was asked for
 */
export async function call<T>(
  world: ApiWorld,
  line: Line,
  request: ApiRequest<T>,
  since: number,
): Promise<Ending<T>> {
  const hitches = new Map<Hitch, number>();
  let doubt = false;
  let lookedAt = since;
  let last: ActionError | undefined;
  for (;;) {
    let verdict: Verdict<T>;
    let away: number;
    try {
      const look = request.beforeAgain;
      const turn = await takeTurn(
        world,
        line,
        last,
        look === undefined ? undefined : { since: lookedAt, look },
      );
      [verdict, away] = await attemptOnce(world, line, request, turn, hitches.get('throttled') ?? 0);
    } catch (error) {
      if (error instanceof ActionError) return { kind: 'failed', error, doubt };
      throw error;
    }
    if (verdict.kind === 'done') return verdict;
    if (verdict.kind === 'refused') return { kind: 'failed', error: verdict.error, doubt };
    doubt ||= isDoubtful(request, verdict);
    // The one rule that matters most: an upload that may have arrived is never sent again.
    if (doubt && request.method === 'POST') return { kind: 'failed', error: verdict.error, doubt };
    last = verdict.error;
    const nth = (hitches.get(verdict.hitch) ?? 0) + 1;
    hitches.set(verdict.hitch, nth);
    const error =
      (await pause(world, line, request, verdict, nth, away)) ?? (await objection(request.beforeAgain));
    if (error !== undefined) return { kind: 'failed', error, doubt };
    lookedAt = world.clock.monotonic();
  }
}

async function attemptOnce<T>(
  world: ApiWorld,
  line: Line,
  request: ApiRequest<T>,
  turn: Turn,
  throttled: number,
): Promise<[Verdict<T>, number]> {
  try {
    const { answer, away } = await attempt(world, line, request, turn, throttled);
    const secrets = [line.settings.token, ...(request.secrets ?? [])];
    const verdict = judgeAnswer(request, answer, secrets, mayAuthenticate(line, request));
    if (verdict.kind === 'done') {
      line.authenticated = true;
      line.lacking.delete(endpointOf(request));
    }
    return [verdict, away];
  } catch (error) {
    if (error instanceof TransportError) return [judgeFault(request, error.fault, line.answered), 0];
    throw error;
  }
}

/** An authentication error that stays when the call is repeated is one: then nothing was applied. */
function isDoubtful({ method }: ApiRequest<unknown>, { applied, hitch }: Again): boolean {
  return method !== 'GET' && applied === 'perhaps' && (method === 'POST' || hitch !== 'authentication');
}

/** What was refused to a token again and again lacks a permission: it is not asked so often a second time. */
function mayAuthenticate(line: Line, request: ApiRequest<unknown>): boolean {
  return line.authenticated && !(request.method === 'GET' && line.lacking.has(endpointOf(request)));
}

/** Sleeps before the next attempt; an error instead of it means that there is none. */
async function pause<T>(
  world: ApiWorld,
  line: Line,
  request: ApiRequest<T>,
  verdict: Again,
  nth: number,
  away: number,
): Promise<ActionError | undefined> {
  const next = repetition(verdict.hitch, nth, world.random());
  const now = world.clock.monotonic();
  const throttled = verdict.hitch === 'throttled';
  const delay = Math.max(away, next?.delay ?? 0);
  if (away > 0) line.toldUntil = Math.max(line.toldUntil, now + away);
  if (next === undefined && verdict.hitch === 'authentication') line.lacking.add(endpointOf(request));
  if (next === undefined) return verdict.error;
  if (world.stop.aborted) return cancelled(verdict.error);
  if (now + delay >= world.deadline()) {
    return throttled
      ? outlasted(verdict.error, delay, line.serverClock.now() + delay)
      : tooLate(verdict.error);
  }
  world.say(
    `${endpointOf(request)}: ${verdict.because}; ${WHY[verdict.hitch]}, ` +
      `trying again in ${seconds(delay)} (attempt ${next.attempt} of ${next.of}).`,
  );
  // Behind a closed gate it is the gate that holds this call back, with all others.
  if (!throttled) await world.sleep(delay, world.stop);
  return undefined;
}

/** What speaks against another attempt by now. */
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

const WHY: Readonly<Record<Hitch, string>> = {
  transient: 'this often passes',
  conflict: 'another change of this zone is running',
  'young-token': 'a token made seconds ago takes a moment',
  authentication: 'this strikes valid tokens as well now and then',
  throttled: 'the API is rate limited',
};

/** An answer that is certain stays the reason; otherwise it is the time that ran out. */
function tooLate(error: ActionError): ActionError {
  return error instanceof ApiError && error.status === 409 ? error : timedOut(error);
}

function outlasted(error: ActionError, wait: number, at: number): ActionError {
  return error instanceof ApiError ? error.withRemedy(limitOutlastsRun(wait, at)) : error;
}
