import type { OtherResult, ZoneStatus } from '../../operations/operation-result.ts';
import { asManyAsFit, MOST_CHARACTERS } from '../limits.ts';
import { documentText, factsOf } from '../report-document.ts';
import { isoMoment } from '../wording.ts';
import { worstZonesFirst } from './status-document.ts';

/**
 * The `report` output of an operation that is no rotation: the fields of every report, and beside
 * them what the operation says of itself, under the names of its result. Never longer than `most`
 * characters; what had to go is named by `leftOut`.
 */
export function operationReport(run: OtherResult, most = MOST_CHARACTERS): string {
  for (const leftOut of [[], ['evidence', 'findings', 'certificates']]) {
    const text = documentText(run, ownFields(run, leftOut.length > 0), leftOut);
    if (text.length <= most) return text;
  }
  const leftOut = ['evidence', 'findings', 'certificates', 'entries', 'hostnames', 'warnings', 'zones'];
  const zones = 'zones' in run ? worstZonesFirst(run.zones) : [];
  return asManyAsFit(zones, most, (some) => documentText(run, outcomeFields(run, some), leftOut));
}

function ownFields(run: OtherResult, brief: boolean): object {
  switch (run.operation) {
    case 'status':
    case 'matrix':
      return {
        entries: run.operation === 'matrix' ? run.entries : undefined,
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
      const evidence = brief ? [] : run.evidence.map((one) => ({ ...one, at: isoMoment(one.at) }));
      return { zone, mode, hostnames, changed, reason, sentence, evidence, warnings, failure };
    }
  }
}

/** What is left of them where even that is too long. */
function outcomeFields(run: OtherResult, zones: readonly ZoneStatus[]): object {
  if (run.operation === 'status' || run.operation === 'matrix')
    return { zones: zones.map(({ zone, outcome }) => ({ zone: zone.asked, outcome })) };
  return { zone: run.zone, reason: run.reason, sentence: run.sentence, failure: run.failure?.code };
}
