import type { RunResult } from '../operations/operation-result.ts';
import { isFailure, worstFirst, type TargetResult } from '../rotation/result.ts';
import { someOf } from '../zone/words.ts';
import { expiresIn, inForceDiffers } from './certificate-words.ts';
import { plain, within } from './limits.ts';
import { blocks, code, fold, htmlCode, list, NOTHING, overview, prose, table } from './markdown.ts';
import { markOf, NOBODY_LOOKS, otherWarnings, targetSections } from './target-section.ts';
import { targetsGlance } from './targets-glance.ts';
import { counted, outcomeWords } from './wording.ts';

/** GitHub drops a summary above 1 MiB; other text of the step may stand beside ours. */
export const MOST_BYTES = 1_000_000;

/** More than these unfolded would be no glance. */
const OPEN_FAILURES = 3;
const MOST_WARNINGS = 9;
const MOST_NAMES = 8;

/**
 * Many targets: how long they last and who looked, what went wrong, then a line for each and the details, folded.
 * Fits into a summary whatever comes: details go first, then lines of good targets.
 */
export function targetsSection(run: RunResult): string {
  const targets = worstFirst(run.targets);
  const open = failuresOf(targets).slice(0, OPEN_FAILURES);
  // What failed tells its own.
  const others = run.targets.filter((target) => !isFailure(target));
  const warnings = warningTexts(others, true, NOBODY_LOOKS).map((text) => `⚠ ${prose(text)}`);
  const above = list([...targetsGlance(targets), ...warnings], MOST_WARNINGS);
  const lines = overview(lineTable(targets, MOST_BYTES * 0.4), targets.length, 'targets');
  const opened = new Set(open.map(([first]) => first));
  const details = [
    ...open.map(([first, ...alike]) => blocks(detailFold(first, true), alikeLine(alike))),
    ...targets.filter((target) => !opened.has(target)).map((target) => detailFold(target, false)),
  ];
  // Room for head and foot, and for the sentence that says what is missing.
  const fitting = within(details, MOST_BYTES - 5000 - Buffer.byteLength(above + lines));
  const missing = details.length - fitting.length;
  const folded = fitting.slice(open.length);
  return blocks(
    above,
    ...fitting.slice(0, open.length),
    lines,
    folded.length === 0 ? '' : fold(`Details of ${counted(folded.length, 'target')}`, blocks(...folded)),
    missing === 0
      ? ''
      : `The details of ${counted(missing, 'target')} are left out: GitHub shows at most 1 MiB here.`,
  );
}

/**
 * A sentence for each warning, equal ones of several targets put together; `named` with the name of the target. Of the
 * reason that is `told` already, none.
 */
export function warningTexts(targets: RunResult['targets'], named: boolean, told: string): readonly string[] {
  const all = targets.flatMap(({ name, warnings }) =>
    warnings
      .filter(({ reason }) => reason !== told)
      // It names the line to add, which is another one for each target.
      .map(({ reason, sentence }) => ({ name, sentence, like: reason === NOBODY_LOOKS ? reason : sentence })),
  );
  return [...Map.groupBy(all, ({ like }) => like).values()].map((owners) => {
    const { name = '', sentence = '' } = owners[0] ?? {};
    const first = plain(name, 200);
    const more = owners.length > 1 ? ` and ${owners.length - 1} more` : '';
    return plain(named ? `${first}${more}: ${sentence}` : sentence, 4000);
  });
}

/** Ids are in the details: they cannot be broken in a narrow window. */
function lineTable(targets: readonly TargetResult[], room: number): string {
  const rows = targets.map(targetLine);
  const lines = rows.map((row) => row.join(' | '));
  const fitting = rows.slice(0, within(lines, room, 5).length);
  const more = rows.length - fitting.length;
  const rest = more === 0 ? [] : [['…', `and ${more} more`, NOTHING]];
  return table(['Target', 'Result', 'Expires'], [...fitting, ...rest]);
}

function targetLine(target: TargetResult): string[] {
  const facts = target.inForce;
  const amount = otherWarnings(target).length;
  const warnings = amount === 0 ? '' : `, ${counted(amount, 'warning')}`;
  const other = inForceDiffers(target) && target.outcome === 'rotated' ? ' (not the new one)' : '';
  return [
    code(target.name, 200),
    `${markOf(target)} ${outcomeWords(target.outcome)}${warnings}`,
    facts === undefined ? NOTHING : `${expiresIn(facts)}${other}`,
  ];
}

/** What failed, the same kind of failure put together: its first target is told, and the others are named. */
function failuresOf(
  targets: readonly TargetResult[],
): readonly (readonly [TargetResult, ...TargetResult[]])[] {
  const kinds = Map.groupBy(
    targets.filter(isFailure),
    ({ outcome, failure }) => `${outcome} ${failure?.code ?? ''} ${failure?.remedy ?? ''}`,
  );
  return [...kinds.values()].flatMap(([first, ...alike]) => (first === undefined ? [] : [[first, ...alike]]));
}

function alikeLine(targets: readonly TargetResult[]): string {
  if (targets.length === 0) return '';
  const names = someOf(
    targets.map(({ name }) => code(name, 200)),
    MOST_NAMES,
  );
  return `**The same happened to ${counted(targets.length, 'more target')}:** ${names}`;
}

function detailFold(target: TargetResult, open: boolean): string {
  const title = `${markOf(target)} ${outcomeWords(target.outcome)}: ${htmlCode(target.name)}`;
  return fold(title, blocks(...targetSections(target)), open);
}
