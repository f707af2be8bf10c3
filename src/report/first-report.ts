import type { TargetResult } from '../rotation/result.ts';
import { previousIds, type Outputs } from './outputs.ts';
import { reportText, reportWithFacts } from './report-document.ts';

/** The output file is appended to by every target, so what is not needed any more goes. */
const LATEST_TARGETS = 20;

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
  return {
    result: 'failed',
    'previous-certificate-ids': previousIds(drafts),
    report: firstReport(drafts.slice(-LATEST_TARGETS), startedAt),
  };
}

/** Rather fewer targets than none: the latest is the one whose writes come next. */
function firstReport(targets: readonly TargetResult[], startedAt: number): string {
  const run = {
    operation: 'rotate',
    outcome: 'failed',
    dryRun: false,
    startedAt,
    endedAt: startedAt,
    calls: {},
  } as const;
  for (const size of [targets.length, 10, 5, 2, 1].filter((fewer) => fewer <= targets.length)) {
    const text = reportWithFacts({ ...run, targets: targets.slice(-size) }, 'begun');
    if (text !== undefined) return text;
  }
  return reportText({ ...run, targets: targets.slice(-1) }, 'begun');
}
