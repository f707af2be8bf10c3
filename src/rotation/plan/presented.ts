import { associationOf } from '../observe/observation.ts';
import type { Observation } from '../observe/observation.ts';
import type { RotationPlan } from './plan.ts';

/**
 * Whether Cloudflare shows the successor to anybody once the plan is carried out. With `enable: false` it may
 * be no more than uploaded: the zone stays off, or no hostname has an association to be re-pointed.
 */
export function isPresented(
  observation: Observation,
  { moves, switchOn }: Pick<RotationPlan, 'moves' | 'switchOn'>,
  successorId: string | undefined,
): boolean {
  if (observation.level === 'zone') return observation.switchOn || switchOn;
  if (moves.length > 0) return true;
  const { associations, hostnames } = observation;
  return (
    successorId !== undefined &&
    hostnames.some((hostname) => associationOf(associations, hostname)?.certificateId === successorId)
  );
}
