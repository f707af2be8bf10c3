import type { Pasted, Preflight, PreflightPolicy } from '../certificate/preflight.ts';
import type { Target } from '../rotation/target.ts';
import type { TargetRequest } from './job.ts';
import type { InputProblem } from './problem.ts';

/** `preflight` of the certificate room. */
export type RunPreflight = (pasted: Pasted, policy: PreflightPolicy, now: number) => Preflight;

export type TargetsRead =
  | {
      readonly kind: 'targets';
      readonly targets: readonly Target[];
      readonly warnings: readonly InputProblem[];
    }
  | { readonly kind: 'refused'; readonly problems: readonly InputProblem[] };

/**
 * Looks at certificate and key of every target and gathers all findings.
 * @param now epoch milliseconds
 */
export function toTargets(
  _requests: readonly TargetRequest[],
  _preflight: RunPreflight,
  _now: number,
): TargetsRead {
  return { kind: 'refused', problems: [] };
}
