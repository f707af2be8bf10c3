import { ActionError } from '../../errors.ts';
import { associationOf } from '../../zone/observed.ts';
import { observeAssociations } from '../../zone/read-lists.ts';
import { seconds } from '../../zone/words.ts';
import type { Move } from '../plan/plan.ts';
import { wentBackTo, type WriteRecord } from '../write-record.ts';
import { goBack, hostnamesOf, strayedOf } from './strayed.ts';
import { inherit } from './refused-in-force.ts';
import type { RollbackContext } from './rollback-context.ts';
import { takeBack, takeBackOnce } from './take-back.ts';
import { noWayBack, whyNotBackTo, type Undone } from './way-back.ts';

/** Per hostname: every hostname this run moved goes back to the association it had, in one call. */
export async function rollBackHostnames(rollback: RollbackContext): Promise<Undone> {
  const { runLog, writeRecord } = rollback;
  const noneOlder = await inherit(rollback);
  if (writeRecord.moved.length === 0) {
    if (noneOlder !== undefined) return noWayBack(`The certificate stays in force: ${noneOlder}.`);
    const strayed = await takeBackOnce(rollback);
    if (strayed.length === 0)
      return writeRecord.back.length === 0
        ? { kind: 'nothing-moved', sentence: 'This run had moved no hostname.' }
        : restored(writeRecord);
    runLog.say(`${hostnamesOf(strayed)} is on the new certificate after all`);
  }
  const { moved } = writeRecord;
  const overtaken = await overtakenBy(rollback);
  if (overtaken.length === moved.length)
    return noWayBack(`${reasonsOf(overtaken)}, so nothing was put back.`);
  const stay = await whoStays(rollback, overtaken);
  const back = moved.filter((move) => stay.every((one) => one.move !== move));
  if (back.length === 0) return noWayBack(`The new certificate stays in force: ${reasonsOf(stay)}.`);
  const left = stay.length === 0 ? undefined : staysAsItIs(stay);
  try {
    await goBack(rollback, back);
  } catch (error) {
    // A cancel may come once the call is made. Those it never was about stay all the same.
    const cancelled = error instanceof ActionError && error.code === 'CANCELLED';
    if (left === undefined || !cancelled || rollback.sent() !== 'applied') throw error;
    return noWayBack(
      `The call that points ${hostnamesOf(back)} back was made, and the run was cancelled before it was confirmed; ${left}.`,
    );
  }
  if (left !== undefined) return noWayBack(`${isBack(back, writeRecord)}; ${left}.`);
  runLog.say(
    `back on the previous certificate after ${seconds(rollback.world.clock.monotonic() - rollback.began)}`,
  );
  await takeBack(rollback);
  return restored(writeRecord);
}

/** Whether hostnames had strayed once more and were pointed back: then it is worth another look from outside. */
export async function pointStrayedBack(rollback: RollbackContext): Promise<boolean> {
  const strayed = (await strayedOf(rollback, rollback.writeRecord.asked)) ?? [];
  if (strayed.length === 0) return false;
  await goBack(rollback, strayed);
  return true;
}

function restored(writeRecord: WriteRecord): Undone {
  const before = writeRecord.backTo === undefined ? ' before' : '';
  return { kind: 'restored', sentence: `${isBack(writeRecord.back, writeRecord)}${before}.` };
}

function isBack(moves: readonly Move[], writeRecord: WriteRecord): string {
  const one = moves.length === 1;
  const to = wentBackTo(moves, writeRecord) ?? `what ${one ? 'it' : 'they'} had`;
  return `${hostnamesOf(moves)} ${one ? 'is' : 'are'} back on ${to}`;
}

function staysAsItIs(stay: readonly Staying[]): string {
  const names = hostnamesOf(stay.map(({ move }) => move));
  return `${names} ${stay.length === 1 ? 'stays as it is' : 'stay as they are'}: ${reasonsOf(stay)}`;
}

interface Staying {
  readonly move: Move;
  readonly why: string;
}

/** Hostnames that somebody else has moved in the meantime: moving them back would undo their work, not ours. */
async function overtakenBy({
  tryRead,
  writeRecord,
  observation,
}: RollbackContext): Promise<readonly Staying[]> {
  const hostnames = writeRecord.moved.map(({ hostname }) => hostname);
  const seen = await tryRead((api) => observeAssociations(api, observation.zone.id, hostnames));
  if (seen === undefined) return [];
  return writeRecord.moved.flatMap((move) => {
    const now = associationOf(seen.value, move.hostname)?.certificateId;
    if (now === writeRecord.successor || now === move.before?.certificateId) return [];
    const where = now === undefined ? 'was voided' : `was pointed at ${now}`;
    return [{ move, why: `${move.hostname} ${where} by somebody else` }];
  });
}

function reasonsOf(staying: readonly Staying[]): string {
  return staying.map(({ why }) => why).join('; ');
}

/** Back goes only what had something that may work: void, off, or a certificate that is active and valid. */
async function whoStays(
  rollback: RollbackContext,
  overtaken: readonly Staying[],
): Promise<readonly Staying[]> {
  const { moved } = rollback.writeRecord;
  const ids = [...new Set(moved.flatMap((move) => move.before?.certificateId ?? []))];
  const unfit = new Map(
    await Promise.all(ids.map(async (id) => [id, await whyNotBackTo(rollback, id)] as const)),
  );
  return moved.flatMap((move) => {
    const taken = overtaken.find((one) => one.move === move);
    const why = taken?.why ?? unfit.get(move.before?.certificateId ?? '')?.why;
    return why === undefined ? [] : [{ move, why }];
  });
}
