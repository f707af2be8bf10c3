import type { TargetResult } from '../rotation/result.ts';
import { previousIds, type Outputs } from './outputs.ts';
import { reportText } from './report-document.ts';

/**
 * What is written before the first write, so that a run killed afterwards leaves to people what was
 * in force: a `report` in the state `begun`, the former ids, and `result: failed`, which the end of
 * the run overwrites. `drafts` holds every target announced so far; `startedAt` is epoch milliseconds.
 */
export function renderFirstReport(
  drafts: readonly TargetResult[],
  startedAt: number,
): Readonly<Pick<Outputs, 'result' | 'report' | 'previous-certificate-ids'>> {
  const run = {
    operation: 'rotate',
    outcome: 'failed',
    dryRun: false,
    startedAt,
    endedAt: startedAt,
    targets: drafts,
    calls: {},
  } as const;
  return {
    result: 'failed',
    'previous-certificate-ids': previousIds(drafts),
    report: reportText(run, 'begun'),
  };
}
