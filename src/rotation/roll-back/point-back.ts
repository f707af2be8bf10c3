import type { Outcome } from '../../cloudflare/api-error.ts';
import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { ActionError } from '../../errors.ts';
import { associationOf, isInPlace } from '../../zone/observed.ts';
import type { ObservedAssociations } from '../../zone/observed.ts';
import { observeOneByOne } from '../../zone/read-lists.ts';
import type { observeAssociations } from '../../zone/read-lists.ts';
import { waitFor } from '../../zone/wait.ts';
import { lookAtRows } from '../apply/apply-context.ts';
import type { Move } from '../plan/plan.ts';
import type { WriteRecord } from '../write-record.ts';
import type { RollbackContext } from './rollback-context.ts';

/** How often a hostname is pointed back that is on the new certificate nevertheless. */
const TIMES = 3;
/** Longer than an association takes to appear, and than visitors should wait for a lost call. */
const SHOWS_WITHIN = 45_000;
const IN_FORCE_WITHIN = 5 * 60_000;

/**
 * Points hostnames back to what they had before, in one call, and waits until that is in force. Sent again
 * where they stay on the new certificate: the call got lost, or a late copy of the cut-over undid it.
 *
 * @throws ActionError if it is refused, or helps in no way
 */
export async function pointBack(rollback: RollbackContext, moves: readonly Move[]): Promise<void> {
  const { runLog } = rollback;
  let left = moves;
  for (let time = 1; time <= TIMES; time += 1) {
    const outcome = await put(rollback, left);
    const { inForce, strayed } = await untilRestored(rollback, left);
    if (strayed.length === 0) {
      if (!inForce && outcome.kind === 'ambiguous') throw outcome.error;
      if (inForce) note(rollback.writeRecord, left, []);
      else runLog.warn(UNCONFIRMED);
      return;
    }
    note(rollback.writeRecord, left, strayed);
    left = strayed;
    runLog.say(`${hostnamesOf(left)} is still on the new certificate`);
  }
  throw straysStill(left);
}

const UNCONFIRMED = {
  reason: 'ROLL_BACK_UNCONFIRMED',
  sentence: 'The hostnames were pointed back, but Cloudflare does not show all of them in force yet.',
};

export function straysStill(moves: readonly Move[]): ActionError {
  return new ActionError('ROLLBACK_FAILED', {
    happened: `${hostnamesOf(moves)} is on the new certificate again, or still, although it was pointed back ${TIMES} times.`,
    remedy:
      'Find out who else changes the associations of this zone, and point the hostnames at their former certificates.',
  });
}

/**
 * Of the given hostnames, those that are on the new certificate now, which is noted; undefined if no
 * answer is to be had.
 */
export async function strayedOf(
  rollback: RollbackContext,
  moves: readonly Move[],
  read: typeof observeAssociations = (api, _, names) => lookAtRows(rollback, names, api),
): Promise<readonly Move[] | undefined> {
  const hostnames = moves.map((move) => move.hostname);
  if (hostnames.length === 0) return [];
  const seen = await rollback.glance((api) => read(api, rollback.observation.zone.id, hostnames));
  return seen === undefined ? undefined : noteStrayed(rollback, seen.value, moves);
}

/** Notes which of the given hostnames a look shows on the new certificate, and returns them. */
export function noteStrayed(
  rollback: RollbackContext,
  seen: ObservedAssociations,
  moves: readonly Move[],
): readonly Move[] {
  const { writeRecord } = rollback;
  const strayed = onSuccessor(rollback, seen, moves);
  const known = moves.filter(({ hostname }) => writeRecord.moved.some((move) => move.hostname === hostname));
  note(writeRecord, known, strayed);
  return strayed;
}

const byName: typeof observeAssociations = async (api, zoneId, hostnames) => ({
  complete: true,
  rows: await observeOneByOne(api, zoneId, hostnames),
});

export function hostnamesOf(moves: readonly Move[]): string {
  return moves.map((move) => move.hostname).join(', ');
}

