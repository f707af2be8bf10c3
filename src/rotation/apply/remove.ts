import { ActionError } from '../../errors.ts';
import { deleteAndConfirm } from '../../zone/delete-and-confirm.ts';
import type { Fate } from '../../zone/delete-and-confirm.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { untilQuiet, whyNotQuiet } from '../../zone/until-quiet.ts';
import { assertRunning } from '../../zone/wait.ts';
import { deleteWords } from '../../zone/words.ts';
import { relyAgain } from './after-deletion.ts';
import { deletionOf, movedOff } from './apply-context.ts';
import type { Context } from './apply-context.ts';
import type { GraceWatch } from './grace-watch.ts';
import { lookAgain } from './pre-delete-check.ts';
import type { PreDeleteCheck } from './pre-delete-check.ts';
import { probePhase, verify } from './verify.ts';
import type { Verified } from './verify.ts';

/** A look, or a probe, counts as "just before" for this long. */
const FRESH = 10_000;
const NOT_VERIFIED: Fate = {
  fate: 'kept',
  why: 'The probes did not verify the new certificate, so the previous one stays.',
};

/**
 * Deletes the predecessors, one by one, each after a fresh look.
 *
 * @param grace must be over; otherwise everything is kept for the next run
 * @returns the successor, at zone level perhaps uploaded again; undefined if it came to no look, which also
 *   asks whether the successor is the one in force
 */
export async function removePredecessors(
  context: Context,
  successor: ObservedCertificate,
  verified: Verified,
  grace: GraceWatch,
): Promise<ObservedCertificate | undefined> {
  const { runLog, writeRecord, plan, target, world } = context;
  const keep = (fate: Fate): undefined => {
    plan.remove.forEach(({ id }) => writeRecord.fates.set(id, fate));
  };
  if (!verified.passed) {
    return keep(NOT_VERIFIED);
  }
  if (grace.left() > 0) {
    return keep({ fate: 'kept', why: 'The grace period outlasts this run; the next one deletes it.' });
  }

  const probedAt = world.clock.monotonic();
  const mine = await claimed(context);
  if (mine.length === 0) return undefined;
  let standing = successor;
  let look = await untilQuiet({ world, say: runLog.say }, () =>
    observeAgain(context, standing, verified.proven),
  );
  // While others were waited for, the origin may have begun to refuse it.
  if (world.clock.monotonic() - probedAt > FRESH) {
    const again = await probePhase(context, () => verify(context, undefined, undefined));
    if (!again.passed) return keep(NOT_VERIFIED);
    look = await observeAgain(context, standing, verified.proven);
  }
  let lookedAt = world.clock.monotonic();
  for (const { id } of mine) {
    if (world.clock.monotonic() - lookedAt > FRESH) {
      look = await observeAgain(context, standing, verified.proven);
      lookedAt = world.clock.monotonic();
    }
    const again = (): Promise<PreDeleteCheck> => noted(context, standing, verified.proven);
    writeRecord.fates.set(id, await removeOne(context, id, look, again));
    if (target.level === 'hostname' || !writeRecord.deleteSent) continue;
    // No lock guards a deletion at zone level: each has a look of its own, before and after.
    writeRecord.seenInForce = false;
    standing = await relyAgain(context, standing);
    writeRecord.seenInForce = true;
    lookedAt = Number.NEGATIVE_INFINITY;
  }
  const left = plan.remove
    .filter(({ id }) => writeRecord.fates.get(id)?.fate === 'in-use')
    .map(({ id }) => id);
  if (left.length > 0) {
    runLog.warn({
      reason: 'PREDECESSOR_KEPT',
      sentence: `Still in use, so it was kept: ${left.join(', ')}.`,
    });
  }
  return standing;
}

/**
 * What this target is to delete: neither what another one of the run has taken on, nor, while another one is not
 * verified, what no hostname was moved off by this run. That one may have to go back to it.
 */
