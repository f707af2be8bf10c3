import { ActionError } from '../../errors.ts';
import type { Context } from './context.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { retire } from './retire.ts';

/**
 * Removes a copy of the successor whose deployment timed out, so that the same certificate can be
 * uploaded again. It never was in force; the plan made sure that nothing refers to it.
 */
export async function discard(context: Context, stuck: ObservedCertificate): Promise<void> {
  const { journal, ledger, observation, target, world } = context;
  ledger.wrote = true;
  // It counts as a change, whatever comes after.
  const mayBeGone = (): void => {
    ledger.fates.set(stuck.id, { fate: 'delete-unconfirmed', why: 'The run ended before it was confirmed.' });
  };
  const { say } = journal;
  const fate = await journal.phase(
    'delete',
    () => retire(world, observation.zone.id, target.level, stuck.id, say, undefined, undefined, mayBeGone),
    (done) => `${stuck.id}, a copy whose deployment had timed out: ${done.why}`,
  );
  ledger.fates.set(stuck.id, fate);
  if (fate.fate === 'deleted') return;
  throw new ActionError('DELETE_FAILED', {
    happened: `${stuck.id}, a copy of this certificate whose deployment timed out, could not be removed. ${fate.why}`,
    remedy: 'Issue a fresh certificate, put it into the secret, and run again.',
  });
}
