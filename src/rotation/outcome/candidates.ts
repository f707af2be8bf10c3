import { compareUploads, type ObservedCertificate } from '../../zone/observed.ts';
import { someOf } from '../../zone/words.ts';
import { hostnamesOn, type HostnameObservation, type Observation } from '../observe/observation.ts';
import { cameBefore } from '../plan/came-before.ts';
import { movedOff, type Move, type RotationPlan } from '../plan/plan.ts';
import type { Target } from '../target.ts';

/** What a run that carries on cannot know of hostnames an earlier one moved, and what people can do. */
export interface Unknown {
  readonly inForce: string;
  readonly remedy: string;
}

const SHOWN = 5;

/**
 * Hostnames that an earlier run had moved to the successor keep no trace of what they had before. Certificates that
 * may have been theirs are named, with the call that points back.
 *
 * @param back hostnames that were pointed back all the same
 */
export function unknownBefore(
  target: Target,
  observation: Observation | undefined,
  plan: RotationPlan,
  back: readonly Move[],
  now: number,
): Unknown | undefined {
  if (observation?.level !== 'hostname' || plan.adopt === undefined) return undefined;
  const moved = plan.moves.filter(({ pointed }) => !pointed);
  const known = new Set([...moved, ...back].map(({ hostname }) => hostname));
  const hostnames = hostnamesOn(observation, plan.adopt.id).filter((hostname) => !known.has(hostname));
  if (hostnames.length === 0) return undefined;
  const one = hostnames.length === 1;
  const names = someOf(hostnames);
  const ids = candidates(target, observation, plan.adopt, plan.moves, now).map(({ id }) => id);
  const [likely] = ids;
  const which =
    likely === undefined
      ? 'Cloudflare has no other certificate left that it may have been'
      : `it may have been ${ids.join(' or ')}`;
  return {
    inForce: `${names} ${one ? 'was' : 'were'} on the new certificate already when this run began, and ${one ? 'stays' : 'stay'} there: what ${one ? 'it' : 'they'} had before is no longer known; ${which}.`,
    remedy:
      likely === undefined
        ? ''
        : ` To point ${one ? 'it' : 'them'} back by hand, call PUT /zones/${observation.zone.id}/origin_tls_client_auth/hostnames of Cloudflare's API with ${body(hostnames, likely)}.`,
  };
}

/** What other hostnames of the target were on first, then what came before it and nobody uses; the youngest first. */
function candidates(
  target: Target,
  observation: HostnameObservation,
  own: ObservedCertificate,
  moves: readonly Move[],
  now: number,
): readonly ObservedCertificate[] {
  const left = movedOff(moves);
  const ofOthers = observation.certificates
    .filter(({ id, status }) => id !== own.id && status === 'active' && left.has(id))
    .filter(({ leaf }) => leaf !== undefined && leaf.notAfter > now)
    .toSorted((one, other) => compareUploads(other, one));
  const unused = cameBefore(target, observation, own, now).filter(({ id }) => !left.has(id));
  return [...ofOthers, ...unused];
}

function body(hostnames: readonly string[], id: string): string {
  const config = hostnames.slice(0, SHOWN).map((hostname) => ({ hostname, cert_id: id, enabled: true }));
  const more = hostnames.length > SHOWN ? `, and in the same way for ${hostnames.length - SHOWN} more` : '';
  return `${JSON.stringify({ config })}${more}`;
}
