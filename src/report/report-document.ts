import { inAscii } from '../secrecy/withhold.ts';
import type { OperationResult, RunFacts, RunResult } from '../operations/operation-result.ts';
import { worstFirst, type TargetResult } from '../rotation/result.ts';
import type { CertificateFacts } from '../zone/result-parts.ts';
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
  return asciiJson({
    version: 1,
    state,
    operation: run.operation,
    outcome: run.outcome,
    dryRun: run.dryRun,
    startedAt: isoMoment(run.startedAt),
    endedAt: state === 'begun' ? undefined : isoMoment(run.endedAt),
    targets: [],
    ...own,
    calls: run.calls,
    leftOut,
    rest: leftOut.length === 0 ? undefined : REST,
  });
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
  for (let parts = 0; parts <= PARTS.length; parts += 1) {
    const leftOut = PARTS.slice(0, parts);
    const targets = run.targets.map((target) => targetOf(target, leftOut));
    const text = documentText(run, { targets }, leftOut, state);
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
    inForce: inForce && { id: inForce.id, notAfter: isoMoment(inForce.notAfter) },
    predecessors: predecessors.map(({ id, fate }) => ({ id, fate })),
    failure: failure && { code: failure.code },
  };
}

function targetOf(target: TargetResult, leftOut: readonly string[]): unknown {
  const { successor, inForce, before, predecessors, spared, phases, evidence, failure, renewal, ...rest } =
    target;
  const without = (part: (typeof PARTS)[number]): boolean => leftOut.includes(part);
  return {
    ...rest,
    warnings: without('details') ? [] : rest.warnings,
    successor: factsOf(successor),
    inForce: inForce && factsOf(inForce),
    // By hostname, as a call that points it back wants it; an empty object where it had no association.
    before:
      before.length === 0
        ? undefined
        : Object.fromEntries(before.map(({ hostname, ...had }) => [hostname, had])),
    predecessors: predecessors.map((one) => ({ ...one, ...factsOf(one) })),
    spared: without('details') ? [] : spared.map((one) => ({ ...one, ...factsOf(one) })),
    phases: without('phases')
      ? []
      : phases.map(({ startedAt, endedAt, ...phase }) => ({
          ...phase,
          startedAt: isoMoment(startedAt),
          endedAt: isoMoment(endedAt),
        })),
    evidence: without('evidence') ? [] : evidence.map((one) => ({ ...one, at: isoMoment(one.at) })),
    renewal: renewal && { signer: renewal.signer, dueAt: isoMoment(renewal.dueAt) },
    failure: failure && without('details') ? { ...failure, details: [] } : failure,
  };
}

export function factsOf<T extends CertificateFacts>({ daysLeft, notAfter, ...facts }: T) {
  const known = daysLeft !== undefined && Number.isFinite(daysLeft);
  return { ...facts, daysLeft: known ? Math.floor(daysLeft) : undefined, notAfter: isoMoment(notAfter) };
}

/** JSON that any line of a log can hold: all but printable ASCII is escaped, and so is `##`. */
export function asciiJson(value: object): string {
  return inAscii(JSON.stringify(value)).replaceAll('##', String.raw`#\u0023`);
}
