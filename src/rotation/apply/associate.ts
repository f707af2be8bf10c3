import { mistrusted } from '../../cloudflare/api-error.ts';
import type { Outcome } from '../../cloudflare/api-error.ts';
import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { ActionError, RollbackRequired } from '../../errors.ts';
import { associationOf, usersOf, isInPlace } from '../../zone/observed.ts';
import type { ObservedAssociations } from '../../zone/observed.ts';
import { observeOneByOne } from '../../zone/read-lists.ts';
import type { Look } from '../../zone/wait.ts';
import type { Move } from '../plan/plan.ts';
import { lookAtRows } from './apply-context.ts';
import type { Context } from './apply-context.ts';
import { watchFor } from './watch.ts';

/** Points hostnames at the successor, in one call, and waits until all of them are in force. */
export async function associate(
  context: Context,
  successorId: string,
  moves: readonly Move[],
): Promise<void> {
  const { writeRecord, world } = context;
  let doubt: ActionError | undefined;
  writeRecord.cutOverAt ??= world.clock.monotonic();
  const unsent = moves.filter((move) => !move.pointed);
  if (unsent.length > 0) {
    const before = writeRecord.moved;
    writeRecord.moved = [...writeRecord.moved, ...unsent];
    writeRecord.asked = [...writeRecord.asked, ...unsent];
    writeRecord.wrote = true;
    const outcome = await sent(context, successorId, unsent);
    if (outcome.kind !== 'refused') context.siblings.done('move');
    if (outcome.kind === 'refused') {
      const applied = await appliedInPart(context, successorId, unsent, outcome.error);
      writeRecord.moved = [...before, ...applied];
      // Where some were moved and seen to work before, the others are left for the next run.
      if (outcome.error.code === 'API_REFUSED' && before.length === 0) throw refused(outcome.error);
      throw outcome.error;
    }
    writeRecord.unseen = new Set([...writeRecord.unseen, ...unsent.map(({ hostname }) => hostname)]);
    if (outcome.kind === 'ambiguous') {
      doubt = outcome.error;
      context.runLog.say('the answer to the association was lost; reading whether it was applied');
    }
  }
  await untilInPlace(context, successorId, moves, doubt);
}

/** An error in place of an outcome means that nothing was sent. */
async function sent(
  { writeRecord, observation, world }: Context,
  successorId: string,
  moves: readonly Move[],
): Promise<Outcome<unknown>> {
  const requests = moves.map((move) => request(move, successorId));
  try {
    return mistrusted(await putAssociations(world.api, observation.zone.id, requests));
  } catch (error) {
    writeRecord.moved = writeRecord.moved.filter((move) => !moves.includes(move));
    writeRecord.asked = writeRecord.asked.filter((move) => !moves.includes(move));
    throw error;
  }
}

/**
 * A refusal should mean that nothing was applied; whether all rows of a call are checked before the first
 * is applied is not documented. Asked hostname by hostname, since this comes right after the call and a list
 * may lag. Where that fails they count as applied: to point them back does no harm.
 */
async function appliedInPart(
  { writeRecord, observation, world }: Context,
  successorId: string,
  moves: readonly Move[],
  error: ActionError,
): Promise<readonly Move[]> {
  if (moves.length === 1 || error.code !== 'API_REFUSED') return [];
  const hostnames = moves.map((move) => move.hostname);
  try {
    const rows = await observeOneByOne(world.api, observation.zone.id, hostnames);
    const there = new Set(
      rows.filter((row) => row.certificateId === successorId).map(({ hostname }) => hostname),
    );
    return moves.filter(({ hostname }) => there.has(hostname));
  } catch (failure) {
    if (!(failure instanceof ActionError)) throw failure;
    writeRecord.unseen = new Set([...writeRecord.unseen, ...hostnames]);
    return moves;
  }
}

/** An upload is useless once its hostnames are refused: it is removed again. */
function refused(error: ActionError): RollbackRequired {
  const { happened, remedy } = error;
  return new RollbackRequired('API_REFUSED', { happened, remedy }, { cause: error });
}

export function request(move: Move, certificateId: string): AssociationRequest {
  return { hostname: move.hostname, certificateId, enabled: move.enabled };
}

/** A lost call may be applied a minute later, and the list lags by another minute. */
const SETTLE = 150_000;

/** @param doubt why it is not known whether the call was applied */
async function untilInPlace(
  context: Context,
  successorId: string,
  moves: readonly Move[],
  doubt: ActionError | undefined,
): Promise<void> {
  const { target, world, runLog, writeRecord } = context;
  const hostnames = moves.map((move) => move.hostname);
  const began = world.clock.monotonic();
  const done = await watchFor(context, {
    what:
      hostnames.length === 1 ? `${hostnames.join('')} to use it` : `${hostnames.length} hostnames to use it`,
    atMost: target.policy.activationTimeout,
    say: runLog.say,
    justSent: moves.some((move) => !move.pointed) ? 'association' : undefined,
    look: async () => {
      const associations = await lookAtRows(context, hostnames);
      const there = new Set(usersOf(associations, successorId));
      writeRecord.unseen = new Set([...writeRecord.unseen].filter((hostname) => !there.has(hostname)));
      const lost = there.size === 0 && world.clock.monotonic() - began > SETTLE;
      if (doubt !== undefined && lost) return { done: true, value: false };
      return lookAt(associations, moves, successorId);
    },
  });
  if (done === true) return;
  if (done === false && doubt !== undefined) throw doubt;
  throw new ActionError('ACTIVATION_TIMED_OUT', {
    happened: 'Not all hostnames were using the new certificate within `activation-timeout`.',
    remedy: 'Nothing was deleted. Run again: the next run continues with the remaining hostnames.',
  });
}

function lookAt(
  associations: ObservedAssociations,
  moves: readonly Move[],
  successorId: string,
): Look<boolean> {
  const waiting = moves.filter(
    ({ hostname, enabled }) => !isInPlace(associations, hostname, successorId, enabled),
  );
  for (const { hostname } of waiting) {
    const row = associationOf(associations, hostname);
    if (row?.certificateId === successorId && row.status === 'deployment_timed_out') {
      throw new RollbackRequired('ACTIVATION_FAILED', {
        happened: `The association of ${hostname} ended as \`deployment_timed_out\`: Cloudflare gave up deploying it.`,
        remedy: 'Run again; if it happens twice, ask Cloudflare support and name the hostname.',
      });
    }
  }
  if (waiting.length === 0) return { done: true, value: true };
  return { done: false, status: `${moves.length - waiting.length} of ${moves.length} in force` };
}
