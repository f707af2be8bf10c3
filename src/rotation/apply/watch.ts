import { ActionError } from '../../errors.ts';
import { BadNews } from './bad-news.ts';
import type { Context } from './context.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { badNewsOf, urlsToProbe } from './verify.ts';
import { isUnread, seconds, waitFor } from './waiting.ts';
import type { Look, Wait } from './waiting.ts';

/** Where a look has not been read for so long, the probes are asked. */
const BLIND = 5_000;

/** Since when looks have been made of which none was read, and what kept the last from it. */
interface Sight {
  blindSince: number;
  trouble: ActionError | undefined;
}

/** The last look was read, or none was made yet. */
const SEES = Number.POSITIVE_INFINITY;

/**
 * Waits as `waitFor` does. From the cut-over on what happens to visitors decides, and not what happens to our
 * calls: a refused look is no news, and while none is readable the probes go on.
 *
 * @throws BadNews where the probes tell that visitors are refused; ActionError with the code of the API where no
 *   look could be read until the edges and the grace were through
 */
export async function watchFor<T>(context: Context, wait: Wait<T>): Promise<T | undefined> {
  const { ledger, world } = context;
  if (ledger.cutOverAt === undefined) return await waitFor(world, wait);
  const sight: Sight = { blindSince: SEES, trouble: undefined };
  const over = new AbortController();
  const end = Promise.withResolvers<never>();
  const probing = probeWhileBlind(context, sight, over.signal);
  probing.catch(end.reject);
  const look = (): Promise<Look<T>> => watched(context, wait, sight, over.signal, end.reject);
  const looks = async (): Promise<T | undefined> => {
    for (;;) {
      const value = await waitFor(world, { ...wait, look, refusals: 'no-news' });
      // Only what was read says that it is not so.
      if (value !== undefined || sight.trouble === undefined) return value;
    }
  };
  try {
    return await Promise.race([looks(), end.promise]);
  } catch (error) {
    over.abort();
    // A cancel wakes both: amid bad news it is the probes that count.
    throw error instanceof BadNews ? error : ((await rejection(probing)) ?? error);
  } finally {
    over.abort();
  }
}

/** One read, from the cut-over on tried until it comes. */
export async function readWatched<T>(context: Context, what: string, read: () => Promise<T>): Promise<T> {
  const { journal, target } = context;
  const value = await watchFor(context, {
    what,
    atMost: target.policy.activationTimeout,
    say: journal.say,
    look: async () => ({ done: true, value: { read: await read() } }),
  });
  if (value !== undefined) return value.read;
  throw new ActionError('API_UNREACHABLE', {
    happened: `Waited in vain for ${what}.`,
    remedy: 'Nothing was deleted. Run again: it carries on from what is there.',
  });
}

async function watched<T>(
  context: Context,
  wait: Wait<T>,
  sight: Sight,
  over: AbortSignal,
  end: (error: ActionError) => void,
): Promise<Look<T>> {
  const { clock } = context.world;
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
    if (blind >= longestWatch(context)) end(unread(error, wait.what, blind));
    throw error;
  }
}

/** As long as edges may lag, and the grace beside it where probes can tell anything. */
function longestWatch(context: Context): number {
  const probed = urlsToProbe(context).length > 0;
  return PROPAGATION + (probed ? context.target.policy.gracePeriod : 0);
}

function unread(error: ActionError, what: string, blind: number): ActionError {
  return new ActionError(
    error.code,
    {
      happened: `For ${seconds(blind)} after the cut-over no look at Cloudflare could be read, while waiting for ${what}. ${error.happened}`,
      remedy: `Nothing was deleted. ${error.remedy}`,
    },
    { cause: error },
  );
}

/** Resolves without a verdict; rejects with bad news. */
async function probeWhileBlind(context: Context, sight: Sight, over: AbortSignal): Promise<void> {
  const { world } = context;
  const { stop } = world;
  while (!over.aborted && !stop.aborted) {
    const blind = world.clock.monotonic() - sight.blindSince;
    if (blind >= BLIND) {
      const until = sight.blindSince + longestWatch(context);
      const news = await badNewsOf(context, until, over);
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
