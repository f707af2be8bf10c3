import { getCertificate } from '../../cloudflare/certificates.ts';
import { ActionError } from '../../errors.ts';
import { deleteAndConfirm, type StillFree, type Fate } from '../../zone/delete-and-confirm.ts';
import { usersOf, isLive, type ObservedAssociations, type ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { observed } from '../../zone/read-lists.ts';
import { holding, untilQuiet, whyNotQuiet } from '../../zone/row-watch.ts';
import { isStuck } from '../plan/succession.ts';
import { deletionOf, lookAtRows, type Context } from './apply-context.ts';

/** The zone's hostnames, as needed to delete an orphan. */
interface Look {
  readonly associations: ObservedAssociations;
  readonly restless: readonly Unquiet[];
}

/**
 * Removes what an earlier run had issued and left unused, before another one takes its place: so there is never
 * more than one for each target. As with any deletion, it must no longer be presented for any hostname.
 *
 * @throws ActionError `DELETE_FAILED` if it has to stay: then nothing is uploaded either
 */
export async function discardOrphan(context: Context, orphan: ObservedCertificate): Promise<void> {
  const { target, world } = context;
  const look = async (): Promise<Look> => ({
    associations: await lookAtRows(context, target.hostnames),
    restless: holding(context.inZone.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()), orphan),
  });
  const objection = (seen: Look): string | undefined => {
    const [user] = usersOf(seen.associations, orphan.id);
    if (user !== undefined) return `${user} uses it now.`;
    if (!seen.associations.complete) return 'It is not known which hostnames use it.';
    return whyNotQuiet(seen.restless, orphan.uploadedOn);
  };
  // Another run may have uploaded it a moment ago, and be about to use it.
  if (orphan.status !== 'active' && !isStuck(orphan)) throw stays(orphan.id, 'It is still being deployed.');
  const why = objection(await untilQuiet({ world, say: context.runLog.say }, look));
  if (why !== undefined) throw stays(orphan.id, why);
  const stillFree: StillFree = async () => {
    const now = objection(await look());
    return now === undefined ? undefined : { fate: 'kept', why: now };
  };
  const fate = await removed(context, orphan, 'which an earlier run left unused', stillFree);
  if (fate.fate !== 'deleted') throw stays(orphan.id, fate.why);
}

function stays(id: string, why: string): ActionError {
  return new ActionError('DELETE_FAILED', {
    happened: `${id}, which an earlier run left unused, could not be removed, so no new one was uploaded. ${why}`,
    remedy: 'Run again later, or wait for the schedule: the certificate in force is still valid for a while.',
  });
}

/**
 * Removes a copy of the successor whose deployment timed out, so that the same certificate can be
 * uploaded again. It never was in force; the plan made sure that nothing refers to it.
 *
 * @throws ActionError `WORLD_CHANGED` if it is the only one of an enabled zone by now, `DELETE_FAILED`
 */
export async function discard(context: Context, stuck: ObservedCertificate): Promise<void> {
  await assertNotTheOnlyOne(context, stuck);
  const fate = await removed(context, stuck, 'a copy whose deployment had timed out');
  if (fate.fate === 'deleted') return;
  throw new ActionError('DELETE_FAILED', {
    happened: `${stuck.id}, a copy of this certificate whose deployment timed out, could not be removed. ${fate.why}`,
    remedy: 'Issue a fresh certificate, store it in the secret, and run again.',
  });
}

/** It counts as a change as soon as it may be gone, whatever follows. */
async function removed(
  context: Context,
  { id }: ObservedCertificate,
  what: string,
  stillFree?: StillFree,
): Promise<Fate> {
  const { runLog, writeRecord } = context;
  const mayBeGone = (): void => {
    writeRecord.fates.set(id, {
      fate: 'delete-unconfirmed',
      why: 'The run ended before it was confirmed.',
    });
  };
  const fate = await runLog.phase(
    'delete',
    () => deleteAndConfirm({ ...deletionOf(context, id), stillFree, mayBeGone }),
    ({ why }) => `${id}, ${what}: ${why}`,
  );
  writeRecord.fates.set(id, fate);
  return fate;
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
