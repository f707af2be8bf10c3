import { ActionError } from '../../errors.ts';
import type { Changing } from '../../zone/change.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { waitFor, type Wait } from '../../zone/wait.ts';
import { watchOver } from '../../zone/watch-over.ts';
import type { Context } from './apply-context.ts';
import { siteOf, urlsToProbe } from './verify.ts';

/**
 * Waits as `waitFor` does; from the cut-over on what happens to visitors decides.
 *
 * @throws RollbackRequired where the probes tell that visitors are refused; ActionError with the code of the API where no
 *   look could be read until the edges and the grace were through
 */
export async function watchFor<T>(context: Context, wait: Wait<T>): Promise<T | undefined> {
  const { writeRecord, observation, target, world } = context;
  if (writeRecord.cutOverAt === undefined) return await waitFor(world, wait);
  // As long as edges may lag, and the grace beside it where probes can tell anything.
  const longest = PROPAGATION + (urlsToProbe(context).length > 0 ? target.policy.gracePeriod : 0);
  const untouched = 'Nothing was deleted.';
  const urls = (): readonly string[] => {
    const moved = new Set(writeRecord.moved.map(({ hostname }) => hostname));
    return urlsToProbe(context).filter(
      (url) => observation.level === 'zone' || moved.has(new URL(url).hostname),
    );
  };
  return await watchOver({ ...siteOf(context), longest, untouched, urls }, wait);
}

/** How a change of this run is waited for. */
export function changingIn(context: Context): Changing {
  const { runLog, observation, target, world } = context;
  const atMost = target.policy.activationTimeout;
  const wait: Changing['wait'] = (one) => watchFor(context, one);
  return { world, zoneId: observation.zone.id, atMost, say: runLog.say, wait };
}

/** One read; from the cut-over on it is repeated until it succeeds. */
export async function readWatched<T>(context: Context, what: string, read: () => Promise<T>): Promise<T> {
  const { runLog, target } = context;
  const value = await watchFor(context, {
    what,
    atMost: target.policy.activationTimeout,
    say: runLog.say,
    look: async () => ({ done: true, value: { read: await read() } }),
  });
  if (value !== undefined) return value.read;
  throw new ActionError('API_UNREACHABLE', {
    happened: `Gave up waiting for ${what}.`,
    remedy: 'Nothing was deleted. Run again: the next run continues from what is there.',
  });
}
