import type { Fate, StillFree } from '../../zone/delete-and-confirm.ts';
import { usersOf, type ObservedAssociations } from '../../zone/observed.ts';
import { straysStill } from '../../zone/point-back.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { holding, quietIn, whyNotQuiet } from '../../zone/row-watch.ts';
import { pause } from '../../zone/wait.ts';
import { seconds, deleteWords, whyUnlisted } from '../../zone/words.ts';
import { lookAtRows } from '../apply/apply-context.ts';
import type { Move } from '../plan/plan.ts';
import { mine, type RollbackContext } from './rollback-context.ts';
import { goBack, hostnamesOf, isRestored, noteStrayed } from './strayed.ts';
import { leaveUpload, removeUpload } from './way-back.ts';

/** How often what strayed is pointed back before the upload can be removed. */
const ROUNDS = 3;
/** No more than what people who read along wait for a line. */
const LOOK_EVERY = 12_000;
/** Left of the time of a roll-back for the probes that follow. */
const FOR_PROBES = 3 * 60_000;

/**
 * Per hostname: takes the upload away once no edge can present it any more. No row may name it, and every hostname
 * of the zone must be quiet: edges follow late, and another run may have pointed a hostname at it and back. A lost
 * copy of the cut-over may arrive until then and undo the way back: such hostnames are pointed back again first.
 *
 * @throws ActionError if they stray each time
 */
export async function takeBack(rollback: RollbackContext): Promise<void> {
  for (let round = 1; ; round += 1) {
    const strayed = await takeBackOnce(rollback);
    if (strayed.length === 0) return;
    if (round > ROUNDS) throw straysStill(strayed.map(({ hostname }) => hostname));
    rollback.runLog.say(`${hostnamesOf(strayed)} is on the new certificate again; pointing back once more`);
    await goBack(rollback, strayed);
  }
}

/** What one look says of the upload. */
type Shown =
  | { readonly kind: 'free'; readonly unlisted?: true }
  | { readonly kind: 'strayed'; readonly moves: readonly Move[] }
  /** Shown to somebody, or perhaps; milliseconds until another look may find it free, 0: no use in waiting. */
  | { readonly kind: 'shown'; readonly why: string; readonly wait: number };

/** The same, if nothing strays: otherwise returns what did, and the upload is there still. */
export async function takeBackOnce(rollback: RollbackContext): Promise<readonly Move[]> {
  const id = mine(rollback);
  const edgesFollowed = followedBy(rollback);
  const lookAgain = (): Promise<Shown> => look(rollback, id, edgesFollowed);
  const first = id === undefined ? await lookAgain() : await untilFree(rollback, lookAgain);
  if (first.kind === 'strayed') return first.moves;
  if (id === undefined) return [];
  if (first.kind === 'shown') {
    leaveUpload(rollback, id, `${first.why} ${deleteWords('hostname', id)}`);
    return [];
  }
  let strayed: readonly Move[] = [];
  const stillFree: StillFree = async () => {
    const now = await lookAgain();
    if (now.kind === 'strayed') strayed = now.moves;
    return keptBy(now);
  };
  // Without a list a refusal that clears says that somebody was moved off it just now.
  await removeUpload(rollback, stillFree, first.unlisted === true ? 0 : undefined);
  return strayed;
}

function keptBy(shown: Shown): Fate | undefined {
  switch (shown.kind) {
    case 'free':
      return undefined;
    case 'strayed':
      return { fate: 'in-use', why: `${hostnamesOf(shown.moves)} is on it again.` };
    case 'shown':
      return { fate: 'in-use', why: shown.why };
  }
}

