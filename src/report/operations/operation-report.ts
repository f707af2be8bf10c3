import type { OtherResult } from '../../operations/result.ts';
import { asciiJson, dates, factsOf } from '../report-document.ts';

/**
 * The `report` output of an operation that is no rotation: the fields of `ReportDocument`, and beside
 * them what the operation says of itself, under the names of its result. Never longer than `most`
 * characters; what had to go is named by `leftOut`.
 */
export function operationReport(run: OtherResult, most: number): string {
  for (const leftOut of [[], ['evidence', 'findings', 'certificates']]) {
    const text = asciiJson({
      version: 1,
      state: 'ended',
      operation: run.operation,
      outcome: run.outcome,
      dryRun: run.dryRun,
      ...dates({ startedAt: run.startedAt, endedAt: run.endedAt }),
      targets: [],
      ...ownFields(run, leftOut.length > 0),
      calls: run.calls,
      leftOut,
    });
    if (text.length <= most) return text;
  }
  return asciiJson({
    version: 1,
    state: 'ended',
    operation: run.operation,
    outcome: run.outcome,
    targets: [],
  });
}

function ownFields(run: OtherResult, brief: boolean): object {
  switch (run.operation) {
    case 'status':
    case 'matrix':
      return {
        ...(run.operation === 'matrix' ? { entries: run.entries } : {}),
        zones: run.zones.map(({ zone, outcome, findings, failure }) => ({
          zone: zone.asked,
          outcome,
          findings: brief ? [] : findings,
          failure,
        })),
      };
    case 'delete': {
      const { zone, reason, sentence, certificates, warnings, failure } = run;
      const told = certificates.map((one) => ({ ...one, ...factsOf(one) }));
      return { zone, reason, sentence, certificates: brief ? [] : told, warnings, failure };
    }
    case 'disable': {
      const { zone, mode, hostnames, changed, reason, sentence, warnings, failure } = run;
      const evidence = run.evidence.map((one) => ({ ...one, at: undefined, ...dates({ at: one.at }) }));
      const seen = brief ? [] : evidence;
      return { zone, mode, hostnames, changed, reason, sentence, evidence: seen, warnings, failure };
    }
  }
}
