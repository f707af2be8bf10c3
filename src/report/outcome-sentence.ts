import type { RunResult } from '../operations/result.ts';
import { WORST_FIRST } from '../rotation/result.ts';
import type { TargetOutcome } from '../rotation/result.ts';
import { count } from './wording.ts';

const PHRASE: Readonly<Record<TargetOutcome, string>> = {
  failed: 'failed',
  'rolled-back': 'rolled back',
  'not-started': 'not started',
  planned: 'planned',
  rotated: 'rotated',
  unchanged: 'unchanged',
};

/** The outcome of the whole run in one sentence without a full stop: `30 targets: 1 failed, 29 rotated`. */
export function outcomeSentence(run: RunResult): string {
  if (run.targets.length === 0)
    return run.outcome === 'failed' ? 'Failed before any target' : 'Nothing to do';
  const parts = WORST_FIRST.flatMap((outcome) => {
    const amount = run.targets.filter((target) => target.outcome === outcome).length;
    return amount === 0
      ? []
      : [
          amount < run.targets.length
            ? `${amount} ${PHRASE[outcome]}`
            : `${amount === 1 ? '' : 'all '}${PHRASE[outcome]}`,
        ];
  });
  return `${count(run.targets.length, 'target')}: ${parts.join(', ')}`;
}
