import type { Observation } from '../observe/observation.ts';
import type { Journal } from '../journal.ts';
import type { Ledger } from '../ledger.ts';
import type { RotationPlan } from '../plan/plan.ts';
import type { Target } from '../target.ts';
import type { Siblings } from '../siblings.ts';
import type { RotationWorld } from '../world.ts';

/** What every step of apply receives. */
export interface Context {
  readonly target: Target;
  readonly observation: Observation;
  readonly plan: RotationPlan;
  readonly world: RotationWorld;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly siblings: Siblings;
}

/** `certificate 1234` with the level, for sentences. */
export function nameOf(context: Context, id: string): string {
  return `${context.target.level} certificate ${id}`;
}
