import { RefusedInForce } from '../apply/bad-news.ts';
import { seconds } from '../apply/waiting.ts';
import type { Ledger } from '../ledger.ts';
import { observeAssociations } from '../observe/associations.ts';
import { associationOf } from '../observe/observation.ts';
import type { Move } from '../plan/plan.ts';
import { hostnamesOf, pointBack, strayedOf } from './point-back.ts';
import { inherit } from './refused-in-force.ts';
import { takeBack } from './take-back.ts';
import type { Undoing } from './undoing.ts';
import { failedBefore, whyNotBackTo } from './way-back.ts';
import type { Undone } from './way-back.ts';

/** Per hostname: every hostname this run moved goes back to the association it had, in one call. */
export async function rollBackHostnames(undoing: Undoing): Promise<Undone> {
  const { journal, ledger, news } = undoing;
  if (news instanceof RefusedInForce) {
    const why = await inherit(undoing);
    if (why !== undefined)
      return { kind: 'no-way-back', sentence: `The certificate stays in force: ${why}.` };
  }
  if (ledger.moved.length === 0) {
    await takeBack(undoing, goBack);
    return ledger.back.length === 0
      ? { kind: 'nothing-moved', sentence: 'This run had moved no hostname.' }
      : restored(ledger);
  }
  const overtaken = await overtakenBy(undoing);
  if (overtaken.length === ledger.moved.length) {
    return { kind: 'no-way-back', sentence: `${reasonsOf(overtaken)}, so nothing was put back.` };
  }
  const { back, stay } = await sort(undoing, overtaken);
  if (back.length === 0) {
    return { kind: 'no-way-back', sentence: `The new certificate stays in force: ${reasonsOf(stay)}.` };
  }
  await goBack(undoing, back);
  if (stay.length > 0) {
    const names = hostnamesOf(stay.map(({ move }) => move));
    return {
      kind: 'no-way-back',
      sentence: `${isBack(back, ledger)}; ${names} ${stay.length === 1 ? 'stays as it is' : 'stay as they are'}: ${reasonsOf(stay)}.`,
    };
  }
  journal.say(
    `back on the former certificate after ${seconds(undoing.world.clock.monotonic() - undoing.began)}`,
  );
  await takeBack(undoing, goBack);
  return restored(ledger);
}

/** Whether hostnames had strayed once more and were pointed back: then it is worth another look from outside. */
export async function pointStrayedBack(undoing: Undoing): Promise<boolean> {
  const strayed = (await strayedOf(undoing, undoing.ledger.asked)) ?? [];
  if (strayed.length === 0) return false;
  await goBack(undoing, strayed);
  return true;
}

async function goBack(undoing: Undoing, moves: readonly Move[]): Promise<void> {
  await undoing.journal.phase(
    'roll-back',
    () => pointBack(undoing, moves),
    () => `${moves.length === 1 ? hostnamesOf(moves) : `${moves.length} hostnames`} pointed back`,
  );
}

function restored(ledger: Ledger): Undone {
  const before = ledger.backTo === undefined ? ' before' : '';
  return { kind: 'restored', sentence: `${isBack(ledger.back, ledger)}${before}.` };
}

function isBack(moves: readonly Move[], { backTo }: Ledger): string {
  const one = moves.length === 1;
  return `${hostnamesOf(moves)} ${one ? 'is' : 'are'} back on ${backTo ?? `what ${one ? 'it' : 'they'} had`}`;
}

interface Staying {
  readonly move: Move;
  readonly why: string;
}

/** Hostnames that somebody else has moved in the meantime: moving them back would undo their work, not ours. */
async function overtakenBy({ glance, ledger, observation }: Undoing): Promise<readonly Staying[]> {
  const hostnames = ledger.moved.map(({ hostname }) => hostname);
  const seen = await glance((api) => observeAssociations(api, observation.zone.id, hostnames));
  if (seen === undefined) return [];
  return ledger.moved.flatMap((move) => {
    const now = associationOf(seen.value, move.hostname)?.certificateId;
    if (now === ledger.successor || now === move.former?.certificateId) return [];
    const where = now === undefined ? 'was voided' : `was pointed at ${now}`;
    return [{ move, why: `${move.hostname} ${where} by somebody else` }];
  });
}

function reasonsOf(staying: readonly Staying[]): string {
  return staying.map(({ why }) => why).join('; ');
}

interface Sorted {
  readonly back: readonly Move[];
  readonly stay: readonly Staying[];
}

/** Only back to something that worked: void, off, or a certificate that is active, valid and did not cause a failing baseline. */
async function sort(undoing: Undoing, overtaken: readonly Staying[]): Promise<Sorted> {
  const { ledger } = undoing;
  const ids = [...new Set(ledger.moved.flatMap((move) => move.former?.certificateId ?? []))];
  const reasons = new Map(
    await Promise.all(ids.map(async (id) => [id, await whyNotBackTo(undoing, id)] as const)),
  );
  const sick = failedBefore(undoing);
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