export function without(moves: readonly Move[], others: readonly Move[]): readonly Move[] {
  return moves.filter(({ hostname }) => !others.some((other) => other.hostname === hostname));
}

type Sent = Exclude<Outcome<unknown>, { readonly kind: 'refused' }>;

async function put(rollback: RollbackContext, moves: readonly Move[]): Promise<Sent> {
  const { insisting, runLog, writeRecord, observation } = rollback;
  const requests = moves.map((move) => former(move, writeRecord.successor));
  writeRecord.wrote = true;
  const outcome = await putAssociations(insisting.api, observation.zone.id, requests);
  switch (outcome.kind) {
    case 'applied':
      note(writeRecord, moves, []);
      // A late copy of the cut-over may undo it, until it was seen.
      doubt(writeRecord, moves);
      return outcome;
    case 'ambiguous':
      doubt(writeRecord, moves);
      runLog.say('the answer to the way back was lost; reading whether it was applied');
      return outcome;
    case 'refused':
      // It may have been applied in part, or not at all; a list that lags does not show the cut-over yet.
      await strayedOf(rollback, moves, byName);
      throw outcome.error;
  }
}

/** The API wants a certificate id even where the association is to be voided (1404). */
function former(move: Move, successorId: string | undefined): AssociationRequest {
  const { hostname } = move;
  const id = move.former?.certificateId;
  if (id === undefined) return { hostname, certificateId: successorId ?? '', enabled: null };
  return { hostname, certificateId: id, enabled: move.former?.enabled ?? true };
}

/** Notes where hostnames are: on the new certificate those that strayed, pointed back the others. */
function note(writeRecord: WriteRecord, moves: readonly Move[], strayed: readonly Move[]): void {
  const back = without(moves, strayed);
  writeRecord.unseen = new Set(
    [...writeRecord.unseen].filter((name) => moves.every((move) => move.hostname !== name)),
  );
  writeRecord.back = [...without(without(writeRecord.back, moves), strayed), ...back];
  writeRecord.moved = [...without(without(writeRecord.moved, moves), strayed), ...strayed];
}

function doubt(writeRecord: WriteRecord, moves: readonly Move[]): void {
  writeRecord.unseen = new Set([...writeRecord.unseen, ...moves.map(({ hostname }) => hostname)]);
}

interface Shown {
  readonly inForce: boolean;
  readonly strayed: readonly Move[];
}

async function untilRestored(rollback: RollbackContext, moves: readonly Move[]): Promise<Shown> {
  const { runLog, target, world } = rollback;
  const hostnames = moves.map((move) => move.hostname);
  const began = world.clock.monotonic();
  const atMost = Math.min(target.policy.activationTimeout, IN_FORCE_WITHIN);
  // A look soon after the call says little: a list lags.
  const patience = Math.min(SHOWS_WITHIN, atMost);
  const shown = await waitFor<Shown>(world, {
    what: 'the former certificates to be in force again',
    atMost,
    say: runLog.say,
    refusals: 'no-news',
    look: async () => {
      const associations = await lookAtRows(rollback, hostnames);
      const strayed = onSuccessor(rollback, associations, moves);
      const left = moves.filter((move) => !isRestored(associations, move));
      if (left.length === 0) return { done: true, value: { inForce: true, strayed: [] } };
      return strayed.length === 0 || world.clock.monotonic() - began < patience
        ? { done: false, status: `${left.length} left` }
        : { done: true, value: { inForce: false, strayed } };
    },
  });
  return shown ?? { inForce: false, strayed: [] };
}

function onSuccessor(
  { writeRecord }: RollbackContext,
  associations: ObservedAssociations,
  moves: readonly Move[],
): readonly Move[] {
  return moves.filter(
    ({ hostname }) => associationOf(associations, hostname)?.certificateId === writeRecord.successor,
  );
}

export function isRestored(associations: ObservedAssociations, move: Move): boolean {
  const id = move.former?.certificateId;
  if (id === undefined) return associationOf(associations, move.hostname) === undefined;
  return isInPlace(associations, move.hostname, id, move.former?.enabled ?? true);
}
