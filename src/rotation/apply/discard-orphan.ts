import { ActionError } from '../../errors.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { usersOf } from '../observe/observation.ts';
import type { ObservedAssociations, ObservedCertificate } from '../observe/observation.ts';
import type { Context } from './context.ts';
import { lookAtRows } from './look-at-rows.ts';
import { retire } from './retire.ts';
import { untilQuiet, whyNotQuiet } from './until-quiet.ts';

/** The zone's hostnames, as needed to delete an orphan. */
interface Look {
  readonly associations: ObservedAssociations;
  readonly remove: readonly ObservedCertificate[];
  readonly unquiet: readonly Unquiet[];
}

/**
 * Removes what an earlier run had issued and left unused, before another one takes its place: so there is never
 * more than one for each target. As with any deletion, it must no longer be presented for any hostname.
 *
 * @throws ActionError `DELETE_FAILED` if it has to stay: then nothing is uploaded either
 */
export async function discardOrphan(context: Context, orphan: ObservedCertificate): Promise<void> {
  const { journal, ledger, observation, target, world } = context;
  const look = async (): Promise<Look> => ({
    associations: await lookAtRows(context, target.hostnames),
    remove: [orphan],
    unquiet: context.siblings.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
  });
  const objection = (seen: Look): string | undefined => {
    const [user] = usersOf(seen.associations, orphan.id);
    if (user !== undefined) return `${user} uses it now.`;
    if (!seen.associations.complete) return 'It is not known which hostnames use it.';
    return whyNotQuiet(seen.unquiet, orphan.uploadedOn);
  };
  // Another run may have uploaded it a moment ago, and be about to use it.
  if (orphan.status !== 'active') throw stays(orphan.id, 'It is still being deployed.');
  const why = objection(await untilQuiet(context, look));
  if (why !== undefined) throw stays(orphan.id, why);
  ledger.wrote = true;
  const mayBeGone = (): void => {
    ledger.fates.set(orphan.id, {
      fate: 'delete-unconfirmed',
      why: 'The run ended before it was confirmed.',
    });
  };
  const stillFree = async (): Promise<{ readonly fate: 'kept'; readonly why: string } | undefined> => {
    const now = objection(await look());
    return now === undefined ? undefined : { fate: 'kept', why: now };
  };
  const fate = await journal.phase(
    'delete',
    () =>
      retire(
        world,
        observation.zone.id,
        target.level,
        orphan.id,
        journal.say,
        stillFree,
        undefined,
        mayBeGone,
      ),
    (done) => `${orphan.id}, which an earlier run left unused: ${done.why}`,
  );
  ledger.fates.set(orphan.id, fate);
  if (fate.fate !== 'deleted') throw stays(orphan.id, fate.why);
}

function stays(id: string, why: string): ActionError {
  return new ActionError('DELETE_FAILED', {
    happened: `${id}, which an earlier run left unused, could not be removed, so no new one was uploaded. ${why}`,
    remedy: 'Run again later, or wait for the schedule: the certificate in force is still valid for a while.',
  });
}
