import type { TargetResult } from '../rotation/result.ts';
import { MARKS } from './wording.ts';

/** True where a new certificate is in force and nobody saw whether visitors get through. */
export function isUnwatched({ outcome, warnings }: TargetResult): boolean {
  return outcome === 'rotated' && warnings.some(({ reason }) => reason === 'NOBODY_LOOKS');
}

/** A tick stands only beside what was seen. */
export function markOf(target: TargetResult): string {
  return isUnwatched(target) ? '❔' : MARKS[target.outcome];
}
