import type { TargetResult } from '../rotation/result.ts';
import { previousIds, type Outputs } from './outputs.ts';
import { reportText } from './report-document.ts';

/** The output file is appended to by every target, so what is not needed any more goes. */
const LATEST_TARGETS = 20;
const MOST_CHARACTERS = 30_000;

/**
 * What is written before the first write, so that a run killed afterwards leaves to people what was
 * in force: a `report` in the state `begun`, the former ids, and `result: failed`, which the end of
 * the run overwrites. `drafts` holds every target announced so far, of which the report
 * keeps the latest; `startedAt` is epoch milliseconds.
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
    targets: drafts.slice(-LATEST_TARGETS),
    calls: {},
  } as const;
  return {
    result: 'failed',
    'previous-certificate-ids': previousIds(drafts),
    report: reportText(run, 'begun', MOST_CHARACTERS),
  };
}
