import { ActionError } from '../../errors.ts';
import { deleteAndConfirm, type Deletion, type Fate, type StillFree } from '../../zone/delete-and-confirm.ts';
import { isLive } from '../../zone/observed.ts';
import type { Warning } from '../../zone/result-parts.ts';
import { whyNotQuiet } from '../../zone/row-watch.ts';
import { assertRunning } from '../../zone/wait.ts';
import { deleteWords } from '../../zone/words.ts';
import type { Context } from './apply-context.ts';
import type { PreDeleteCheck } from './pre-delete-check.ts';

/** A target that replaces the certificate, and what the look right before showed it. */
export interface Replacing {
  readonly context: Context;
  readonly look: PreDeleteCheck;
}

/**
 * Deletes one certificate, once for all targets that it is replaced by, and tells each of them its fate.
 *
 * @param stillFree looks once more, before a delete is repeated
 * @throws ActionError where the delete is refused for good, or the run must end
 */
export async function removeOne(
  deletion: Pick<Deletion, 'world' | 'zoneId' | 'level' | 'id'>,
  by: readonly Replacing[],
  stillFree: StillFree,
): Promise<void> {
  const { id, world } = deletion;
  const contexts = by.map(({ context }) => context);
  const tell = (fate: Fate): void => contexts.forEach(({ writeRecord }) => writeRecord.fates.set(id, fate));
  const stays = firstOf(by, (one) => keptBy(one, id) ?? goneBefore(one, id));
  if (stays !== undefined) {
    tell(stays.fate);
    const { warning } = stays;
    if (warning !== undefined) contexts.forEach(({ runLog }) => runLog.warn(warning));
    return;
  }
  assertRunning(world);
  let mayBeGone = false;
  const removal = deleteAndConfirm({
    ...deletion,
    say: (line) => contexts.forEach(({ runLog }) => runLog.say(line)),
    stillFree,
    mayBeGone: () => {
      mayBeGone = true;
      contexts.forEach(({ writeRecord }) => (writeRecord.deleteSent = true));
    },
  });
  try {
    const step = ({ runLog }: Context): Promise<Fate> =>
      runLog.phase(
        'delete',
        () => removal,
        (fate) => `${id}: ${fate.why}`,
      );
    await Promise.all(contexts.map(step));
    const fate = await removal;
    tell(fate);
    // What stays is reported, but only once it is certain that no request for its deletion is under way.
    if (fate.fate === 'kept') contexts.forEach(({ runLog }) => runLog.warn(isKept(id, fate)));
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    tell({ fate: mayBeGone ? 'delete-unconfirmed' : 'kept', why: error.happened });
    throw error;
  }
}

interface Stays {
  readonly fate: Fate;
  readonly warning?: Warning;
}

function firstOf(by: readonly Replacing[], stays: (one: Replacing) => Stays | undefined): Stays | undefined {
  return by.map(stays).find((one) => one !== undefined);
}

/** Why a look says that it must stay after all; what is gone by then, an attempt whose answer was lost may have deleted. */
export function whyItStays(by: readonly Replacing[], id: string): Fate | undefined {
  return firstOf(by, (one) => keptBy(one, id))?.fate;
}

function keptBy({ context: { plan, target }, look }: Replacing, id: string): Stays | undefined {
  const users = look.inUse.get(id);
  if (users !== undefined) return { fate: { fate: 'in-use', why: `Still used by ${users.join(', ')}.` } };
  const uploadedOn = plan.remove.find((one) => one.id === id)?.uploadedOn;
  const why = look.unlisted ?? whyNotQuiet(look.unquiet, uploadedOn);
  if (why === undefined) return undefined;
  const fate = { fate: 'kept', why: `${why} ${deleteWords(target.level, id)}` } as const;
  return { fate, warning: isKept(id, fate) };
}

/** Somebody else was faster, at least by half. */
function goneBefore({ look }: Replacing, id: string): Stays | undefined {
  const now = look.certificates.find((one) => one.id === id);
  if (now !== undefined && isLive(now)) return undefined;
  if (now?.status !== 'deletion_timed_out') {
    return {
      fate: { fate: 'already-gone', why: 'Somebody else deleted it during the run.' },
      warning: { reason: 'PREDECESSOR_GONE', sentence: `${id} was deleted by somebody else meanwhile.` },
    };
  }
  const why = `Somebody else asked for its deletion, and Cloudflare gave up deleting it. To try again: operation delete with certificate-id ${id}.`;
  return {
    fate: { fate: 'kept', why },
    warning: { reason: 'PREDECESSOR_KEPT', sentence: `${id} is still there. ${why}` },
  };
}

function isKept(id: string, { why }: Fate): Warning {
  return { reason: 'PREDECESSOR_KEPT', sentence: `${id} is kept. ${why}` };
}

/** Said once for all of them, in the end. */
export function tellWhatIsInUse({ plan, runLog, writeRecord }: Context): void {
  const left = plan.remove.filter(({ id }) => writeRecord.fates.get(id)?.fate === 'in-use');
  if (left.length === 0) return;
  const ids = left.map(({ id }) => id).join(', ');
  runLog.warn({ reason: 'PREDECESSOR_KEPT', sentence: `Still in use, so it was kept: ${ids}.` });
}
