import type { Baseline, BaselineOf } from '../../probe/verdict.ts';
import { isInPlace, newest, type ObservedCertificate } from '../../zone/observed.ts';
import type { Observation } from '../observe/observation.ts';

const DAY = 86_400_000;

/**
 * The probed hosts that Cloudflare showed a certificate as the run began. Where an association is pending or timed
 * out, the edges still do what they did before: a visitor who is turned away there was not turned away with this one.
 */
export function probesOf(
  observation: Observation,
  { id, status }: ObservedCertificate,
): readonly BaselineOf[] {
  if (status !== 'active') return [];
  const { baselines } = observation;
  if (observation.level === 'zone')
    return observation.switchOn && newest(observation.certificates)?.id === id ? baselines : [];
  return baselines.filter(({ url }) => isInPlace(observation.associations, new URL(url).hostname, id, true));
}

/**
 * Whether every one of them was turned away. At zone level 520 and 525 have other causes as well: they count where
 * the origin or the age speaks for it.
 */
export function areRefused(
  looks: readonly Baseline[],
  { level, originChecks }: Observation,
  { uploadedOn }: ObservedCertificate,
  now: number,
): boolean {
  const young = uploadedOn !== undefined && now - uploadedOn < DAY;
  const speaks =
    level === 'hostname' || young || originChecks.some(({ verdict }) => verdict.kind === 'refused');
  return (
    looks.length > 0 &&
    looks.every(
      ({ kind, status }) => kind === 'lacks-certificate' && (speaks || (status !== 520 && status !== 525)),
    )
  );
}
