import { ActionError } from '../../errors.ts';
import type { Context } from '../apply/context.ts';
import { rollBackHostnames } from './hostnames.ts';
import { rollBackZone } from './zone.ts';
import { verifyAfterRollback } from '../apply/verify.ts';
import { seconds } from '../apply/waiting.ts';
import type { Undone } from './way-back.ts';

/** Undoing may take this long past the end of the run: half-undone is the worst place to stop. */
const OVERTIME = 10 * 60_000;
const ONE_CALL = 6_000;

/**
 * Brings back what was in force before. Safe to interrupt and to repeat; never called once the delete
 * of a predecessor was sent.
 *
 * @throws ActionError where the way back fails; its text says what is in force
 */
export async function rollBack(context: Context): Promise<Undone> {
  const { journal, ledger, world } = context;
  if (ledger.deleteSent) {
    throw new ActionError('INTERNAL', {
      happened: 'A roll-back was asked for after the delete of a predecessor was sent.',
      remedy: 'Please report this.',
    });
  }
  const until = world.clock.monotonic() + OVERTIME;
  const oneCallUntil = world.clock.monotonic() + ONE_CALL;
  const api = world.api.withStop(new AbortController().signal, () =>
    world.stop.aborted ? oneCallUntil : until,
  );
  const overtime: Context = { ...context, world: { ...world, api, deadline: () => until } };
  const undone = await undo(overtime);
  ledger.undone = undone.kind === 'restored' || undone.kind === 'nothing-moved';
  if (undone.kind !== 'restored' || world.stop.aborted) return undone;
  const seen = await verifyAfterRollback(overtime, formerLeaf(context));
  journal.say(`rolled back within ${seconds(world.clock.monotonic() - (until - OVERTIME))}`);
  return { ...undone, sentence: `${undone.sentence} ${seen}` };
}

/** A cancel that comes after the restoring call ends the waiting, not the roll-back. */
async function undo(context: Context): Promise<Undone> {
  try {
    return context.observation.level === 'zone'
      ? await rollBackZone(context)
      : await rollBackHostnames(context);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
    return {
      kind: 'one-call',
      sentence:
        'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
    };
  }
}

function formerLeaf({ observation }: Context): Parameters<typeof verifyAfterRollback>[1] {
  const presented =
    observation.level === 'zone' ? observation.presented : [...observation.presented.values()][0];
  return presented?.kind === 'certificate' ? presented.certificate.leaf : undefined;
}
