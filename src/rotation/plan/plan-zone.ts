import { echoNames, readEcho } from '../../probe/echo.ts';
import { withoutQuery } from '../../probe/evidence.ts';
import { baselineMended, warn, refuse } from '../../zone/baseline-checks.ts';
import { associationOf, findByFingerprint, isLive, newest } from '../../zone/observed.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { ZoneObservation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { TOWARDS_THE_ORIGIN } from './checks-issuer.ts';
import { walk } from './checks.ts';
import * as checks from './checks.ts';
import type { Check } from './checks.ts';
import type { Plan, RotationPlan } from './plan.ts';
import { halfDeleted, isStuck, zoneSuccession } from './succession.ts';
import type { SparedCertificate, Succession } from './succession.ts';

/** Zone level: the upload is the cut-over, and one certificate is in force for the whole zone. */
export function planZone(target: Target, observation: ZoneObservation, now: number): Plan {
  const { certificates } = observation;
  const present = findByFingerprint(certificates, target.successor.leaf);
  const stuck = present !== undefined && isStuck(present);
  const adopt = stuck ? undefined : present;
  const switchOn = target.policy.enable && !observation.switchOn;
  const succession = successionOf(target, certificates, present, adopt);
  const spare = [...succession.spared, ...halfDeleted(certificates, present?.id)];
  const remove = target.policy.deletePrevious ? succession.superseded : [];
  const input = { target, observation, presented: [observation.presented], now };

  const always = walk([checks.sslModeSends, checks.expiresSoon, switchedOff], input);
  if (
    adopt?.status === 'active' &&
    newest(certificates)?.id === adopt.id &&
    whoElse(target, succession, observation, adopt).length === 0 &&
    !switchOn &&
    remove.length === 0
  ) {
    const shortly = target.conditional.map(({ reason, sentence }) => ({ reason, sentence }));
    const spared = [...spare, ...keptOnRequest(succession)];
    const warnings = [...always.warnings, ...shortly, ...walk([baselineMended], input).warnings];
    return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor: adopt, spared, warnings };
  }

  const before = adopt === undefined ? [checks.validLongEnough] : [];
  const checked = walk(
    [
      checks.notExpired,
      ...before,
      orderKnown(certificates, adopt),
      ...(adopt === undefined ? [] : [deployedLast(succession, adopt)]),
      notTheOnlyOne(observation, stuck ? present : undefined),
      probesSeeTheZone,
      ...TOWARDS_THE_ORIGIN,
    ],
    input,
    always.warnings,
  );
  if (checked.kind === 'refused') return checked;
  return {
    kind: 'rotate',
    reason: reasonOf(certificates, adopt, switchOn, remove),
    discard: stuck ? present : undefined,
    adopt,
    switchOn,
    moves: [],
    canary: undefined,
    remove,
    spared: [...spare, ...(target.policy.deletePrevious ? [] : keptOnRequest(succession))],
    warnings: walk([checks.somebodyLooks], input, checked.warnings).warnings,
  };
}

/** A successor still to be uploaded will be the newest: all that live now are older. */
function successionOf(
  target: Target,
  certificates: readonly ObservedCertificate[],
  present: ObservedCertificate | undefined,
  adopt: ObservedCertificate | undefined,
): Succession {
  if (adopt !== undefined)
    return zoneSuccession(adopt, certificates, new Set(), target.policy.activationTimeout);
  return { superseded: certificates.filter((one) => isLive(one) && one.id !== present?.id), spared: [] };
}

function keptOnRequest(succession: Succession): readonly SparedCertificate[] {
  return succession.superseded.map((certificate) => ({
    certificate,
    reason: 'KEPT_ON_REQUEST',
    why: '`delete-previous` is false.',
  }));
}

function reasonOf(
  certificates: readonly ObservedCertificate[],
  adopt: ObservedCertificate | undefined,
  switchOn: boolean,
  remove: readonly ObservedCertificate[],
): RotationPlan['reason'] {
  if (adopt === undefined) return certificates.some(isLive) ? 'REPLACE' : 'FIRST_SET_UP';
  return switchOn && adopt.status === 'active' && remove.length === 0 ? 'SWITCH_ON' : 'FINISH_EARLIER_RUN';
}

const switchedOff: Check = ({ target, observation }) => {
  if (observation.level !== 'zone' || observation.switchOn) return undefined;
  return target.policy.enable
    ? warn(
        'SWITCH_WAS_OFF',
        'Authenticated origin pulls were off for the zone; the rotation switches them on.',
      )
    : warn(
        'SWITCH_STAYS_OFF',
        'Authenticated origin pulls are off for the zone and stay off, since `enable` is false: the certificate is not presented.',
      );
};

/** Uploading an older live copy again changes nothing (1406), so it can never be made current. */
const orderKnown =
  (certificates: readonly ObservedCertificate[], adopt: ObservedCertificate | undefined): Check =>
  () => {
    if (adopt === undefined || newest(certificates)?.id === adopt.id) return undefined;
    return refuse(
      'OLDER_LIVE_COPY',
      `This certificate is already in the zone as ${adopt.id}, but it is not the newest one there, and Cloudflare uses the newest. Uploading it again would change nothing.`,
      'Issue a fresh certificate (for the same key, if you like), store it in the secret, and run again.',
    );
  };

/** Live ones that Cloudflare may be using instead, unless the origin itself named the successor. */
function whoElse(
  { policy }: Target,
  { spared }: Succession,
  { baselines, switchOn }: ZoneObservation,
  { leaf }: ObservedCertificate,
): readonly ObservedCertificate[] {
  const served = baselines.flatMap(({ baseline }) => baseline.served ?? []);
  const named = leaf !== undefined && served.some((one) => echoNames(readEcho(one), leaf));
  if (named || !(switchOn || policy.enable)) return [];
  return spared.flatMap(({ certificate, reason }) => (reason === 'ORDER_UNKNOWN' ? [certificate] : []));
}

/** Of two that were uploaded at about the same time, either may have been deployed last. */
const deployedLast =
  (succession: Succession, adopt: ObservedCertificate): Check =>
  ({ target, observation }) => {
    if (observation.level !== 'zone') return undefined;
    const others = whoElse(target, succession, observation, adopt).map(({ id }) => id);
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
const notTheOnlyOne =
  (observation: ZoneObservation, stuck: ObservedCertificate | undefined): Check =>
  () => {
    const others = observation.certificates.some((one) => isLive(one) && one.id !== stuck?.id);
    if (stuck === undefined || others || !observation.switchOn) return undefined;
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
  return blind === undefined
    ? undefined
    : refuse(
        'PROBE_SEES_OTHER_CERTIFICATE',
        `The probe of ${withoutQuery(blind.url)} would not see the zone's certificate: its hostname has an association of its own, which takes precedence.`,
        'Probe a hostname without an association of its own.',
      );
};
