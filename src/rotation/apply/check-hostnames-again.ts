import { getCertificate, type Certificate } from '../../cloudflare/certificates.ts';
import { isDeploying } from '../../cloudflare/shapes.ts';
import {
  associationOf,
  isInPlace,
  isLive,
  stayersOf,
  type ObservedAssociations,
  type ObservedCertificate,
} from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { whyUnlisted } from '../../zone/words.ts';
import { movedOff, type Move } from '../plan/plan.ts';
import { hostnameSuccession } from '../plan/succession.ts';
import { lookAtRows, type Context } from './apply-context.ts';
import type { InForce } from './apply.ts';
import { changedByOthers, readSteady, stillActive, type PreDeleteCheck } from './pre-delete-check.ts';

/** One look at a zone, for all of its targets that are about to delete something. */
export interface ZoneLook {
  readonly listed: readonly ObservedCertificate[];
  readonly associations: ObservedAssociations;
  /** By their ids; where a read failed, only its own target is without an answer. */
  readonly successors: ReadonlyMap<InForce, PromiseSettledResult<Certificate | undefined>>;
}

/** The two lists. */
const LISTS = 2;

/**
 * Reads again, right before the first delete, what all of them rely on.
 *
 * @param deletions how many calls are to rest on it
 */
export async function lookForAll(
  first: InForce,
  others: readonly InForce[],
  deletions: number,
): Promise<ZoneLook> {
  const all = [first, ...others];
  const { observation, world } = first.context;
  const { id: zoneId } = observation.zone;
  const hostnames = all.flatMap(({ context }) => context.observation.hostnames);
  const read = async (): Promise<ZoneLook> => {
    const [listed, associations, byId] = await Promise.all([
      observeCertificates(world.api, zoneId, 'hostname'),
      lookAtRows(first.context, hostnames),
      Promise.allSettled(
        all.map(({ successor }) => getCertificate(world.api, zoneId, 'hostname', successor.id)),
      ),
    ]);
    const successors = new Map(byId.flatMap((one, index) => [[all[index] ?? first, one] as const]));
    return { listed, associations, successors };
  };
  return await readSteady(first.context, LISTS + all.length + deletions, read, (seen) =>
    [...seen.successors].some(
      ([target, one]) => one.status === 'fulfilled' && isPending(target, one.value, seen),
    ),
  );
}

/** Whether the successor, or a hostname of the target that is on it, reads as pending. */
function isPending(
  { context }: InForce,
  successor: Certificate | undefined,
  { associations }: ZoneLook,
): boolean {
  const rows = context.observation.hostnames
    .flatMap((hostname) => associationOf(associations, hostname) ?? [])
    .filter(({ certificateId }) => certificateId === successor?.id);
  const statuses = rows.flatMap(({ status, certificateStatus }) => [status, certificateStatus]);
  return [successor?.status, ...statuses].some(isDeploying);
}

/**
 * Whether what one target relies on is still so: nothing may have changed but what the run changed itself.
 *
 * @throws ActionError `WORLD_CHANGED` if somebody else changed something; nothing was deleted then
 */
export function checkHostnamesAgain(inForce: InForce, look: ZoneLook): PreDeleteCheck {
  const { context, successor: before } = inForce;
  const { plan, inZone, target, world } = context;
  const { associations, listed } = look;
  const read = look.successors.get(inForce);
  if (read?.status === 'rejected') throw read.reason;
  const successor = stillActive(context, before, read?.value);
  const certificates = [...listed.filter((one) => one.id !== successor.id), successor];
  const strayed = [...plan.moves, ...inPlaceBefore(context, successor)].find(
    ({ hostname, enabled }) => !isInPlace(associations, hostname, successor.id, enabled),
  );
  if (strayed !== undefined)
    throw changedByOthers(`${strayed.hostname} is no longer on the new certificate.`);
  const { superseded } = hostnameSuccession(
    target,
    successor.id,
    { certificates, associations },
    movedOff(plan.moves),
    new Set(),
  );
  const free = new Set((associations.complete ? superseded : plan.remove).map(({ id }) => id));
  const live = new Set(certificates.filter(isLive).map(({ id }) => id));
  const taken = plan.remove.filter(({ id }) => live.has(id) && !free.has(id));
  return {
    certificates,
    inUse: new Map(taken.map(({ id }) => [id, stayersOf(associations, id)])),
    unquiet: inZone.rows.unquiet(target.policy.gracePeriod, world.api.serverNow()),
    unlisted: associations.complete ? undefined : whyUnlisted(associations),
  };
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
