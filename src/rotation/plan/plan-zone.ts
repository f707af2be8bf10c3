import { echoNames, readEcho } from '../../probe/echo.ts';
import { withoutQuery } from '../../probe/evidence.ts';
import { warn, refuse } from '../../zone/baseline-checks.ts';
import { associationOf, isLive, newest, type ObservedCertificate } from '../../zone/observed.ts';
import type { ZoneObservation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import type { Check } from './checks.ts';
import type { Copy, Draft } from './plan.ts';
import { zoneSuccession, type Succession } from './succession.ts';

/** Zone level: the upload is the cut-over, and one certificate is in force for the whole zone. */
export function planZone(target: Target, observation: ZoneObservation, { adopt, stuck }: Copy): Draft {
  const { certificates } = observation;
  const { enable, activationTimeout } = target.policy;
  const switchOn = enable && !observation.switchOn;
  const succession = zoneSuccession(adopt ?? stuck, certificates, activationTimeout);
  return {
    succession,
    switchOn,
    moves: [],
    canary: undefined,
    replaces: true,
    isFirst: !certificates.some(isLive),
    isInPlace:
      adopt !== undefined &&
      newest(certificates)?.id === adopt.id &&
      whoElse(target, observation, adopt, succession).length === 0 &&
      !switchOn,
    warnings: [],
  };
}

export const switchedOff: Check = ({ target, observation }) => {
  if (observation.level !== 'zone' || observation.switchOn) return undefined;
  return target.policy.enable
    ? warn(
        'SWITCH_WAS_OFF',
        'Authenticated origin pulls were off for the zone when the run began; putting the certificate in force switches them on.',
      )
    : warn(
        'SWITCH_STAYS_OFF',
        'Authenticated origin pulls are off for the zone and stay off, since `enable` is false: the certificate is not presented.',
      );
};

/** Uploading an older live copy again changes nothing (1406), so it can never be made current. */
const orderKnown: Check = ({ observation, adopt }) => {
  if (observation.level !== 'zone' || adopt === undefined) return undefined;
  if (newest(observation.certificates)?.id === adopt.id) return undefined;
  return refuse(
    'OLDER_LIVE_COPY',
    `This certificate is already in the zone as ${adopt.id}, but it is not the newest one there, and Cloudflare uses the newest. Uploading it again would change nothing.`,
    'Issue a fresh certificate (for the same key, if you like), store it in the secret, and run again.',
  );
};

/** Live ones that Cloudflare may be using instead, unless the origin itself named the successor. */
function whoElse(
  { policy }: Target,
  { baselines, switchOn }: ZoneObservation,
  { leaf }: ObservedCertificate,
  { spared }: Succession,
): readonly ObservedCertificate[] {
  const served = baselines.flatMap(({ baseline }) => baseline.served ?? []);
  const named = leaf !== undefined && served.some((one) => echoNames(readEcho(one), leaf));
  if (named || !(switchOn || policy.enable)) return [];
  return spared.flatMap(({ certificate, reason }) => (reason === 'ORDER_UNKNOWN' ? [certificate] : []));
}

/** Of two that were uploaded at about the same time, either may have been deployed last. */
const deployedLast: Check = ({ target, observation, adopt, succession }) => {
  if (observation.level !== 'zone' || adopt === undefined) return undefined;
  const others = whoElse(target, observation, adopt, succession).map(({ id }) => id);
  return others.length === 0
    ? undefined
    : refuse(
        'ORDER_UNKNOWN',
        `This certificate is in the zone as ${adopt.id}, and ${others.join(', ')} was uploaded so shortly before it that Cloudflare may have deployed it later. It is not known which of them is in force.`,
        'Issue a fresh certificate, store it in the secret, and run again: the ones that are there now are then known to be older, and are replaced.',
      );
};

/**
 * A stuck copy is removed and uploaded again, unless the zone would be left with nothing meanwhile: what
 * became of a deployment that timed out is not documented. Some edges may have it, and where they do,
 * visitors get through with it. Removing the only one would turn those away, and nothing seen from one
 * edge proves that there are none. A fresh certificate beside it is safe in every case, and only people
 * can issue one.
 */
const notTheOnlyOne: Check = ({ observation, stuck }) => {
  if (observation.level !== 'zone' || stuck === undefined || !observation.switchOn) return undefined;
  if (observation.certificates.some((one) => isLive(one) && one.id !== stuck.id)) return undefined;
  return refuse(
    'ONLY_CERTIFICATE_STUCK',
    `Cloudflare timed out deploying ${stuck.id}, which is this certificate and the only one of the zone.`,
    'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
  );
};

/** A hostname with an association of its own never shows the zone's certificate. */
const probesSeeTheZone: Check = ({ observation }) => {
  if (observation.level !== 'zone' || observation.associations === undefined) return undefined;
  const { associations } = observation;
  const blind = observation.baselines.find(({ url }) => associationOf(associations, new URL(url).hostname));
  if (blind === undefined) return undefined;
  return refuse(
    'PROBE_SEES_OTHER_CERTIFICATE',
    `The probe of ${withoutQuery(blind.url)} would not see the zone's certificate: its hostname has an association of its own, which takes precedence.`,
    'Probe a hostname without an association of its own.',
  );
};

/** What only makes sense for a zone as a whole, in this order. */
export const OF_THE_ZONE: readonly Check[] = [orderKnown, deployedLast, notTheOnlyOne, probesSeeTheZone];
