import { getCertificate } from '../../cloudflare/certificates.ts';
import type { Certificate } from '../../cloudflare/certificates.ts';
import { ActionError } from '../../errors.ts';
import { associationOf, stayersOf, isLive, newest, isInPlace } from '../../zone/observed.ts';
import type { ObservedAssociations, ObservedCertificate } from '../../zone/observed.ts';
import type { Unquiet } from '../../zone/quiet.ts';
import { observeCertificates, observed } from '../../zone/read-lists.ts';
import { whyUnlisted } from '../../zone/words.ts';
import type { Move } from '../plan/plan.ts';
import { hostnameSuccession } from '../plan/succession.ts';
import { movedOff, lookAtRows } from './apply-context.ts';
import type { Context } from './apply-context.ts';
import { untilSteady } from './until-steady.ts';
import type { Flapping } from './until-steady.ts';

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
  /** Why it is not known who is on what: the list of associations is not to be had. */
  readonly unlisted: string | undefined;
}

/** What is read side by side shows one moment if it takes no longer than this. */
const AT_ONCE = 10_000;
/** The three reads, and the deletion that rests on them. */
const LOOK_AND_DELETE = 4;

/**
 * Observes again right before the first delete, all of it at once: no answer is older than the other. Nothing
 * may have changed except what this run changed itself.
 *
 * @param proven the origin was seen to be served with the successor: then the order of uploads does not matter
 * @throws ActionError `WORLD_CHANGED` if somebody else changed something; nothing was deleted then
 */
export async function lookAgain(
  context: Context,
  successor: ObservedCertificate,
  proven: boolean,
): Promise<PreDeleteCheck> {
  const { observation, target, world } = context;
  const { zone } = observation;
  const read = async (): Promise<Read> => {
    let began = 0;
    const [listed, now, associations] = await world.api.whenRoom(LOOK_AND_DELETE, () => {
      began = world.clock.monotonic();
      return Promise.all([
        observeCertificates(world.api, zone.id, target.level),
        getCertificate(world.api, zone.id, target.level, successor.id),
        observation.level === 'hostname' ? lookAtRows(context, observation.hostnames) : undefined,
      ]);
    });
    // If one answer was delayed, the others are old by now; the end of the run ends this.
    if (world.clock.monotonic() - began > AT_ONCE) return await read();
    return { listed, successor: now, associations };
  };
  const hostnames = observation.level === 'hostname' ? observation.hostnames : [];
  const { listed, successor: now, associations } = await untilSteady(context, hostnames, read);
  const current = stillActive(successor, now);
  const certificates = [...listed.filter((one) => one.id !== successor.id), current];
  return associations === undefined
    ? lookAtZone(context, current, certificates, proven)
    : lookAtHostnames(context, current, certificates, associations);
}

interface Read extends Flapping {
  readonly listed: readonly ObservedCertificate[];
}

