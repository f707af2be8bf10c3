import type { Check, CheckInput } from '../../../src/rotation/plan/plan.ts';
import type { CheckVerdict } from '../../../src/zone/baseline-checks.ts';
import { NOW, targetOf, zoneSeen } from './planned.ts';

/** What a check says of a target at zone level, unless `more` says otherwise. */
export const said = (check: Check, more: Partial<CheckInput>): CheckVerdict =>
  check({ target: targetOf(), observation: zoneSeen(), presented: [], now: NOW, ...more });
export const refusal = (reason: string, happened: string, remedy: string): CheckVerdict => ({
  kind: 'refuse',
  reason,
  text: { happened, inForce: 'Nothing was changed.', remedy },
});
export const warning = (reason: string, sentence: string): CheckVerdict => ({
  kind: 'warn',
  reason,
  sentence,
});
