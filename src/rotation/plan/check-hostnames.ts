import { withoutQuery } from '../../probe/evidence.ts';
import { refuse, warn } from '../../zone/baseline-checks.ts';
import { usersOf } from '../../zone/observed.ts';
import { LIVE_QUOTA, quotaSentence, quotaUse, roomRemedy } from '../../zone/quota.ts';
import type { Check } from './checks.ts';

/** Associations per certificate (Cloudflare, limits of origin pulls). */
const ASSOCIATIONS_PER_CERTIFICATE = 100;

const someHostname: Check = ({ target, observation }) =>
  observation.level === 'hostname' && observation.hostnames.length === 0
    ? refuse(
        'NO_HOSTNAME',
        target.replace === undefined
          ? 'No hostname is left to work on.'
          : `No hostname uses the certificate ${target.replace} named by \`replace\`.`,
        'Name the hostnames in `hostnames`, or correct `replace`.',
      )
    : undefined;

/** `replace` finds the hostnames only when observing, so the inputs cannot hold the probes against them. */
const probesInside: Check = ({ target, observation }) => {
  if (observation.level !== 'hostname') return undefined;
  const outside = target.policy.probes.urls.find(
    (url) => !observation.hostnames.includes(new URL(url).hostname),
  );
  if (outside === undefined) return undefined;
  return refuse(
    'PROBE_OUTSIDE_TARGET',
    `The probe of ${withoutQuery(outside)} is on a hostname that this rotation does not touch, so it would prove nothing.`,
    'Probe one of the hostnames of the rotation.',
  );
};

const fewEnough: Check = ({ observation, adopt }) => {
  if (observation.level !== 'hostname') return undefined;
  const users = adopt === undefined ? [] : usersOf(observation.associations, adopt.id);
  const count = new Set([...users, ...observation.hostnames]).size;
  return count <= ASSOCIATIONS_PER_CERTIFICATE
    ? undefined
    : refuse(
        'TOO_MANY_HOSTNAMES',
        `One certificate can serve ${ASSOCIATIONS_PER_CERTIFICATE} hostnames; with those already on it this would be ${count}.`,
        'Split the hostnames across several certificates.',
      );
};

/** A stuck copy cannot be removed while hostnames are on it. */
const stuckUnused: Check = ({ observation, stuck }) => {
  if (stuck === undefined || observation.level !== 'hostname') return undefined;
  const users = usersOf(observation.associations, stuck.id);
  return users.length === 0
    ? undefined
    : refuse(
        'STUCK_IN_USE',
        `Cloudflare timed out deploying ${stuck.id}, which is this certificate, and ${users.join(', ')} already uses it.`,
        'Issue a fresh certificate, store it in the secret, and run again: the hostnames are then moved off the stuck one.',
      );
};

/** Nobody is asked to sign what there is no room for; what was given may be tried. */
const quota: Check = ({ target, observation, adopt, stuck, now }) => {
  if (adopt !== undefined || observation.level !== 'hostname') return undefined;
  const use = quotaUse(observation.certificates, observation.associations, now);
  if (use.live < LIVE_QUOTA) return undefined;
  const roomIsMade = (stuck ?? target.orphan) !== undefined;
  return target.issuing !== undefined && !roomIsMade
    ? refuse('QUOTA_FULL', quotaSentence(use), roomRemedy(use))
    : warn('QUOTA_NEARLY_USED', `${quotaSentence(use)} Nothing is deleted to make room without being asked.`);
};

/** What only makes sense per hostname, in this order. */
export const OF_HOSTNAMES: readonly Check[] = [someHostname, probesInside, fewEnough, stuckUnused, quota];
