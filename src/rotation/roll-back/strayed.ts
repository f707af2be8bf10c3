import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { associationOf, type ObservedAssociations } from '../../zone/observed.ts';
import { pointBack } from '../../zone/point-back.ts';
import { isPointed } from '../../zone/point.ts';
import { observeOneByOne, type observeAssociations } from '../../zone/read-lists.ts';
import { lookAtRows } from '../apply/apply-context.ts';
import type { Move } from '../plan/plan.ts';
import type { WriteRecord } from '../write-record.ts';
import type { RollbackContext } from './rollback-context.ts';

/** Points hostnames back to what they had before, as a phase of its own. */
export async function goBack(rollback: RollbackContext, moves: readonly Move[]): Promise<void> {
  await rollback.runLog.phase(
    'roll-back',
    () => pointedBack(rollback, moves),
    () => `${moves.length === 1 ? hostnamesOf(moves) : `${moves.length} hostnames`} pointed back`,
  );
}

async function pointedBack(rollback: RollbackContext, moves: readonly Move[]): Promise<void> {
  const { runLog, writeRecord, observation, target } = rollback;
  const movesOf = (names: readonly string[]): readonly Move[] =>
    moves.filter(({ hostname }) => names.includes(hostname));
  const inForce = await pointBack(
    {
      zoneId: observation.zone.id,
      wanted: moves.map((move) => backRequest(move, writeRecord.successor)),
      atMost: target.policy.activationTimeout,
      say: runLog.say,
      strays: (seen, hostname) => movesOf([hostname]).some((move) => isOnSuccessor(rollback, seen, move)),
      look: (hostnames) => lookAtRows(rollback, hostnames),
      sent: async ({ kind }, names) => {
        // It may have been applied in part, or not at all; a list that lags does not show the cut-over yet.
        if (kind === 'refused') return void (await strayedOf(rollback, movesOf(names), byName));
        if (kind === 'applied') note(writeRecord, movesOf(names), []);
        // A late copy of the cut-over may undo it, until it was seen.
        writeRecord.unseen = new Set([...writeRecord.unseen, ...names]);
      },
      seen: (names, strayed) => note(writeRecord, movesOf(names), movesOf(strayed)),
    },
    rollback,
  );
  if (!inForce) runLog.warn(UNCONFIRMED);
}

const UNCONFIRMED = {
  reason: 'ROLL_BACK_UNCONFIRMED',
  sentence: 'The hostnames were pointed back, but Cloudflare does not show all of them in force yet.',
};

/**
 * Of the given hostnames, those that are on the new certificate now, which is noted; undefined if
 * there was no answer.
 */
export async function strayedOf(
  rollback: RollbackContext,
  moves: readonly Move[],
  read: typeof observeAssociations = (api, _, names) => lookAtRows(rollback, names, api),
): Promise<readonly Move[] | undefined> {
  const hostnames = moves.map((move) => move.hostname);
  if (hostnames.length === 0) return [];
  const seen = await rollback.tryRead((api) => read(api, rollback.observation.zone.id, hostnames));
  return seen === undefined ? undefined : noteStrayed(rollback, seen.value, moves);
}

/** Notes which of the given hostnames a look shows on the new certificate, and returns them. */
export function noteStrayed(
  rollback: RollbackContext,
  seen: ObservedAssociations,
  moves: readonly Move[],
): readonly Move[] {
  const { writeRecord } = rollback;
  const strayed = moves.filter((move) => isOnSuccessor(rollback, seen, move));
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

/** The API wants a certificate id even where the association is to be voided (1404). */
function backRequest(move: Move, successorId: string | undefined): AssociationRequest {
  const { hostname } = move;
  const id = move.before?.certificateId;
  if (id === undefined) return { hostname, certificateId: successorId ?? '', enabled: null };
  return { hostname, certificateId: id, enabled: move.before?.enabled ?? true };
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

function isOnSuccessor(
  { writeRecord }: RollbackContext,
  seen: ObservedAssociations,
  { hostname, before: had }: Move,
): boolean {
  const row = associationOf(seen, hostname);
  // Somebody may have switched it off on this very certificate before, which it goes back to.
  const asBefore = row?.certificateId === had?.certificateId && row?.enabled === had?.enabled;
  return row?.certificateId === writeRecord.successor && !asBefore;
}

export function isRestored(associations: ObservedAssociations, move: Move): boolean {
  return isPointed(associations, backRequest(move, undefined));
}
