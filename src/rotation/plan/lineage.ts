import { sameLineage } from '../../certificate/leaf.ts';
import { pemIsOfIdentity } from '../../issue/identity.ts';
import { compareUploads, usersOf, type ObservedCertificate } from '../../zone/observed.ts';
import type { Observation } from '../observe/observation.ts';
import type { Target } from '../target.ts';

/**
 * Whether a certificate is of the successor's lineage and came before it; an upload still to come will be the last.
 * What is issued follows each other in the order of its uploads.
 */
export function precedes(
  one: ObservedCertificate,
  { successor: { leaf: successor }, issuing }: Target,
  own: ObservedCertificate | undefined,
): boolean {
  const { leaf } = one;
  if (leaf === undefined) return false;
  if (issuing === undefined) return sameLineage(leaf, successor) && leaf.notBefore < successor.notBefore;
  return pemIsOfIdentity(leaf.pem, issuing.identity) && (own === undefined || compareUploads(one, own) < 0);
}

export function isOfOther({ otherTargets }: Target, { leaf }: ObservedCertificate): boolean {
  return otherTargets.some(({ fingerprint }) => fingerprint === leaf?.fingerprint);
}

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
