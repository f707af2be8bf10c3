import { ActionError } from '../../errors.ts';
import type { StillFree } from '../../zone/delete-and-confirm.ts';
import { isLive, newest, uploadedWith, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { assertRunning } from '../../zone/wait.ts';
import { relyAgain } from './after-deletion.ts';
import { deletionOf, type Context } from './apply-context.ts';
import { mayGo, verifyAgain, type InForce } from './apply.ts';
import { checkZoneAgain } from './check-zone-again.ts';
import type { PreDeleteCheck } from './pre-delete-check.ts';
import { removeOne, tellWhatIsInUse, whyItStays } from './remove-one.ts';
import { readWatched } from './watch.ts';

/**
 * Zone level: deletes the predecessors, one by one. No lock guards a deletion there, so each has a look of its
 * own, before and after.
 *
 * @returns the successor, perhaps uploaded again
 */
export async function removeAtZoneLevel(inForce: InForce): Promise<ObservedCertificate> {
  const { context, successor } = inForce;
  const { runLog, writeRecord, world } = context;
  const certificates = mayGo(inForce);
  if (certificates.length === 0 && !inForce.verified.proven) await refuseUnlessLast(context, successor);
  let standing = successor;
  const checked = async (): Promise<PreDeleteCheck> => {
    writeRecord.seenInForce = false;
    const look = await checkZoneAgain(context, standing, inForce.verified.proven);
    writeRecord.seenInForce = true;
    return look;
  };
  const observeAgain = async (): Promise<PreDeleteCheck> =>
    await runLog.phase(
      'observe-again',
      checked,
      ({ remove }) => `nothing has changed since; ${remove.length} to delete`,
    );
  for (const { id } of certificates) {
    assertRunning(world);
    let look = await observeAgain();
    if (!writeRecord.deleteSent && (await verifyAgain(inForce))) look = await observeAgain();
    if (mayGo(inForce).length === 0) break;
    const stillFree: StillFree = async () => whyItStays([{ context, look: await checked() }], id);
    await removeOne(deletionOf(context, id), [{ context, look }], stillFree);
    if (!writeRecord.deleteSent) continue;
    writeRecord.seenInForce = false;
    standing = await relyAgain(context, standing);
    writeRecord.seenInForce = true;
  }
  tellWhatIsInUse(context);
  return standing;
}

/**
 * Somebody else may have uploaded one meanwhile; and what was deleted once and is uploaded again may keep its id and
 * the date of its first upload: whether it is in force then, only an echo can tell. If something is deleted, the look
 * before it asks the same.
 */
async function refuseUnlessLast(context: Context, successor: ObservedCertificate): Promise<void> {
  if (context.writeRecord.uploaded !== successor.id || (await isLast(context, successor))) return;
  throw new ActionError('WORLD_CHANGED', {
    happened: `${successor.id} was uploaded, and judging by upload dates, another certificate of the zone is as new or newer, or may have been deployed later, and may be in use.`,
    remedy: 'Run again: the next run says which one is newer, and what to do.',
  });
}

/**
 * By the list as it is now, and by the successor as its id showed it. One that the first look did not show yet may
 * have been deployed later, though it was uploaded a little before.
 */
async function isLast(context: Context, successor: ObservedCertificate): Promise<boolean> {
  const { observation, target, world } = context;
  const listed = await readWatched(context, 'the list of certificates', () =>
    observeCertificates(world.api, observation.zone.id, 'zone'),
  );
  const others = listed.filter((one) => one.id !== successor.id);
  const known = new Set(observation.certificates.map(({ id }) => id));
  const strangers = others.filter((one) => isLive(one) && !known.has(one.id));
  return (
    newest([...others, successor])?.id === successor.id &&
    uploadedWith(successor, strangers, target.policy.activationTimeout).length === 0
  );
}
