import type { Level } from '../../cloudflare/certificates.ts';
import type { ObservedCertificate } from '../../rotation/observe/observation.ts';
import { isLive } from '../../rotation/observe/live.ts';
import { someOf } from '../../rotation/outcome/some-of.ts';
import { heldByZoneLevel } from '../estate/in-force.ts';
import type { Holdings } from '../estate/look.ts';
import { usersOf } from '../../rotation/observe/observation.ts';

/** Why a certificate must stay. */
export interface Objection {
  readonly reason: 'IN_USE' | 'IN_FORCE' | 'LAST_OF_LEVEL' | 'NOT_LISTED';
  readonly sentence: string;
  readonly remedy: string;
}

/** A certificate and its level. */
export interface Candidate {
  readonly level: Level;
  readonly certificate: ObservedCertificate;
}

/**
 * Why a certificate must not be deleted; undefined if it may be. There is no way around it. If the API gives no
 * list of hostnames, Cloudflare's own refusal (1433) guards a certificate that a person named. Pure.
 */
export function objectionTo({ level, certificate }: Candidate, holdings: Holdings): Objection | undefined {
  return level === 'hostname' ? usedByHostnames(certificate, holdings) : heldByZone(certificate, holdings);
}

/** An association of any status counts, also one that is switched off or on its way out. */
function usedByHostnames({ id }: ObservedCertificate, { associations }: Holdings): Objection | undefined {
  const users = [...new Set(usersOf(associations, id))].toSorted();
  if (users.length === 0) return undefined;
  return {
    reason: 'IN_USE',
    sentence: `The certificate ${id} is in use by ${someOf(users, 20)}.`,
    remedy:
      'Move these hostnames to another certificate by a rotation, or disable them with `operation: disable`, then delete it.',
  };
}

function heldByZone(certificate: ObservedCertificate, holdings: Holdings): Objection | undefined {
  const { switchOn, certificates, associations } = holdings;
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
