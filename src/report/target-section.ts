import type { TargetResult } from '../rotation/result.ts';
import { certificateTable, hostnamesFold } from './certificate-table.ts';
import { EVIDENCE_NOTE, evidenceTables } from './evidence-table.ts';
import { failureBlock } from './failure-block.ts';
import { blocks, fence, fold } from './markdown.ts';
import { plain } from './neutral-text.ts';
import { remains, warningList } from './remains.ts';
import { isUnwatched } from './target-mark.ts';
import { phaseChart, phaseTable, plannedTable, skippedLine } from './timeline.ts';

/** How much of a target is shown; the chart only where it stands alone. */
export interface SectionStyle {
  readonly chart: boolean;
}

/** All about one target below its headline. */
export function targetSection(target: TargetResult, style: SectionStyle): string {
  const evidence = evidenceTables(target);
  const steps = phaseTable(target.phases, target.failure?.happened);
  const planned = plannedTable(target.phases);
  return blocks(
    target.failure === undefined ? '' : failureBlock(target.failure),
    warningList(target.warnings),
    certificateTable(target),
    hostnamesFold(target),
    exactValues(target),
    evidence === '' ? noEvidence(target) : blocks('**Evidence**', evidence, EVIDENCE_NOTE),
    planned === '' ? '' : blocks('**Planned steps**', planned),
    remains(target),
    steps === '' ? '' : '**Timeline** (UTC)',
    style.chart ? phaseChart(target) : '',
    steps,
    skippedLine(target.phases),
  );
}

function noEvidence(target: TargetResult): string {
  return isUnwatched(target) ? '**Evidence: none.** Nobody looked whether visitors get through.' : '';
}

/** The values as other tools print them, to copy and compare. */
function exactValues(target: TargetResult): string {
  const { id, fingerprint, serialNumber, subject, issuer } = target.successor;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['id', id],
    ['sha256', fingerprint],
    ['SHA256 Fingerprint', fingerprint === undefined ? undefined : colons(fingerprint)],
    ['serial', serialNumber],
    ['subject', subject],
    ['issuer', issuer],
  ];
  const lines = pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${plain(value)}`]));
  return lines.length === 0 ? '' : fold('New certificate, values to copy', fence(lines));
}

function colons(hex: string): string {
  return hex.toUpperCase().replaceAll(/..(?=.)/gu, '$&:');
}
