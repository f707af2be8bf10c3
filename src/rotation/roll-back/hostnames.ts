import { putAssociations } from '../../cloudflare/associations.ts';
import type { AssociationRequest } from '../../cloudflare/associations.ts';
import { observeAssociations } from '../observe/associations.ts';
import type { Context } from '../apply/context.ts';
import { associationOf } from '../observe/observation.ts';
import type { ObservedAssociations } from '../observe/observation.ts';
import type { Move } from '../plan/plan.ts';
import { removeOrphan, whyNotBackTo } from './way-back.ts';
import type { Undone } from './way-back.ts';
import { isInPlace } from '../plan/succession.ts';
import { pause, seconds, waitFor } from '../apply/waiting.ts';
import { PROPAGATION } from '../plan/grace.ts';

/** Per hostname: every hostname this run moved goes back to the association it had, in one call. */
export async function rollBackHostnames(context: Context): Promise<Undone> {
  const { journal, ledger, world } = context;
  if (ledger.moved.length === 0) {
    const orphan = await removeOrphan(context);
    return { kind: 'nothing-moved', sentence: 'No hostname had been moved.', orphan };
  }
  const overtaken = await overtakenBy(context);
  if (overtaken.length === ledger.moved.length) {
    return { kind: 'no-way-back', sentence: `${namesOf(overtaken)}, so nothing was put back.` };
  }
  const { back, stay } = await sort(context, overtaken);
  if (back.length === 0) {
    return {
      kind: 'no-way-back',
      sentence: `The new certificate stays in force: ${stay.map((one) => one.why).join('; ')}.`,
    };
  }
  const requests = back.map((move) => former(move, ledger.successor));
  await journal.phase(
    'roll-back',
    () => put(context, requests),
    () => `${back.length === 1 ? hostnamesOf(back) : `${back.length} hostnames`} pointed back`,
  );
  if (world.stop.aborted)
    return { kind: 'one-call', sentence: 'The hostnames were pointed back to what they had before.' };
  await untilRestored(context, back);
  ledger.moved = ledger.moved.filter((move) => !back.includes(move));
  if (stay.length > 0) {
    const names = stay.map(({ move }) => move.hostname).join(', ');
    return {
      kind: 'no-way-back',
      sentence: `${back.length} hostnames are back on what they had; ${names} stays as it is: ${stay.map((one) => one.why).join('; ')}.`,
    };
  }
  await untilEdgesFollow(context);
  const orphan = await removeOrphan(context);
  return { kind: 'restored', sentence: `${hostnamesOf(back)} is back on what it had before.`, orphan };
}

interface Overtaken {
  readonly move: Move;
  readonly why: string;
}

/** Hostnames that somebody else has moved on meanwhile: putting them back would undo their work, not ours. */
async function overtakenBy(context: Context): Promise<readonly Overtaken[]> {
  const { ledger, observation, world } = context;
  // After a cancel there is time for one call, and it is not this one.
  if (world.stop.aborted) return [];
  const hostnames = ledger.moved.map(({ hostname }) => hostname);
  const associations = await observeAssociations(world.api, observation.zone.id, hostnames);
  return ledger.moved.flatMap((move) => {
    const now = associationOf(associations, move.hostname)?.certificateId;
    if (now === ledger.successor || now === move.former?.certificateId) return [];
    const where = now === undefined ? 'was voided' : `was pointed at ${now}`;
    return [{ move, why: `${move.hostname} ${where} by somebody else` }];
  });
}

function namesOf(overtaken: readonly Overtaken[]): string {
  return overtaken.map(({ why }) => why).join('; ');
}

interface Sorted {
  readonly back: readonly Move[];
  readonly stay: readonly { readonly move: Move; readonly why: string }[];
}

/** Back only to something that worked: void, off, or a certificate that is active, valid and was no cause of a failing baseline. */
async function sort(context: Context, overtaken: readonly Overtaken[]): Promise<Sorted> {
  const { ledger, observation, world } = context;
  const ids = new Set(ledger.moved.flatMap((move) => move.former?.certificateId ?? []));
  const reasons = new Map<string, string | undefined>();
  // After a cancel there is time for one call: what was observed at the start has to do.
  for (const id of world.stop.aborted ? [] : ids) reasons.set(id, await whyNotBackTo(context, id));
  const sick = new Set(
    observation.baselines
      .filter(({ baseline }) => baseline.kind === 'lacks-certificate')
      .map(({ url }) => new URL(url).hostname),
  );
  const why = (move: Move): string | undefined => {
    const taken = overtaken.find((one) => one.move === move);
    if (taken !== undefined) return taken.why;
    if (sick.has(move.hostname)) return `${move.hostname} failed before as well`;
    const id = move.former?.certificateId;
    return id === undefined ? undefined : reasons.get(id);
  };
  return {
    back: ledger.moved.filter((move) => why(move) === undefined),
    stay: ledger.moved.flatMap((move) => {
      const reason = why(move);
      return reason === undefined ? [] : [{ move, why: reason }];
    }),
  };
}

/** The API wants a certificate id even where the association is to be voided (1404). */
function former(move: Move, successorId: string | undefined): AssociationRequest {
  const { hostname } = move;
  const id = move.former?.certificateId;
  if (id === undefined) return { hostname, certificateId: successorId ?? '', enabled: null };
  return { hostname, certificateId: id, enabled: move.former?.enabled ?? true };
}

async function put(context: Context, requests: readonly AssociationRequest[]): Promise<void> {
  const { observation, world } = context;
  const outcome = await putAssociations(world.api, observation.zone.id, requests);
  if (outcome.kind === 'refused') throw outcome.error;
}

async function untilRestored(context: Context, moves: readonly Move[]): Promise<void> {
  const { journal, observation, target, world } = context;
  const hostnames = moves.map((move) => move.hostname);
  const done = await waitFor(world, {
    what: 'the former certificates to be in force again',
    atMost: target.policy.activationTimeout,
    say: journal.say,
    look: async () => {
      const associations = await observeAssociations(world.api, observation.zone.id, hostnames);
      const left = moves.filter((move) => !isRestored(associations, move));
      return left.length === 0 ? { done: true, value: true } : { done: false, status: `${left.length} left` };
    },
  });
  if (done !== true) {
    journal.warn({
      reason: 'ROLL_BACK_UNCONFIRMED',
      sentence: 'The hostnames were pointed back, but Cloudflare does not show all of them in force yet.',
    });
  }
}

/** Edges follow late: where the new certificate is still shown, taking it away would turn visitors away. */
async function untilEdgesFollow({ journal, ledger, target, world }: Context): Promise<void> {
  const wait = Math.min(target.policy.gracePeriod, PROPAGATION);
  if (ledger.uploaded === undefined || wait <= 0) return;
  journal.say(`the new certificate stays for ${seconds(wait)} more, until no edge shows it any longer`);
  await pause(world, wait);
}

function isRestored(associations: ObservedAssociations, move: Move): boolean {
  const id = move.former?.certificateId;
  if (id === undefined) return associationOf(associations, move.hostname) === undefined;
  return isInPlace(associations, move.hostname, id, move.former?.enabled ?? true);
}

function hostnamesOf(moves: readonly Move[]): string {
  return moves.map((move) => move.hostname).join(', ');
}
