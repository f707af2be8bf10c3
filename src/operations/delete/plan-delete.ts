import { getCertificate, type Level } from '../../cloudflare/certificates.ts';
import { isTombstone } from '../../cloudflare/shapes.ts';
import type { DeleteRequest } from '../../inputs/job.ts';
import { heldByZoneLevel, type Inventory } from '../../zone/inventory.ts';
import { isLive, usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import { observed } from '../../zone/read-lists.ts';
import { someOf, deleteWords, whyUnlisted } from '../../zone/words.ts';
import type { World } from '../../zone/world.ts';

export interface Candidate {
  readonly level: Level;
  readonly certificate: ObservedCertificate;
}

interface Kept extends Candidate {
  readonly objection: Objection;
}

export type DeletePlan = { readonly kept: readonly Kept[] } & (
  | { readonly kind: 'delete'; readonly victims: readonly Candidate[] }
  | { readonly kind: 'nothing'; readonly reason: string; readonly sentence: string }
  | { readonly kind: 'refused'; readonly kept: readonly [Kept] }
);

function nothing(reason: string, sentence: string, kept: readonly Kept[] = []): DeletePlan {
  return { kind: 'nothing', reason, sentence, kept };
}

/**
 * Decides what goes: one certificate by its id, or all that are expired and unused.
 * Pure; `now` is the server's clock.
 * @param single the certificate asked for by id as it was found, undefined if there is none
 */
export function decide(
  { what, level }: DeleteRequest,
  inventory: Inventory,
  single: Candidate | undefined,
  now: number,
): DeletePlan {
  return what.kind === 'certificate'
    ? decideOne(what.id, single, inventory)
    : decideExpired(levelsOf(level), inventory, now);
}

function levelsOf(level: Level | undefined): readonly Level[] {
  return level === undefined ? ['hostname', 'zone'] : [level];
}

function decideOne(id: string, candidate: Candidate | undefined, inventory: Inventory): DeletePlan {
  if (candidate === undefined)
    return nothing('NOT_FOUND', `There is no certificate ${id} in this zone, so there is nothing to delete.`);
  const { status, rawStatus } = candidate.certificate;
  if (isTombstone(status))
    return nothing('ALREADY_DELETED', `The certificate ${id} is \`${rawStatus}\` already.`);
  const objection = objectionTo(candidate, inventory);
  return objection === undefined
    ? { kind: 'delete', victims: [candidate], kept: [] }
    : { kind: 'refused', kept: [{ ...candidate, objection }] };
}

function decideExpired(levels: readonly Level[], inventory: Inventory, now: number): DeletePlan {
  const victims: Candidate[] = [];
  const kept: Kept[] = [];
  for (const level of levels)
    for (const certificate of inventory.certificates[level]) {
      const { status, leaf } = certificate;
      if (isTombstone(status) || leaf === undefined || leaf.notAfter > now) continue;
      const candidate = { level, certificate };
      const objection = objectionTo(candidate, inventory) ?? unlisted(candidate, inventory);
      if (objection === undefined) victims.push(candidate);
      else kept.push({ ...candidate, objection });
    }
  if (victims.length > 0) return { kind: 'delete', victims, kept };
  return kept.length === 0
    ? nothing('NOTHING_EXPIRED', 'No certificate is expired.')
    : nothing('EXPIRED_IN_USE', 'No certificate is both expired and unused.', kept);
}

/** Without a list it is not known whether a hostname uses a certificate that was not requested by id. */
function unlisted({ level, certificate }: Candidate, { associations }: Inventory): Objection | undefined {
  if (level === 'zone' || associations.complete) return undefined;
  const { id } = certificate;
  const sentence = `${id}: ${whyUnlisted(associations)}`;
  return { reason: 'NOT_LISTED', sentence, remedy: deleteWords(level, id) };
}

interface Objection {
  readonly reason: 'IN_USE' | 'IN_FORCE' | 'LAST_OF_LEVEL' | 'NOT_LISTED';
  readonly sentence: string;
  readonly remedy: string;
}

/**
 * Why a certificate must not be deleted; undefined if it may be. There is no way around it. If the API gives no
 * list of hostnames, Cloudflare's own refusal (1433) guards a certificate that a person named. Pure.
 */
export function objectionTo({ level, certificate }: Candidate, inventory: Inventory): Objection | undefined {
  return level === 'hostname' ? usedByHostnames(certificate, inventory) : heldByZone(certificate, inventory);
}

/** An association of any status counts, also one that is switched off or on its way out. */
function usedByHostnames({ id }: ObservedCertificate, { associations }: Inventory): Objection | undefined {
  const users = [...new Set(usersOf(associations, id))].toSorted();
  if (users.length === 0) return undefined;
  return {
    reason: 'IN_USE',
    sentence: `The certificate ${id} is in use by ${someOf(users, 20)}.`,
    remedy:
      'Move these hostnames to another certificate by a rotation, or withdraw it from them with `operation: disable` and `mode: withdraw`. Then run again, a few minutes later if the certificate still counts as in use.',
  };
}

function heldByZone(certificate: ObservedCertificate, inventory: Inventory): Objection | undefined {
  const { switchOn, certificates, associations } = inventory;
  const { id } = certificate;
  const others = certificates.zone.filter((one) => one.id !== id);
  const last = !others.some(isLive);
  // The list lags an upload: a certificate that was read by its id is compared with the others anyway.
  const held = heldByZoneLevel([...others, certificate]).some((one) => one.id === id);
  if (!switchOn || !(last || held)) return undefined;
  const apart = [...new Set(associations.rows.map(({ hostname }) => hostname))].toSorted();
  const except = apart.length === 0 ? '' : ` except ${someOf(apart, 20)}, which may have one of their own`;
  const who = `every hostname of the zone${except}`;
  return !last
    ? {
        reason: 'IN_FORCE',
        sentence: `The certificate ${id} is, or may be, the one in force for ${who}.`,
        remedy: 'Rotate to another certificate first; the rotation deletes this one.',
      }
    : {
        reason: 'LAST_OF_LEVEL',
        sentence: `The certificate ${id} is the last one of the zone level, which is switched on: it serves ${who}.`,
        remedy:
          'Rotate to another certificate, or switch the zone level off with `operation: disable` first.',
      };
}

/**
 * A certificate by its id, looked for at one level or at both; the lists lag, so what they do not show
 * is read by id. A certificate that was deleted is found for as long as the API keeps it readable.
 */
export async function findCertificate(
  { api }: Pick<World, 'api'>,
  inventory: Inventory,
  id: string,
  level: Level | undefined,
): Promise<Candidate | undefined> {
  const levels = levelsOf(level);
  for (const one of levels) {
    const certificate = inventory.certificates[one].find((held) => held.id === id);
    if (certificate !== undefined) return { level: one, certificate };
  }
  for (const one of levels) {
    const read = await getCertificate(api, inventory.zone.id, one, id);
    if (read !== undefined) return { level: one, certificate: observed(read) };
  }
  return undefined;
}
