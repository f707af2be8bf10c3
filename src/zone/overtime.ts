import { meaningOf, type Outcome } from '../cloudflare/api-error.ts';
import type { Api, ApiRequest } from '../cloudflare/api.ts';
import { abortAfterCancel } from '../cloudflare/attempt.ts';
import { ActionError } from '../errors.ts';
import { isUnread } from './wait.ts';
import type { World } from './world.ts';

/** Going back may take this long past the end of the run: half-undone is the worst place to stop. */
const OVERTIME = 10 * 60_000;
/** The runner kills ten seconds after a cancel: within this the one call must have begun, and then it has its own time. */
const ONE_CALL = 5_000;

/** How often a change is brought back that stays nevertheless. */
export const TIMES = 3;
/** Longer than a change takes to show, and than visitors should wait for a call that got lost. */
export const SHOWS_WITHIN = 45_000;

/** What going back is given: a world that may outlast the run. */
export interface Overtime {
  /** A cancel ends its reads, waits and probes at once, and lets no change start. */
  readonly world: World;
  /** The same world for the one change that restores: a cancel wakes it, and leaves time for one more call. */
  readonly critical: World;
  /** What became of the last change sent with `critical` that was not refused. */
  readonly sent: () => 'nothing' | 'perhaps' | 'applied';
  /** Monotonic milliseconds. */
  readonly began: number;
  readonly close: () => void;
}

/** @param say one line of progress */
export function openOvertime(world: World, say: (line: string) => void): Overtime {
  const { clock, stop } = world;
  const began = clock.monotonic();
  const deadline = (): number => began + OVERTIME;
  const afterCancel = abortAfterCancel(stop, ONE_CALL, world.sleep);
  const api = world.api.withStop(stop, deadline);
  const last = world.api.withStop(afterCancel.signal, deadline);
  const overtime: World = { ...world, api, deadline };
  let sent: ReturnType<Overtime['sent']> = 'nothing';
  const write = async <T>(request: ApiRequest<T>): Promise<Outcome<T>> => {
    const outcome = await whileThereIsTime(overtime, say, request, () =>
      sendOnceMore(api, last, stop, request),
    );
    if (outcome.kind !== 'refused') sent = outcome.kind === 'applied' ? 'applied' : 'perhaps';
    return outcome;
  };
  return {
    world: overtime,
    critical: { ...overtime, api: { ...api, write } },
    sent: () => sent,
    began,
    close: afterCancel.close,
  };
}

/** A restoring call that is refused is made again: visitors may be refused until it succeeds. */
async function whileThereIsTime<T>(
  { clock, deadline, sleep, stop }: World,
  say: (line: string) => void,
  request: ApiRequest<T>,
  send: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
    const outcome = await orUnsent(send);
    if (outcome.kind === 'applied' || outcome.kind === 'ambiguous') return outcome;
    const { error } = outcome;
    // A pause that the API asked for and that outlasts the time there is: somebody must hear of it now.
    const isOver =
      stop.aborted || clock.monotonic() + wait >= deadline() || error.code === 'API_RATE_LIMITED';
    if (isOver || meaningOf(error) !== 'other') {
      if (outcome.kind === 'refused') return outcome;
      throw error;
    }
    say(`The call that restores what was in force is made again. ${error.happened}`);
    await sleep(wait, stop);
    await request.beforeAgain?.();
  }
}

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;

async function orUnsent<T>(
  send: () => Promise<Outcome<T>>,
): Promise<Outcome<T> | { readonly kind: 'unsent'; readonly error: ActionError }> {
  try {
    return await send();
  } catch (error) {
    if (isUnread(error)) return { kind: 'unsent', error };
    throw error;
  }
}

/** Sends a change; where a cancel cut its waiting short, once more. Each is one that may be repeated. */
async function sendOnceMore<T>(
  api: Api,
  last: Api,
  stop: AbortSignal,
  request: ApiRequest<T>,
): Promise<Outcome<T>> {
  let before: Outcome<T> | undefined;
  try {
    before = await api.write(request);
    if (before.kind !== 'ambiguous' || !stop.aborted) return before;
  } catch (error) {
    if (!(error instanceof ActionError) || !stop.aborted) throw error;
  }
  try {
    return await last.write(request);
  } catch (error) {
    if (before === undefined) throw error;
    return before;
  }
}

/**
 * Goes back. A cancel that comes after the restoring call ends the waiting, not the way back.
 *
 * @param cancelled what it comes to then
 */
export async function goingBack<T>({ sent }: Overtime, work: () => Promise<T>, cancelled: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
    switch (sent()) {
      case 'applied':
        return cancelled;
      case 'perhaps':
        throw unsettled(error);
      case 'nothing':
        throw error;
    }
  }
}

/** Cancelled before it could be read what became of the restoring call. */
function unsettled(error: ActionError): ActionError {
  return new ActionError(
    'CANCELLED',
    {
      happened:
        'The call that restores what was in force was sent and its answer was lost; the run was cancelled before it could be read.',
      remedy: 'Check what Cloudflare shows for the zone, then run again.',
    },
    { cause: error },
  );
}
