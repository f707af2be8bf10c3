import { associationOf, danglingOf, isInPlace, type ObservedCertificate } from '../../zone/observed.ts';
import type { Warning } from '../../zone/result-parts.ts';
import { hostnamesOn, type HostnameObservation } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { movedOff, type Copy, type Draft, type Move } from './plan.ts';
import { hostnameSuccession, type Succession } from './succession.ts';

/** Per hostname: an upload changes no traffic; the associations are what is moved. */
export function planHostnames(
  target: Target,
  observation: HostnameObservation,
  { adopt, stuck }: Copy,
): Draft {
  const { certificates, associations, hostnames } = observation;
  const { moves, warnings } = movesOf(target, observation, adopt);
  const left = movedOff(moves);
  const discard = stuck ?? target.orphan;
  const succession = hostnameSuccession(
    target,
    (adopt ?? stuck)?.id,
    { certificates: certificates.filter(({ id }) => id !== discard?.id), associations },
    left,
    new Set([...moves.map((move) => move.hostname), ...leavingAsWell(target, observation, left)]),
  );
  const moved = hostnamesOn(observation, adopt?.id);
  return {
    succession,
    switchOn: false,
    moves,
    canary: canaryOf(target, moves, moved),
    replaces: moves.length > 0 || moved.length > 0,
    isFirst: moves.every((move) => move.before === undefined),
    isInPlace: moves.length === 0 && hostnames.length > 0,
    warnings: [...warnings, ...unlisted(target, succession, left)],
  };
}

/**
 * Hostnames of other targets of the run on what this one moves its own off: it goes once all of them are verified, and
 * stays where one of them asks for that.
 */
function leavingAsWell(
  { otherTargets }: Target,
  { associations }: HostnameObservation,
  left: ReadonlySet<string>,
): readonly string[] {
  return associations.rows.flatMap(({ hostname, certificateId = '' }) => {
    const other = otherTargets.find(
      ({ hostnames, replace }) => replace === certificateId || hostnames.includes(hostname),
    );
    return left.has(certificateId) && other?.deletePrevious === true ? [hostname] : [];
  });
}

function movesOf(
  target: Target,
  observation: HostnameObservation,
  adopt: ObservedCertificate | undefined,
): { readonly moves: readonly Move[]; readonly warnings: readonly Warning[] } {
  const moves: Move[] = [];
  const warnings: Warning[] = [];
  for (const hostname of observation.hostnames) {
    const before = associationOf(observation.associations, hostname);
    const lost = danglingOf(observation.associations, hostname);
    if (lost !== undefined) {
      warnings.push({
        reason: 'CERTIFICATE_GONE',
        sentence: `${hostname} was still tied to the certificate ${lost.certificateId ?? ''}, which no longer exists: it counts as a hostname without one.`,
      });
    }
    const asBefore = before?.enabled ?? (target.replace === undefined ? undefined : lost?.enabled);
    const enabled = target.policy.enable && target.replace === undefined ? true : asBefore;
    if (enabled === undefined || enabled === null) {
      warnings.push({
        reason: 'HOSTNAME_LEFT_OUT',
        sentence: `${hostname} has no certificate of its own, and \`enable\` is false: it is left as it is.`,
      });
      continue;
    }
    if (before?.enabled === false && enabled) {
      warnings.push({
        reason: 'HOSTNAME_WAS_OFF',
        sentence: `${hostname} was set to send no certificate; the rotation switches it on.`,
      });
    }
    if (adopt !== undefined && isInPlace(observation.associations, hostname, adopt.id, enabled)) continue;
    const onIt = adopt !== undefined && before?.certificateId === adopt.id && before.enabled === enabled;
    const pointed = onIt && before.status !== 'deployment_timed_out';
    moves.push({ hostname, before, enabled, pointed });
  }
  return { moves, warnings };
}

/** What would be deleted if its other users were known is reported, with the words that delete it. */
function unlisted({ policy }: Target, { spared }: Succession, left: ReadonlySet<string>): readonly Warning[] {
  if (!policy.deletePrevious) return [];
  return spared
    .filter(({ certificate, reason }) => reason === 'NOT_LISTED' && left.has(certificate.id))
    .map(({ certificate: { id }, why }) => ({ reason: 'PREDECESSOR_KEPT', sentence: `${id}: ${why}` }));
}

/**
 * The first hostname that has a probe; worth it only where others follow. One that an interrupted run has moved
 * already is still the canary: how it fared is not known.
 */
function canaryOf(target: Target, moves: readonly Move[], moved: readonly string[]): string | undefined {
  const waiting = moves.filter((move) => !move.pointed).map((move) => move.hostname);
  const probed = new Set(target.policy.probes.urls.map((url) => new URL(url).hostname));
  const before = moved.find((hostname) => probed.has(hostname) && !waiting.includes(hostname));
  if (waiting.length > 0 && before !== undefined) return before;
  return waiting.length < 2 ? undefined : waiting.find((hostname) => probed.has(hostname));
}
