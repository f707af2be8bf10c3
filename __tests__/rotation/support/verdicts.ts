import type { Check, CheckInput } from '../../../src/rotation/plan/checks.ts';
import type { CheckVerdict } from '../../../src/zone/baseline-checks.ts';
import { NOW, targetOf, zoneSeen } from './planned.ts';

/** What a check says of a target at zone level, unless `more` says otherwise. */
export const said = (check: Check, more: Partial<CheckInput>): CheckVerdict => check({ ...asked(), ...more });
export const asked = (): CheckInput => ({
  target: targetOf(),
  observation: zoneSeen(),
  presented: [],
  succession: { superseded: [], spared: [] },
  adopt: undefined,
  stuck: undefined,
  now: NOW,
});
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
