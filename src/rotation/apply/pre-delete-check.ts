import type { Certificate } from '../../cloudflare/certificates.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { isLive, type ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { observed, showsAnother } from '../../zone/read-lists.ts';
import { waitFor } from '../../zone/wait.ts';
import type { World } from '../../zone/world.ts';
import type { Context } from './apply-context.ts';

/** What a look right before a delete shows of the certificates that one target replaces. */
export interface PreDeleteCheck {
  /** All of the level as they are now. */
  readonly certificates: readonly ObservedCertificate[];
  /** Planned to go, but used after all: hostnames by id. */
  readonly inUse: ReadonlyMap<string, readonly string[]>;
  /** Hostnames of the zone because of which certificates must stay. */
  readonly unquiet: readonly Unquiet[];
  /** Why it is not known who is on what: the list of associations could not be read. */
  readonly unlisted: string | undefined;
}

/** Observes again, and notes what that showed: the final words rest on it where a delete fails. */
export async function noted(
  { writeRecord }: Context,
  check: () => Promise<PreDeleteCheck>,
): Promise<PreDeleteCheck> {
  writeRecord.seenInForce = false;
  const look = await check();
  writeRecord.seenInForce = true;
  return look;
}

/** The same as a phase of its own. */
export async function observedAgain(
  context: Context,
  check: () => Promise<PreDeleteCheck>,
): Promise<PreDeleteCheck> {
  return await context.runLog.phase(
    'observe-again',
    () => noted(context, check),
    (look) => `nothing has changed since; ${stillThere(context.plan.remove, look).length} to delete`,
  );
}

/** Of certificates that are to go, those that are there and that nobody uses. */
export function stillThere(
  planned: readonly ObservedCertificate[],
  { certificates, inUse }: PreDeleteCheck,
): readonly ObservedCertificate[] {
  const live = new Set(certificates.filter(isLive).map(({ id }) => id));
  return planned.filter(({ id }) => live.has(id) && !inUse.has(id));
}

/** What is read side by side shows one moment if it takes no longer than this. */
const AT_ONCE = 10_000;

/** What was active may read as pending again for a moment (seen live); longer than this it is a change. */
const FLAP = 30_000;

/**
 * Reads all of it at once, so that no answer is older than the other; again while a successor, or a hostname on it,
 * reads as pending, but not for long.
 *
 * @param calls the reads, and the deletions that rest on them
 */
export async function readSteady<T>(
  { world, runLog }: Context,
  calls: number,
  read: () => Promise<T>,
  flaps: (seen: T) => boolean,
): Promise<T> {
  let seen = await readAtOnce(world, calls, read);
  if (!flaps(seen)) return seen;
  await waitFor(world, {
    what: 'the new certificate to read as active again',
    atMost: FLAP,
    say: runLog.say,
    look: async () => {
      seen = await readAtOnce(world, calls, read);
      return flaps(seen) ? { done: false, status: 'pending' } : { done: true, value: true };
    },
  });
  return seen;
}

async function readAtOnce<T>({ api, clock }: World, calls: number, read: () => Promise<T>): Promise<T> {
  for (;;) {
    let began = 0;
    const seen = await api.whenRoom(calls, () => {
      began = clock.monotonic();
      return read();
    });
    // If one answer was delayed, the others are old by now; the end of the run ends this.
    if (clock.monotonic() - began <= AT_ONCE) return seen;
  }
}

/**
 * By its id: a lagging list may still show as active what somebody deleted a minute ago.
 *
 * @throws ActionError `WORLD_CHANGED` if it is not, or not the same any more
 */
export function stillActive(
  { writeRecord }: Pick<Context, 'writeRecord'>,
  successor: ObservedCertificate,
  read: Certificate | undefined,
): ObservedCertificate {
  if (read !== undefined && isReborn(successor, read)) {
    throw changedByOthers(
      `${successor.id} was deleted and uploaded again: the grace period of the new upload is not over yet.`,
    );
  }
  if (read !== undefined && showsAnother(read, successor.leaf))
    throw changedByOthers(`${successor.id}, the new one, shows another certificate now.`);
  if (read?.status === 'active') return { ...observed(read), leaf: successor.leaf };
  writeRecord.active = undefined;
  writeRecord.vanished = read === undefined || isTombstone(read.status);
  throw changedByOthers(
    `The new certificate ${successor.id} is ${read === undefined ? 'gone' : `\`${read.rawStatus}\``}.`,
  );
}

/** A certificate that is uploaded again after its deletion keeps its id (seen live). */
function isReborn({ uploadedOn }: ObservedCertificate, read: Certificate): boolean {
  return uploadedOn !== undefined && read.uploadedOn !== undefined && uploadedOn !== read.uploadedOn;
}

/** Nothing was deleted then. */
export function changedByOthers(what: string): ActionError {
  return new ActionError('WORLD_CHANGED', {
    happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
    remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
  });
}
