import { compareUploads, usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import type { Observation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { isOfOther, precedes } from './succession.ts';

/**
 * What a run without memory may go back to, the newest first: at zone level whatever is older, since Cloudflare
 * takes it by itself; per hostname what the successor follows in its lineage, no hostname of others uses and no other
 * target puts in force. Only what is active and not expired.
 */
export function cameBefore(
  target: Target,
  observation: Observation,
  own: ObservedCertificate,
  now: number,
): readonly ObservedCertificate[] {
  const follows = (one: ObservedCertificate): boolean => {
    if (observation.level === 'zone') return true;
    const { associations, hostnames } = observation;
    const isOthers =
      usersOf(associations, one.id).some((hostname) => !hostnames.includes(hostname)) ||
      isOfOther(target, one);
    return !isOthers && precedes(one, target, own);
  };
  return observation.certificates
    .filter((one) => one.id !== own.id && one.status === 'active' && (one.leaf?.notAfter ?? Infinity) > now)
    .filter(follows)
    .toSorted((one, other) => compareUploads(other, one));
}