async function untilFree(
  { runLog, world }: RollbackContext,
  lookAgain: () => Promise<Shown>,
): Promise<Shown> {
  let seen = await lookAgain();
  if (seen.kind !== 'shown') return seen;
  runLog.say(`keeping the new certificate until no edge can present it any more. ${seen.why}`);
  await runLog.phase(
    'edges-follow',
    async () => {
      while (seen.kind === 'shown' && seen.wait > 0 && !world.stop.aborted) {
        if (world.clock.monotonic() + seen.wait >= world.deadline() - FOR_PROBES) return;
        await pause(world, Math.min(seen.wait, LOOK_EVERY));
        seen = await lookAgain();
        if (seen.kind === 'shown' && seen.wait > 0)
          runLog.say(`the new certificate stays for at least ${seconds(seen.wait)} more`);
      }
    },
    () =>
      seen.kind === 'free' ? 'the edges have had time to follow' : `it stays: ${keptBy(seen)?.why ?? ''}`,
  );
  return world.stop.aborted ? { kind: 'free' } : seen;
}

/** Monotonic moment by which edges have followed what was pointed back: for where no list tells who is on what. */
function followedBy({ writeRecord, target, world }: RollbackContext): number {
  const wait = writeRecord.back.length === 0 ? 0 : Math.min(target.policy.gracePeriod, PROPAGATION);
  return world.clock.monotonic() + wait;
}

async function look(
  rollback: RollbackContext,
  id: string | undefined,
  edgesFollowed: number,
): Promise<Shown> {
  const { tryRead, writeRecord, observation, world } = rollback;
  if (id === undefined && writeRecord.asked.length === 0) return { kind: 'free' };
  const seen = await tryRead((api) => lookAtRows(rollback, observation.hostnames, api));
  // Where there is a list, what it refuses to tell is not known yet.
  if (seen === undefined || (!seen.value.complete && observation.associations?.complete === true)) {
    const why = 'The associations of the zone could not be read.';
    return world.stop.aborted ? { kind: 'free' } : { kind: 'shown', why, wait: LOOK_EVERY };
  }
  const strayed = noteStrayed(rollback, seen.value, writeRecord.asked);
  if (strayed.length > 0) return { kind: 'strayed', moves: strayed };
  if (id === undefined) return { kind: 'free' };
  const users = usersOf(seen.value, id);
  // Also by a row that is on its way out.
  if (users.length > 0) {
    // What a hostname had before, though switched off, it keeps.
    const had = writeRecord.back.some(({ before }) => before?.certificateId === id);
    return { kind: 'shown', why: `It is used by ${users.join(', ')}.`, wait: had ? 0 : LOOK_EVERY };
  }
  return seen.value.complete ? inList(rollback, id) : unlisted(rollback, id, seen.value, edgesFollowed);
}

function inList({ writeRecord, observation, inZone, target, world }: RollbackContext, id: string): Shown {
  const grace = Math.min(target.policy.gracePeriod, PROPAGATION);
  // What this run uploaded came after the first look.
  const known = observation.certificates.find((one) => one.id === id);
  const uploadedOn = writeRecord.uploaded === id ? observation.at : known?.uploadedOn;
  const unquiet = inZone.rows.unquiet(grace, world.api.serverNow(), PROPAGATION);
  const restless = holding(unquiet, { uploadedOn });
  const why = whyNotQuiet(restless, uploadedOn);
  return why === undefined
    ? { kind: 'free' }
    : { kind: 'shown', why, wait: Math.max(...restless.map(quietIn)) };
}

/** Nobody but this run can know of what it uploaded; of what it took over, who is on it nobody can tell. */
function unlisted(
  { writeRecord, world }: RollbackContext,
  id: string,
  rows: ObservedAssociations,
  edgesFollowed: number,
): Shown {
  if (writeRecord.uploaded !== id) return { kind: 'shown', why: whyUnlisted(rows), wait: 0 };
  const under = writeRecord.back.filter((move) => !isRestored(rows, move));
  if (under.length > 0)
    return { kind: 'shown', why: `${hostnamesOf(under)} is on its way back.`, wait: LOOK_EVERY };
  const left = edgesFollowed - world.clock.monotonic();
  return left <= 0
    ? { kind: 'free', unlisted: true }
    : { kind: 'shown', why: `Edges may present it for ${seconds(left)} more.`, wait: left };
}
