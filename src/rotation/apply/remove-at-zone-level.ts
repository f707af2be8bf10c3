import type { StillFree } from '../../zone/delete-and-confirm.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { assertRunning } from '../../zone/wait.ts';
import { relyAgain } from './after-deletion.ts';
import { deletionOf } from './apply-context.ts';
import { mayGo, verifyAgain, type InForce } from './apply.ts';
import { checkZoneAgain } from './check-zone-again.ts';
import { noted, observedAgain, type PreDeleteCheck } from './pre-delete-check.ts';
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
  const { writeRecord, world } = context;
  const certificates = mayGo(inForce);
  // Somebody else may have uploaded one meanwhile; and one that was deleted and is uploaded again may keep its rank.
  if (certificates.length === 0 && !inForce.verified.proven && writeRecord.uploaded === successor.id)
    await readWatched(context, 'the list of certificates', () => checkZoneAgain(context, successor, false));
  let standing = successor;
  const check = (): Promise<PreDeleteCheck> => checkZoneAgain(context, standing, inForce.verified.proven);
  for (const { id } of certificates) {
    assertRunning(world);
    let look = await observedAgain(context, check);
    if (!writeRecord.deleteSent && (await verifyAgain(inForce))) look = await observedAgain(context, check);
    if (mayGo(inForce).length === 0) break;
    const stillFree: StillFree = async () => whyItStays([{ context, look: await noted(context, check) }], id);
    await removeOne(deletionOf(context, id), [{ context, look }], stillFree);
    if (!writeRecord.deleteSent) continue;
    writeRecord.seenInForce = false;
    standing = await relyAgain(context, standing);
    writeRecord.seenInForce = true;
  }
  tellWhatIsInUse(context);
  return standing;
}
