import { getCertificate } from '../../cloudflare/certificates.ts';
import { ActionError } from '../../errors.ts';
import type { Context } from './context.ts';
import { isLive } from '../observe/live.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { observed } from '../observe/read-certificates.ts';
import { retire } from './retire.ts';

/**
 * Removes a copy of the successor whose deployment timed out, so that the same certificate can be
 * uploaded again. It never was in force; the plan made sure that nothing refers to it.
 *
 * @throws ActionError `WORLD_CHANGED` if it is the only one of an enabled zone by now, `DELETE_FAILED`
 */
export async function discard(context: Context, stuck: ObservedCertificate): Promise<void> {
  const { journal, ledger, observation, target, world } = context;
  await assertNotTheOnlyOne(context, stuck);
  ledger.wrote = true;
  // It counts as a change, whatever follows.
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
    remedy: 'Issue a fresh certificate, store it in the secret, and run again.',
  });
}

/** The list lags: of the others that it showed, one must be there by its id. */
async function assertNotTheOnlyOne(
  { observation, world }: Context,
  stuck: ObservedCertificate,
): Promise<void> {
  if (observation.level !== 'zone' || !observation.switchOn) return;
  for (const { id } of observation.certificates.filter((one) => one.id !== stuck.id && isLive(one))) {
    const read = await getCertificate(world.api, observation.zone.id, 'zone', id);
    if (read !== undefined && isLive(observed(read))) return;
  }
  throw new ActionError('WORLD_CHANGED', {
    happened: `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and now the only one of the zone: the other one in the list was deleted by somebody else.`,
    remedy:
      'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
  });
}
