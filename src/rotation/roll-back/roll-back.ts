import { ActionError } from '../../errors.ts';
import type { Level } from '../../cloudflare/certificates.ts';
import { askForFresh, RefusedInForce } from '../apply/bad-news.ts';
import type { Context } from '../apply/context.ts';
import { seconds } from '../apply/waiting.ts';
import { pointStrayedBack, rollBackHostnames } from './hostnames.ts';
import { unsettled } from './overtime.ts';
import { openUndoing } from './undoing.ts';
import type { Undoing } from './undoing.ts';
import { verifyRestored } from './verify.ts';
import type { Undone } from './way-back.ts';
import { rollBackZone, switchStrayedBack } from './zone.ts';

/**
 * Brings back what was in force before. Safe to interrupt and to repeat; never called once the delete
 * of a predecessor was sent.
 *
 * @throws ActionError if the way back fails, or visitors are refused nevertheless
 */
export async function rollBack(context: Context, news: ActionError): Promise<Undone> {
  const { ledger } = context;
  if (ledger.deleteSent) {
    throw new ActionError('INTERNAL', {
      happened: 'A roll-back was requested after the deletion of a previous certificate was sent.',
      remedy: 'Please report this.',
    });
  }
  if (news instanceof RefusedInForce) {
    ledger.adopted = context.plan.adopt?.id;
    ledger.successor = ledger.adopted;
  }
  const undoing = openUndoing(context, news);
  try {
    const undone = await undo(undoing);
    if (undone.kind === 'nothing-moved') ledger.undone = true;
    return undone.kind === 'restored' ? await confirm(undoing, undone) : undone;
  } finally {
    undoing.close();
  }
}

/** A cancel that comes after the restoring call ends the waiting, not the roll-back. */
async function undo(undoing: Undoing): Promise<Undone> {
  try {
    return undoing.observation.level === 'zone'
      ? await rollBackZone(undoing)
      : await rollBackHostnames(undoing);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
    switch (undoing.sent()) {
      case 'applied':
        return {
          kind: 'one-call',
          sentence:
            'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
        };
      case 'perhaps':
        throw unsettled(error);
      case 'nothing':
        throw error;
    }
  }
}

/** Looks from outside whether visitors are served as before, and says so. */
async function confirm(
  undoing: Undoing,
  undone: Extract<Undone, { readonly kind: 'restored' }>,
): Promise<Undone> {
  const { began, journal, ledger, world } = undoing;
  if (!world.stop.aborted) {
    let seen = await verifyRestored(undoing);
    if (seen.bad && (await putStrayedBack(undoing))) seen = await verifyRestored(undoing);
    if (seen.bad) throw stillRefused(seen.sentence, undoing.target.level);
    journal.say(`rolled back within ${seconds(world.clock.monotonic() - began)}`);
    ledger.undone = isAsBefore(undoing);
    return { ...undone, sentence: `${undone.sentence} ${seen.sentence}` };
  }
  ledger.undone = isAsBefore(undoing);
  return undone;
}

/** Where what was in force before is gone, or was the refused one itself, an older one is in force now. */
function isAsBefore({ ledger, observation }: Undoing): boolean {
  if (observation.level === 'hostname') return ledger.backTo === undefined;
  if (ledger.backTo === undefined) return true;
  const { presented } = observation;
  return presented.kind === 'certificate' && presented.certificate.id === ledger.backTo;
}

async function putStrayedBack(undoing: Undoing): Promise<boolean> {
  return undoing.observation.level === 'zone'
    ? await switchStrayedBack(undoing)
    : await pointStrayedBack(undoing);
}

function stillRefused(sentence: string, level: Level): ActionError {
  return new ActionError('ROLLBACK_FAILED', {
    happened: `Cloudflare shows the previous certificate in force, but it is not presented for visitors. ${sentence}`,
    remedy: `Check the site now. If visitors are still refused, upload a certificate that the origin trusts, or stop demanding one at the origin, and ask Cloudflare's support.${askForFresh(level)}`,
  });
}