/** By its id: a lagging list may still show as active what somebody deleted a minute ago. */
function stillActive(successor: ObservedCertificate, read: Flapping['successor']): ObservedCertificate {
  if (read !== undefined && isReborn(successor, read)) {
    throw moved(
      `${successor.id} was deleted and uploaded again: the grace period of the new upload is not over yet.`,
    );
  }
  if (read?.status === 'active') return { ...observed(read), leaf: successor.leaf };
  throw moved(
    `The new certificate ${successor.id} is ${read === undefined ? 'gone' : `\`${read.rawStatus}\``}.`,
  );
}

/** A certificate that is uploaded again after its deletion keeps its id (seen live). */
function isReborn({ uploadedOn }: ObservedCertificate, read: Certificate): boolean {
  return uploadedOn !== undefined && read.uploadedOn !== undefined && uploadedOn !== read.uploadedOn;
}

function lookAtZone(
  context: Context,
  successor: ObservedCertificate,
  certificates: readonly ObservedCertificate[],
  proven: boolean,
): PreDeleteCheck {
  const ids = new Set(context.plan.remove.map((certificate) => certificate.id));
  const named = new Set(context.plan.spared.map(({ certificate }) => certificate.id));
  const stranger = certificates.find(
    (one) => isLive(one) && one.id !== successor.id && !ids.has(one.id) && !named.has(one.id),
  );
  if (stranger !== undefined)
    throw moved(`A certificate that was not there before, ${stranger.id}, appeared.`);
  if (newest(certificates)?.id !== successor.id && !proven) {
    throw moved(
      `${successor.id} is not the newest certificate of the zone, so Cloudflare may be using another.`,
    );
  }
  const late = certificates.find(({ id, status }) => status === 'active' && wasUnderWay(context, id));
  if (late !== undefined && late.id !== successor.id && !proven) {
    throw moved(
      `${late.id} became active only during the run, so Cloudflare may be using it, though it was uploaded earlier.`,
    );
  }
  // With proof of service, what is not older is superseded nevertheless.
  const live = new Map(certificates.filter(isLive).map((certificate) => [certificate.id, certificate]));
  const planned = context.plan.remove;
  return {
    remove: planned.filter(({ id }) => live.has(id)),
    ...notToDelete(planned, certificates),
    inUse: [],
    unquiet: [],
    unlisted: undefined,
  };
}

/**
 * Cloudflare uses what was deployed last, and dates tell only the order of uploads. What was on its way
 * when this run uploaded was waited for; what had timed out may come through at any time.
 */
function wasUnderWay({ writeRecord, observation }: Context, id: string): boolean {
  const before = observation.certificates.find((one) => one.id === id)?.status;
  if (before === undefined || before === 'active') return false;
  const timedOut = before === 'deployment_timed_out' || writeRecord.timedOut.has(id);
  return writeRecord.uploaded === undefined || timedOut;
}

function lookAtHostnames(
  context: Context,
  successor: ObservedCertificate,
  certificates: readonly ObservedCertificate[],
  associations: ObservedAssociations,
): PreDeleteCheck {
  const { plan, siblings, target, world } = context;
  const strayed = [...plan.moves, ...inPlaceBefore(context, successor)].find(
    ({ hostname, enabled }) => !isInPlace(associations, hostname, successor.id, enabled),
  );
  if (strayed !== undefined) throw moved(`${strayed.hostname} is no longer on the new certificate.`);
  const { superseded } = hostnameSuccession({
    successor: target.successor.leaf,
    successorId: successor.id,
    certificates,
    associations,
    movedOff: movedOff(plan),
    moving: new Set(),
    siblings: new Set(target.siblings),
    identity: target.issuing?.identity,
  });
  const free = new Set((associations.complete ? superseded : plan.remove).map(({ id }) => id));
  const live = new Set(certificates.filter(isLive).map((certificate) => certificate.id));
  const present = plan.remove.filter(({ id }) => live.has(id));
  return {
    remove: present.filter(({ id }) => free.has(id)),
    ...notToDelete(plan.remove, certificates),
    inUse: present
      .filter(({ id }) => !free.has(id))
      .map((certificate) => ({ certificate, hostnames: stayersOf(associations, certificate.id) })),
    unquiet: siblings.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
    unlisted: associations.complete ? undefined : whyUnlisted(associations),
  };
}

/** What is no longer live was deleted, at least by half. */
function notToDelete(
  planned: readonly ObservedCertificate[],
  certificates: readonly ObservedCertificate[],
): Pick<PreDeleteCheck, 'gone' | 'halfDeleted'> {
  const statuses = new Map(certificates.map(({ id, status }) => [id, status]));
  const dead = planned.filter(({ id }) => !certificates.some((one) => one.id === id && isLive(one)));
  const isHalf = ({ id }: ObservedCertificate): boolean => statuses.get(id) === 'deletion_timed_out';
  return { gone: dead.filter((one) => !isHalf(one)), halfDeleted: dead.filter(isHalf) };
}

/** Hostnames that an earlier run had moved already: they must still be there as well. */
function inPlaceBefore(
  { observation, plan }: Context,
  successor: ObservedCertificate,
): readonly Pick<Move, 'hostname' | 'enabled'>[] {
  if (observation.level !== 'hostname') return [];
  const moving = new Set(plan.moves.map(({ hostname }) => hostname));
  return observation.hostnames.flatMap((hostname) => {
    const row = associationOf(observation.associations, hostname);
    const there = row?.certificateId === successor.id && !moving.has(hostname);
    return there ? [{ hostname, enabled: row.enabled === true }] : [];
  });
}

function moved(what: string): ActionError {
  return new ActionError('WORLD_CHANGED', {
    happened: `Somebody else changed origin pulls of this zone during the run. ${what}`,
    inForce: 'Nothing was deleted.',
    remedy: 'Find out who else changes them, then run again: the next run continues from what is there.',
  });
}
