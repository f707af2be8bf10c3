import { ActionError } from '../../errors.ts';
import { goingBack } from '../../zone/overtime.ts';
import { seconds } from '../../zone/words.ts';
import { askForFresh, RefusedInForce, type Context } from '../apply/apply-context.ts';
import { pointStrayedBack, rollBackHostnames } from './hostname-level.ts';
import { openRollback, type RollbackContext } from './rollback-context.ts';
import { verifyRestored } from './verify-way-back.ts';
import { ONE_CALL, type Undone } from './way-back.ts';
import { rollBackZone, switchStrayedBack, wasSwitchedOff } from './zone-level.ts';

/**
 * Brings back what was in force before. Safe to interrupt and to repeat; never called once the delete
 * of a predecessor was sent.
 *
 * @throws ActionError if the way back fails, or visitors are refused nevertheless
 */
export async function rollBack(context: Context, news: ActionError): Promise<Undone> {
  const { writeRecord } = context;
  if (writeRecord.deleteSent) {
    throw new ActionError('INTERNAL', {
      happened: 'A roll-back was requested after the deletion of a previous certificate was sent.',
      remedy: 'Please report this.',
    });
  }
  if (news instanceof RefusedInForce) {
    writeRecord.adopted = context.plan.adopt?.id;
    writeRecord.successor = writeRecord.adopted;
  }
  const rollback = openRollback(context, news);
  try {
    const undo = (): Promise<Undone> =>
      rollback.observation.level === 'zone' ? rollBackZone(rollback) : rollBackHostnames(rollback);
    const undone = await goingBack(rollback, undo, ONE_CALL);
    if (undone.kind === 'nothing-moved') writeRecord.undone = true;
    return undone.kind === 'restored' ? await confirm(rollback, undone) : undone;
  } finally {
    rollback.close();
  }
}

/** Looks from outside whether visitors are served as before, and says so. */
async function confirm(rollback: RollbackContext, undone: Undone): Promise<Undone> {
  const { began, runLog, writeRecord, observation, world } = rollback;
  if (!world.stop.aborted) {
    const putStrayedBack = observation.level === 'zone' ? switchStrayedBack : pointStrayedBack;
    let seen = await verifyRestored(rollback);
    if (seen.bad && (await putStrayedBack(rollback))) seen = await verifyRestored(rollback);
    if (seen.bad && (await wasSwitchedOff(rollback))) throw offByOthers(seen.sentence);
    if (seen.bad) throw stillRefused(seen.sentence, rollback);
    runLog.say(`rolled back within ${seconds(world.clock.monotonic() - began)}`);
    writeRecord.undone = isAsBefore(rollback);
    // The report names what is in force again beside this.
    const told = writeRecord.undone && observation.level === 'zone' ? '' : `${undone.sentence} `;
    return { ...undone, sentence: `${told}${seen.sentence}` };
  }
  writeRecord.undone = isAsBefore(rollback);
  return undone;
}

/** Where what was in force before is gone, or was the refused one itself, an older one is in force now. */
function isAsBefore({ writeRecord, observation }: RollbackContext): boolean {
  if (observation.level === 'hostname') return writeRecord.backTo === undefined;
  if (writeRecord.backTo === undefined) return true;
  const { presented } = observation;
  return presented.kind === 'certificate' && presented.certificate.id === writeRecord.backTo;
}

function offByOthers(sentence: string): ActionError {
  return new ActionError('ROLLBACK_FAILED', {
    happened: `Somebody else switched origin pulls of the zone off during this run, so the origin gets no client certificate. ${sentence}`,
    remedy:
      'Find out who did so and why. Then switch Authenticated Origin Pulls of the zone on again, or stop demanding a certificate at the origin.',
  });
}

function stillRefused(sentence: string, { target, writeRecord }: RollbackContext): ActionError {
  const shown =
    writeRecord.unseen.size === 0
      ? 'shows the previous state again, but visitors are still refused'
      : 'did not show the previous state again, and visitors are refused';
  return new ActionError('ROLLBACK_FAILED', {
    happened: `Cloudflare ${shown}. ${sentence}`,
    remedy: `Check the site now. If visitors are still refused, upload a certificate that the origin trusts, or stop demanding one at the origin, and ask Cloudflare's support.${askForFresh(target.level)}`,
  });
}