async function claimed({ writeRecord, plan, siblings }: Context): Promise<readonly ObservedCertificate[]> {
  const own = movedOff(plan);
  const verified = plan.remove.every(({ id }) => own.has(id)) || (await siblings.othersVerified());
  return plan.remove.filter(({ id }) => {
    if (!verified && !own.has(id)) {
      const why =
        'Another target of this run was not verified and may still need it. The next run checks again.';
      writeRecord.fates.set(id, { fate: 'kept', why });
      return false;
    }
    const other = siblings.claim(id);
    if (other === undefined) return true;
    const why = `${other}, another target of this run, deletes it.`;
    writeRecord.fates.set(id, { fate: 'kept', why, elsewhere: true });
    return false;
  });
}

async function observeAgain(
  context: Context,
  successor: ObservedCertificate,
  proven: boolean,
): Promise<PreDeleteCheck> {
  return await context.runLog.phase(
    'observe-again',
    () => noted(context, successor, proven),
    (look) => `nothing has changed since; ${look.remove.length} to delete`,
  );
}

/** A look, and a note of what it found: the final words rest on it where a delete fails. */
async function noted(
  context: Context,
  successor: ObservedCertificate,
  proven: boolean,
): Promise<PreDeleteCheck> {
  context.writeRecord.seenInForce = false;
  const look = await lookAgain(context, successor, proven);
  context.writeRecord.seenInForce = true;
  return look;
}

async function removeOne(
  context: Context,
  id: string,
  look: PreDeleteCheck,
  again: () => Promise<PreDeleteCheck>,
): Promise<Fate> {
  const { runLog, writeRecord, world } = context;
  const stays = keptBy(context, look, id);
  if (stays !== undefined) return named(context, id, stays);
  if (look.gone.some((certificate) => certificate.id === id)) {
    runLog.warn({ reason: 'PREDECESSOR_GONE', sentence: `${id} was deleted by somebody else meanwhile.` });
    return { fate: 'already-gone', why: 'Somebody else deleted it during the run.' };
  }
  if (look.halfDeleted.some((certificate) => certificate.id === id)) {
    const why = `Somebody else asked for its deletion, and Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`;
    runLog.warn({ reason: 'PREDECESSOR_KEPT', sentence: `${id} is still there. ${why}` });
    return { fate: 'kept', why };
  }
  assertRunning(world);
  writeRecord.wrote = true;
  let mayBeGone = false;
  const sent = (): void => {
    mayBeGone = true;
    writeRecord.deleteSent = true;
  };
  const stillFree = async (): Promise<Fate | undefined> => keptBy(context, await again(), id);
  const work = (): Promise<Fate> =>
    deleteAndConfirm({ ...deletionOf(context, id), stillFree, mayBeGone: sent });
  try {
    return named(context, id, await runLog.phase('delete', work, (fate) => `${id}: ${fate.why}`));
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    writeRecord.fates.set(id, { fate: mayBeGone ? 'delete-unconfirmed' : 'kept', why: error.happened });
    throw error;
  }
}

/** Why it must stay after all. */
function keptBy({ plan, target }: Context, look: PreDeleteCheck, id: string): Fate | undefined {
  const user = look.inUse.find(({ certificate }) => certificate.id === id);
  if (user !== undefined) return { fate: 'in-use', why: `Still used by ${user.hostnames.join(', ')}.` };
  const uploadedOn = plan.remove.find((one) => one.id === id)?.uploadedOn;
  const why = look.unlisted ?? whyNotQuiet(look.unquiet, uploadedOn);
  return why === undefined ? undefined : { fate: 'kept', why: `${why} ${deleteWords(target.level, id)}` };
}

/** What stays is reported, but only once it is certain that no request for its deletion is under way. */
function named({ runLog }: Context, id: string, fate: Fate): Fate {
  if (fate.fate === 'kept')
    runLog.warn({ reason: 'PREDECESSOR_KEPT', sentence: `${id} is kept. ${fate.why}` });
  return fate;
}
