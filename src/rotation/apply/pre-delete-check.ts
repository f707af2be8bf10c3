import type { Certificate } from '../../cloudflare/certificates.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { isLive, type ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { observed } from '../../zone/read-lists.ts';
import type { World } from '../../zone/world.ts';
import type { Context } from './apply-context.ts';

/** What a look right before the first delete says of the certificates that one target replaces. */
export interface PreDeleteCheck {
  /** Of those planned, what may still be deleted. */
  readonly remove: readonly ObservedCertificate[];
  /** Planned, but no longer there. */
  readonly gone: readonly ObservedCertificate[];
  /** Planned, and still there, but Cloudflare gave up a deletion that somebody else asked for. */
  readonly halfDeleted: readonly ObservedCertificate[];
  /** Planned, but used after all. */
  readonly inUse: readonly {
    readonly certificate: ObservedCertificate;
    readonly hostnames: readonly string[];
  }[];
  /** Hostnames of the zone because of which certificates must stay. */
  readonly unquiet: readonly Unquiet[];
  /** Why it is not known who is on what: the list of associations could not be read. */
  readonly unlisted: string | undefined;
}

/** What is read side by side shows one moment if it takes no longer than this. */
const AT_ONCE = 10_000;

/**
 * Reads all of it at once, so that no answer is older than the other.
 *
 * @param calls the reads, and the deletions that rest on them
 */
export async function readAtOnce<T>(
  { api, clock }: Pick<World, 'api' | 'clock'>,
  calls: number,
  read: () => Promise<T>,
): Promise<T> {
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

/** What is no longer live was deleted, at least by half. */
export function notToDelete(
  planned: readonly ObservedCertificate[],
  certificates: readonly ObservedCertificate[],
): Pick<PreDeleteCheck, 'gone' | 'halfDeleted'> {
  const statuses = new Map(certificates.map(({ id, status }) => [id, status]));
  const dead = planned.filter(({ id }) => !certificates.some((one) => one.id === id && isLive(one)));
  const isHalf = ({ id }: ObservedCertificate): boolean => statuses.get(id) === 'deletion_timed_out';
  return { gone: dead.filter((one) => !isHalf(one)), halfDeleted: dead.filter(isHalf) };
}

/** Nothing was deleted then. */
export function changedByOthers(what: string): ActionError {
  return new ActionError('WORLD_CHANGED', {
    happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
    inForce: 'Nothing was deleted.',
    remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
  });
}
