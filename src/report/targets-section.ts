import { WORST_FIRST } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import { ownWords } from './failure-block.ts';
import { dayUntil, inForceDiffers } from './certificate-table.ts';
import { blocks, fold, htmlCode, NOTHING, prose, table } from './markdown.ts';
import { markOf } from './target-mark.ts';
import { targetSection } from './target-section.ts';
import { targetsChart } from './timeline.ts';
import { count, OUTCOME_WORDS } from './wording.ts';

/**
 * Many targets: a line for each (ids are in the details: they cannot be broken in a narrow window), then the details of each, folded; the bad ones open and first.
 * Fits into `room` bytes of UTF-8 whatever comes: details go first, then lines of good targets.
 */
export function targetsSection(targets: readonly TargetResult[], room: number): string {
  const worstFirst = WORST_FIRST.flatMap((outcome) => targets.filter((target) => target.outcome === outcome));
  const lines = lineTable(worstFirst, room * 0.6);
  const chart = targetsChart(targets);
  const parts = [lines, chart];
  // Room for the sentence that says what is missing.
  let left = room - bytes(blocks(...parts)) - 300;
  let missing = 0;
  for (const target of worstFirst) {
    const detail = detailFold(target);
    const size = bytes(detail) + 2;
    if (missing > 0 || size > left) {
      missing += 1;
    } else {
      parts.push(detail);
      left -= size;
    }
  }
  if (missing > 0) {
    parts.push(`The details of ${count(missing, 'target')} are left out: GitHub shows at most 1 MiB here.`);
  }
  return blocks(...parts);
}

function lineTable(targets: readonly TargetResult[], room: number): string {
  const rows: string[][] = [];
  let left = room;
  for (const target of targets) {
    const row = targetLine(target);
    left -= bytes(row.join(' | ')) + 5;
    if (left < 0) {
      rows.push(['…', `and ${targets.length - rows.length} more`, NOTHING]);
      break;
    }
    rows.push(row);
  }
  return rows.length === 0 ? '' : table(['Target', 'Result', 'In force until'], rows);
}

function targetLine(target: TargetResult): string[] {
  const facts = target.inForce;
  const warnings = target.warnings.length === 0 ? '' : `, ${count(target.warnings.length, 'warning')}`;
  const other = inForceDiffers(target) && target.outcome === 'rotated' ? ' (not the new one)' : '';
  return [
    prose(target.name, 200),
    `${markOf(target)} ${OUTCOME_WORDS[target.outcome]}${warnings}`,
    facts === undefined ? NOTHING : `${dayUntil(facts)}${other}`,
  ];
}

function detailFold(target: TargetResult): string {
  const bad = target.outcome === 'failed' || target.outcome === 'rolled-back';
  const title = `${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${htmlCode(target.name)}`;
  return fold(title, blocks(prose(ownWords(target)), targetSection(target, { chart: false })), bad);
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
