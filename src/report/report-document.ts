import { inAscii } from '../secrecy/withhold.ts';
import type { OperationResult, RunFacts, RunResult } from '../operations/operation-result.ts';
import { worstFirst, type TargetResult } from '../rotation/result.ts';
import { asManyAsFit, MOST_CHARACTERS, REST } from './limits.ts';
import { isoMoment } from './wording.ts';

/** `begun` in what is written before the first write, and `ended` after. */
type ReportState = 'begun' | 'ended';

/**
 * The `report` output: one JSON object, on one line, of printable ASCII.
 * `version` is 1 and grows when a field changes its meaning or goes; new fields may come at any time. Moments
 * are ISO 8601 in UTC by Cloudflare's clock, durations milliseconds. What is not known is left out.
 * `leftOut` names what had to go because an output should be short: `evidence`, `phases`, `details`, `facts` (only
 * the ids stay), then `targets`, the worst stay; `rest` says where it stands.
 * `before` of a target maps each hostname to the `certificateId` and `enabled` it had when the run looked
 * first. The other fields are those of `RunResult` and `TargetResult`, under the same names.
 */
export function documentText(
  run: Pick<OperationResult, 'operation' | 'outcome'> & RunFacts,
  own: object,
  leftOut: readonly string[],
  state: ReportState = 'ended',
): string {
  const { operation, outcome, dryRun, startedAt, endedAt, calls } = run;
  return documentJson(
    {
      version: 1,
      state,
      operation,
      outcome,
      dryRun,
      startedAt,
      endedAt: state === 'begun' ? undefined : endedAt,
      targets: [],
      ...own,
      calls,
    },
    leftOut,
  );
}

const PARTS = ['evidence', 'phases', 'details'] as const;

/** The document of a run as text, never longer than `most` characters. */
export function reportText(run: RunResult, state: ReportState, most = MOST_CHARACTERS): string {
  const text = reportWithFacts(run, state, most);
  if (text !== undefined) return text;
  return asManyAsFit(worstFirst(run.targets), most, (some) => {
    const leftOut = [...PARTS, 'facts', ...(some.length < run.targets.length ? ['targets'] : [])];
    return documentText(run, { targets: some.map(briefly) }, leftOut, state);
  });
}

/** The same with all facts of every target; undefined if that is too long. */
export function reportWithFacts(
  run: RunResult,
  state: ReportState,
  most = MOST_CHARACTERS,
): string | undefined {
  const targets = run.targets.map(targetOf);
  const steps = [0, 1, 2, 3].map((parts) => PARTS.slice(0, parts));
  return firstThatFits(steps, most, (leftOut) => documentText(run, { targets }, leftOut, state));
}

/** The text with the least left out that is short enough; undefined if none is. */
export function firstThatFits(
  steps: readonly (readonly string[])[],
  most: number,
  textOf: (leftOut: readonly string[]) => string,
): string | undefined {
  for (const leftOut of steps) {
    const text = textOf(leftOut);
    if (text.length <= most) return text;
  }
  return undefined;
}

/** What is needed to find a target and to go on with it. */
function briefly({ name, level, outcome, changed, reason, ...rest }: TargetResult): unknown {
  const { successor, inForce, predecessors, failure } = rest;
  return {
    name,
    level,
    outcome,
    changed,
    reason,
    successor: { id: successor.id },
    inForce: inForce && { id: inForce.id, notAfter: inForce.notAfter },
    predecessors: predecessors.map(({ id, fate }) => ({ id, fate })),
    failure: failure && { code: failure.code },
  };
}

/** `before` by hostname, as a call that points it back wants it; an empty object where it had no association. */
function targetOf({ before, ...target }: TargetResult): unknown {
  const had = before.map(({ hostname, ...one }) => [hostname, one] as const);
  return { ...target, before: had.length === 0 ? undefined : Object.fromEntries(had) };
}

/** Beside the field of that name, what one word of `leftOut` stands for; and the lists of which the worst stay. */
const DETAILS = ['warnings', 'spared'];
const CUT: ReadonlySet<string> = new Set(['targets', 'zones']);

const MOMENTS: ReadonlySet<string> = new Set([
  'at',
  'dueAt',
  'endedAt',
  'expiresOn',
  'lookedAt',
  'notAfter',
  'renewAt',
  'startedAt',
  'uploadedOn',
]);

/** A document in JSON: moments are ISO 8601, days are whole, and lists that are left out are empty. */
export function documentJson(document: object, leftOut: readonly string[]): string {
  const named = leftOut.includes('details') ? [...leftOut, ...DETAILS] : leftOut;
  const empty = new Set(named.filter((name) => !CUT.has(name)));
  const shown = (key: string, value: unknown): unknown => {
    if (Array.isArray(value)) return empty.has(key) ? [] : value;
    if (typeof value !== 'number') return value;
    if (MOMENTS.has(key)) return isoMoment(value);
    if (key !== 'daysLeft') return value;
    return Number.isFinite(value) ? Math.floor(value) : undefined;
  };
  const rest = leftOut.length === 0 ? undefined : REST;
  return asciiJson({ ...document, leftOut, rest }, shown);
}

/** JSON that any line of a log can hold: all but printable ASCII is escaped, and so is `##`. */
export function asciiJson(value: object, shown?: (key: string, value: unknown) => unknown): string {
  return inAscii(JSON.stringify(value, shown)).replaceAll('##', String.raw`#\u0023`);
}
