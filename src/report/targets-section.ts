import type { RunResult } from '../operations/operation-result.ts';
import { isFailure, WORST_FIRST } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import { warningTexts } from './annotations.ts';
import { dayUntil, inForceDiffers } from './certificate-words.ts';
import { isUnwatched, markOf } from './glance.ts';
import { blocks, fold, htmlCode, list, NOTHING, prose, table } from './markdown.ts';
import { targetSection } from './target-section.ts';
import { count, OUTCOME_WORDS } from './wording.ts';

/** More than these unfolded would be no glance. */
const OPEN_FAILURES = 3;
const OPEN_LINES = 12;
const MOST_WARNINGS = 9;

/**
 * Many targets: how long they last and who looked, what went wrong, then a line for each and the details, folded.
 * Fits into `room` bytes of UTF-8 whatever comes: details go first, then lines of good targets.
 */
export function targetsSection(run: RunResult, room: number): string {
  const worstFirst = WORST_FIRST.flatMap((outcome) => run.targets.filter((one) => one.outcome === outcome));
  const open = worstFirst.filter(isFailure).slice(0, OPEN_FAILURES);
  const others = run.targets.filter((target) => !open.includes(target));
  const warnings = warningTexts(others, true).map((text) => `⚠ ${prose(text)}`);
  const above = list([firstToExpire(worstFirst), watched(worstFirst), ...warnings], MOST_WARNINGS);
  const lines = lineTable(worstFirst, room * 0.4);
  const overview = worstFirst.length > OPEN_LINES ? fold(`All ${worstFirst.length} targets`, lines) : lines;
  // Room for the sentence that says what is missing.
  let left = room - bytes(above) - bytes(overview) - 400;
  const details = worstFirst.map((target) => detailFold(target));
  const end = details.findIndex((detail) => (left -= bytes(detail) + 2) < 0);
  const fitting = end === -1 ? details : details.slice(0, end);
  const missing = details.length - fitting.length;
  const folded = fitting.slice(open.length);
  return blocks(
    above,
    ...fitting.slice(0, open.length),
    overview,
    folded.length === 0 ? '' : fold(`Details of ${count(folded.length, 'target')}`, blocks(...folded)),
    missing === 0
      ? ''
      : `The details of ${count(missing, 'target')} are left out: GitHub shows at most 1 MiB here.`,
  );
}

function firstToExpire(targets: readonly TargetResult[]): string {
  const known = targets.filter(({ inForce }) => inForce?.notAfter !== undefined);
  const [first] = known.toSorted(
    (one, other) => (one.inForce?.notAfter ?? 0) - (other.inForce?.notAfter ?? 0),
  );
  return first?.inForce === undefined
    ? ''
    : `**In force:** ${count(known.length, 'certificate')}, the first until ${dayUntil(first.inForce)}: ${prose(first.name, 200)}`;
}

function watched(targets: readonly TargetResult[]): string {
  const unseen = targets.filter(isUnwatched).length;
  return unseen === 0
    ? ''
    : `**Evidence:** none of ${count(unseen, 'target')}: nothing checked whether visitors get through`;
}

/** Ids are in the details: they cannot be broken in a narrow window. */
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
  const title = `${markOf(target)} ${OUTCOME_WORDS[target.outcome]}: ${htmlCode(target.name)}`;
  return fold(title, targetSection(target), isFailure(target));
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
