import { associationOf } from '../observe/observation.ts';
import type { Observation } from '../observe/observation.ts';
import type { RotationPlan } from './plan.ts';

type Changes = Pick<RotationPlan, 'moves' | 'switchOn'>;

/**
 * Whether Cloudflare shows the successor for a hostname once the plan is carried out. With `enable: false` it
 * may be no more than uploaded: the zone stays off, a hostname is set to send none, or has no association.
 */
export function isPresentedFor(
  hostname: string,
  observation: Observation,
  { moves, switchOn }: Changes,
  successorId: string | undefined,
): boolean {
  if (observation.level === 'zone') return observation.switchOn || switchOn;
  const move = moves.find((one) => one.hostname === hostname);
  if (move !== undefined) return move.enabled;
  const row = associationOf(observation.associations, hostname);
  return row !== undefined && row.certificateId === successorId && row.enabled === true;
}

/** Whether it shows the successor for any hostname. */
export function isPresented(
  observation: Observation,
  changes: Changes,
  successorId: string | undefined,
): boolean {
  const hostnames = observation.level === 'zone' ? [''] : observation.hostnames;
  return hostnames.some((hostname) => isPresentedFor(hostname, observation, changes, successorId));
}
