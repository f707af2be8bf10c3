import type { Check, CheckInput, CheckVerdict } from './checks.ts';
import type { RefusedPlan } from './plan.ts';
import type { Warning } from '../result.ts';

export type Checked = { readonly kind: 'clear'; readonly warnings: readonly Warning[] } | RefusedPlan;

/** Walks the checks in their order. The first refusal decides; warnings gathered on the way are kept. */
export function walk(checks: readonly Check[], input: CheckInput, before: readonly Warning[] = []): Checked {
  const verdicts = checks.map((check) => check(input));
  const warnings = [...before, ...verdicts.flatMap(warningOf)];
  const refusal = verdicts.find((verdict) => verdict?.kind === 'refuse');
  return refusal?.kind === 'refuse'
    ? { kind: 'refused', reason: refusal.reason, text: refusal.text, warnings }
    : { kind: 'clear', warnings };
}

function warningOf(verdict: CheckVerdict): readonly Warning[] {
  return verdict?.kind === 'warn' ? [{ reason: verdict.reason, sentence: verdict.sentence }] : [];
}
