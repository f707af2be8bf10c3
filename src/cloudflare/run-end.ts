import { ActionError } from '../errors.ts';
import type { ApiWorld } from './api.ts';

/**
 * @throws ActionError `CANCELLED` or `TIMED_OUT` where no further attempt may start
 */
export function assertMayStart(
  world: Pick<ApiWorld, 'stop' | 'deadline' | 'clock'>,
  last?: ActionError,
): void {
  if (world.stop.aborted) throw cancelled(last);
  if (world.clock.monotonic() >= world.deadline()) throw timedOut(last);
}

export function cancelled(last?: ActionError): ActionError {
  return new ActionError(
    'CANCELLED',
    {
      happened: sentence('The run was cancelled, so no further call was made.', last),
      remedy: 'Run again: it carries on from what Cloudflare has.',
    },
    { cause: last },
  );
}

/** The last failure stays in the text: it is the reason why the time did not suffice. */
export function timedOut(last?: ActionError): ActionError {
  return new ActionError(
    'TIMED_OUT',
    {
      happened: sentence("The run's time (`timeout`) is over, so no further call was made.", last),
      remedy:
        'Run again, with a longer `timeout` if this happens often: it carries on from what Cloudflare has.',
    },
    { cause: last },
  );
}

/** @param wait ms until calls are possible again; @param at that moment by the server's clock, epoch ms */
export function limitOutlastsRun(wait: number, at: number): string {
  const moment =
    at < 8.64e15 && wait < 86_400_000 ? `at ${new Date(at).toISOString()}` : 'in more than a day';
  return `Calls are possible again ${moment}, which is after this run must end (\`timeout\`): run again then.`;
}

export function seconds(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.ceil(ms / 1000)} s`;
}

function sentence(first: string, last: ActionError | undefined): string {
  return last === undefined ? first : `${first} Before that: ${last.happened}`;
}
