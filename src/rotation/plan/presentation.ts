import { associationOf } from '../../zone/observed.ts';
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

/** Whether it shows the successor to anybody, and at hostname level the hostnames for which it does not. */
export interface Presentation {
  readonly presented: boolean;
  readonly dark: readonly string[];
}

export function presentationOf(
  observation: Observation,
  changes: Changes,
  successorId: string | undefined,
): Presentation {
  const isDark = (hostname: string): boolean => !isPresentedFor(hostname, observation, changes, successorId);
  if (observation.level === 'zone') return { presented: !isDark(''), dark: [] };
  const dark = observation.hostnames.filter(isDark);
  return { presented: dark.length < observation.hostnames.length, dark };
}
