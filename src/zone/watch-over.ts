import { ActionError, RollbackRequired } from '../errors.ts';
import { badNewsWhileBlind, type Site } from './probe-site.ts';
import { isUnread, waitFor, type Look, type Wait } from './wait.ts';
import { seconds } from './words.ts';

/** If no look could be read for this long, the probes decide. */
const BLIND = 5_000;

/** Since when looks have been made of which none was read, and what kept the last from it. */
interface Sight {
  blindSince: number;
  trouble: ActionError | undefined;
}

/** The last look was read, or none was made yet. */
const SEES = Number.POSITIVE_INFINITY;

/** What decides while no look can be read. */
export interface Watched extends Site {
  /** Milliseconds for which the site is watched then. */
  readonly longest: number;
  /** What did not happen: `Nothing was deleted.` */
  readonly untouched: string;
  /** What is probed until then. */
  readonly urls: () => readonly string[];
}

/**
 * Waits as `waitFor` does for what a cut-over brought about. What happens to visitors decides, and not what
 * happens to our calls: a refused look is no news, and while none is readable the probes go on.
 *
 * @throws RollbackRequired where the probes tell that visitors are refused; ActionError with the code of the API where no
 *   look could be read for the longest watch
 */
export async function watchOver<T>(site: Watched, wait: Wait<T>): Promise<T | undefined> {
  const sight: Sight = { blindSince: SEES, trouble: undefined };
  const over = new AbortController();
  const end = Promise.withResolvers<never>();
  const probing = probeWhileBlind(site, sight, over.signal);
  probing.catch(end.reject);
  const look = (): Promise<Look<T>> => watched(site, wait, sight, over.signal, end.reject);
  const looks = async (): Promise<T | undefined> => {
    for (;;) {
      const value = await waitFor(site.world, { ...wait, look, refusals: 'no-news' });
      // Only a successful read shows that it is not so.
      if (value !== undefined || sight.trouble === undefined) return value;
    }
  };
  try {
    return await Promise.race([looks(), end.promise]);
  } catch (error) {
    over.abort();
    // A cancel wakes both: with bad news, the probes count.
    throw error instanceof RollbackRequired ? error : ((await rejection(probing)) ?? error);
  } finally {
    over.abort();
  }
}

async function watched<T>(
  { world, longest, untouched }: Watched,
  wait: Wait<T>,
  sight: Sight,
  over: AbortSignal,
  end: (error: ActionError) => void,
): Promise<Look<T>> {
  const { clock } = world;
  if (over.aborted) throw new ActionError('CANCELLED', { happened: 'The wait is over.', remedy: '' });
  sight.blindSince = Math.min(sight.blindSince, clock.monotonic());
  try {
    const look = await wait.look();
    sight.blindSince = SEES;
    sight.trouble = undefined;
    return look;
  } catch (error) {
    if (!isUnread(error)) throw error;
    sight.trouble = error;
    const blind = clock.monotonic() - sight.blindSince;
    if (blind >= longest) end(unread(error, wait.what, blind, untouched));
    throw error;
  }
}

function unread(error: ActionError, what: string, blind: number, untouched: string): ActionError {
  return new ActionError(
    error.code,
    {
      happened: `For ${seconds(blind)} after the cut-over, Cloudflare could not be read while this run waited for ${what}. ${error.happened}`,
      remedy: `${untouched} ${error.remedy}`,
    },
    { cause: error },
  );
}

/** Resolves without a verdict; rejects with bad news. */
async function probeWhileBlind(site: Watched, sight: Sight, over: AbortSignal): Promise<void> {
  const { world, longest, urls } = site;
  const { stop } = world;
  while (!over.aborted && !stop.aborted) {
    const blind = world.clock.monotonic() - sight.blindSince;
    if (blind >= BLIND) {
      const news = await badNewsWhileBlind(site, urls(), sight.blindSince + longest, over);
      if (news !== undefined) throw news;
      return;
    }
    await world.sleep(BLIND - Math.max(0, blind), AbortSignal.any([stop, over]));
  }
}

async function rejection(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error;
  }
}
