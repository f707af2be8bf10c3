import { ActionError } from '../../errors.ts';
import type { Context } from './context.ts';
import type { GraceWatch } from './grace-watch.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { retire } from './retire.ts';
import type { Fate } from './retire.ts';
import { lookAgain } from './second-look.ts';
import type { SecondLook } from './second-look.ts';
import type { Verified } from './verify.ts';
import { assertRunning } from './waiting.ts';
import { fateElsewhere, fateForOthers, lookOnceOthersAreDone } from './with-siblings.ts';

/** A second look counts as "just before" for this long. */
const FRESH = 10_000;

/**
 * Deletes the predecessors, one by one, each after a fresh look at the world.
 *
 * @param grace must be over; otherwise everything is kept for the next run
 * @returns whether it came to that look, which also asks whether the successor is the one in force
 */
export async function removePredecessors(
  context: Context,
  successor: ObservedCertificate,
  verified: Verified,
  grace: GraceWatch,
): Promise<boolean> {
  const { journal, ledger, plan, world } = context;
  const keep = (fate: Fate): boolean => {
    plan.remove.forEach(({ id }) => ledger.fates.set(id, fate));
    return false;
  };
  if (!verified.passed) {
    return keep({
      fate: 'kept',
      why: 'The probes did not verify the new certificate, so the former one stays.',
    });
  }
  if (grace.left() > 0) {
    return keep({ fate: 'kept', why: 'The grace period outlasts this run; the next one deletes it.' });
  }

  await context.siblings.othersVerified();
  const mine = plan.remove.filter(({ id }) => fateElsewhere(context, id) === undefined);
  if (mine.length === 0) return false;
  let look = await lookOnceOthersAreDone(context, () => observeAgain(context, successor, verified.proven));
  let lookedAt = world.clock.monotonic();
  for (const { id } of mine) {
    if (world.clock.monotonic() - lookedAt > FRESH) {
      look = await observeAgain(context, successor, verified.proven);
      lookedAt = world.clock.monotonic();
    }
    const again = (): Promise<SecondLook> => noted(context, successor, verified.proven);
    ledger.fates.set(id, await removeOne(context, id, look, again));
  }
  const left = plan.remove.filter(({ id }) => ledger.fates.get(id)?.fate === 'in-use').map(({ id }) => id);
  if (left.length > 0) {
    journal.warn({
      reason: 'PREDECESSOR_KEPT',
      sentence: `Still in use and therefore kept: ${left.join(', ')}.`,
    });
  }
  return true;
}

async function observeAgain(
  context: Context,
  successor: ObservedCertificate,
  proven: boolean,
): Promise<SecondLook> {
  return await context.journal.phase(
    'observe-again',
    () => noted(context, successor, proven),
    (look) => `nothing moved since; ${look.remove.length} to delete`,
  );
}

/** A look, and a note of what it found: the final words rest on it where a delete fails. */
async function noted(context: Context, successor: ObservedCertificate, proven: boolean): Promise<SecondLook> {
  context.ledger.seenInForce = false;
  const look = await lookAgain(context, successor, proven);
  context.ledger.seenInForce = true;
  return look;
}

async function removeOne(
  context: Context,
  id: string,
  look: SecondLook,
  again: () => Promise<SecondLook>,
): Promise<Fate> {
  const { journal, ledger, observation, target, world } = context;
  const used = usedBy(context, look, id);
  if (used !== undefined) return used;
  if (look.gone.some((certificate) => certificate.id === id)) {
    journal.warn({ reason: 'PREDECESSOR_GONE', sentence: `${id} was deleted by somebody else meanwhile.` });
    return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
  }
  if (look.halfDeleted.some((certificate) => certificate.id === id)) {
    const why = `Somebody else asked for its deletion, and Cloudflare gave it up. To ask again: operation delete with certificate-id ${id}.`;
    journal.warn({ reason: 'PREDECESSOR_KEPT', sentence: `${id} is there still. ${why}` });
    return { fate: 'kept', why };
  }
  assertRunning(world);
  ledger.wrote = true;
  let mayBeGone = false;
  const sent = (): void => {
    mayBeGone = true;
    ledger.deleteSent = true;
  };
  const stillFree = async (): Promise<Fate | undefined> => usedBy(context, await again(), id);
  const work = (): Promise<Fate> =>
    retire(world, observation.zone.id, target.level, id, journal.say, stillFree, undefined, sent);
  try {
    return await journal.phase('delete', work, (fate) => `${id}: ${fate.why}`);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    ledger.fates.set(id, { fate: mayBeGone ? 'delete-unconfirmed' : 'kept', why: error.happened });
    throw error;
  }
}

function usedBy(context: Context, look: SecondLook, id: string): Fate | undefined {
  const user = look.inUse.find(({ certificate }) => certificate.id === id);
  return user === undefined
    ? fateForOthers(context, look, id)
    : { fate: 'in-use', why: `Still used by ${user.hostnames.join(', ')}.` };
}
