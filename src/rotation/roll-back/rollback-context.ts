import type { Api } from '../../cloudflare/api.ts';
import { ActionError } from '../../errors.ts';
import { usersOf } from '../../zone/observed.ts';
import { openOvertime, type Overtime } from '../../zone/overtime.ts';
import type { Context } from '../apply/apply-context.ts';

/** Visitors are being refused: a look before the call that restores may take no longer than this. */
const TRY_READ = 15_000;

/** What going back is given. */
export interface RollbackContext extends Context, Overtime {
  /** Why it goes back. */
  readonly news: ActionError;
  /**
   * A look that is useful but not worth waiting for: undefined once the run is cancelled, or if there is no
   * answer soon. What was observed at the start has to do then.
   */
  readonly tryRead: <T>(look: (api: Api) => Promise<T>) => Promise<{ readonly value: T } | undefined>;
}

/**
 * What this roll-back may delete: what its run uploaded, or took over and saw visitors refused with. A hostname that
 * was on it before is somebody's work: unless this run pointed it away, whoever did so sees to the certificate.
 */
export function mine({ writeRecord, news, observation }: RollbackContext): string | undefined {
  const { uploaded, adopted, back } = writeRecord;
  if (uploaded !== undefined || adopted === undefined || !sawRefusals(news)) return uploaded;
  if (observation.level === 'zone') return adopted;
  const others = usersOf(observation.associations, adopted).filter((hostname) =>
    back.every((move) => move.hostname !== hostname),
  );
  return others.length === 0 ? adopted : undefined;
}

/** Other bad news harms no visitor: there is time to look before anything is deleted. */
export function sawRefusals({ code }: ActionError): boolean {
  return code === 'VERIFICATION_FAILED';
}

export function openRollback(context: Context, news: ActionError): RollbackContext {
  const { runLog } = context;
  const { clock, stop } = context.world;
  const overtime = openOvertime(context.world, runLog.say);
  return {
    ...context,
    ...overtime,
    news,
    tryRead: async (look) => {
      const end = Math.min(clock.monotonic() + TRY_READ, overtime.world.deadline());
      try {
        return { value: await look(context.world.api.withStop(stop, () => end)) };
      } catch (error) {
        if (!(error instanceof ActionError)) throw error;
        if (!stop.aborted)
          runLog.say(`Reading from Cloudflare failed, so that is skipped. ${error.happened}`);
        return undefined;
      }
    },
  };
}
