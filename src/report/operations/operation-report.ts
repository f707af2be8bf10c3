import type { OtherResult, ZoneStatus } from '../../operations/operation-result.ts';
import { asManyAsFit, MOST_CHARACTERS, REST } from '../limits.ts';
import { asciiJson, dates, factsOf } from '../report-document.ts';
import { worstZonesFirst } from './status-document.ts';

/**
 * The `report` output of an operation that is no rotation: the fields of `ReportDocument`, and beside
 * them what the operation says of itself, under the names of its result. Never longer than `most`
 * characters; what had to go is named by `leftOut`.
 */
export function operationReport(run: OtherResult, most = MOST_CHARACTERS): string {
  for (const leftOut of [[], ['evidence', 'findings', 'certificates']]) {
    const text = reportText(run, ownFields(run, leftOut.length > 0), leftOut);
    if (text.length <= most) return text;
  }
  const leftOut = ['evidence', 'findings', 'certificates', 'entries', 'hostnames', 'warnings', 'zones'];
  const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
  return asManyAsFit(zones, most, (some) => reportText(run, outcomeFields(run, some), leftOut));
}

function reportText(run: OtherResult, own: object, leftOut: readonly string[]): string {
  return asciiJson({
    version: 1,
    state: 'ended',
    operation: run.operation,
    outcome: run.outcome,
    dryRun: run.dryRun,
    ...dates({ startedAt: run.startedAt, endedAt: run.endedAt }),
    targets: [],
    ...own,
    calls: run.calls,
    leftOut,
    ...(leftOut.length === 0 ? {} : { rest: REST }),
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

/** What is left of them where even that is too long. */
function outcomeFields(run: OtherResult, zones: readonly ZoneStatus[]): object {
  if (run.operation === 'status' || run.operation === 'matrix')
    return { zones: zones.map(({ zone, outcome }) => ({ zone: zone.asked, outcome })) };
  return { zone: run.zone, reason: run.reason, sentence: run.sentence, failure: run.failure?.code };
}
