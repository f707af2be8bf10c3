import type { RunResult } from '../operations/operation-result.ts';
import { WORST_FIRST } from '../rotation/result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { CertificateFacts, Failure } from '../zone/result-parts.ts';
import { asManyAsFit, MOST_CHARACTERS, REST } from './limits.ts';
import { isoMoment } from './wording.ts';

/**
 * The `report` output: one JSON object, on one line, of printable ASCII.
 *
 * `version` is 1 and grows when a field changes its meaning or goes; new fields may come at any
 * time. `state` is `begun` in what is written before the first write, and `ended` after. Moments are
 * ISO 8601 in UTC by Cloudflare's clock, durations milliseconds. What is not known is left out.
 * `leftOut` names what had to go because an output should be short: `evidence`, `phases`, `details`, `facts` (only
 * the ids stay), then `targets`, the worst stay; `rest` says where it stands.
 * `before` of a target maps each hostname to the `certificateId` and `enabled` it had when the run looked
 * first. The other fields are those of `RunResult` and `TargetResult`, under the same names.
 */
export interface ReportDocument {
  readonly version: 1;
  readonly state: 'begun' | 'ended';
  readonly operation: string;
  readonly outcome: string;
  readonly dryRun: boolean;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly failure?: Failure;
  readonly targets: readonly unknown[];
  readonly calls: Readonly<Record<string, number>>;
  readonly leftOut: readonly string[];
  readonly rest?: string;
}

const PARTS = ['evidence', 'phases', 'details'] as const;

/** The document of a run as text, never longer than `most` characters. */
export function reportText(run: RunResult, state: ReportDocument['state'], most = MOST_CHARACTERS): string {
  const text = reportWithFacts(run, state, most);
  if (text !== undefined) return text;
  const worstFirst = WORST_FIRST.flatMap((outcome) => run.targets.filter((one) => one.outcome === outcome));
  return asManyAsFit(worstFirst, most, (some) => {
    const leftOut = [...PARTS, 'facts', ...(some.length < worstFirst.length ? ['targets'] : [])];
    return asciiJson({ ...documentOf({ ...run, targets: [] }, state, leftOut), targets: some.map(briefly) });
  });
}

/** The same with all facts of every target; undefined if that is too long. */
export function reportWithFacts(
  run: RunResult,
  state: ReportDocument['state'],
  most = MOST_CHARACTERS,
): string | undefined {
  for (let parts = 0; parts <= PARTS.length; parts += 1) {
    const text = asciiJson(documentOf(run, state, PARTS.slice(0, parts)));
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
    ...(inForce === undefined
      ? {}
      : { inForce: { id: inForce.id, ...dates({ notAfter: inForce.notAfter }) } }),
    predecessors: predecessors.map(({ id, fate }) => ({ id, fate })),
    ...(failure === undefined ? {} : { failure: { code: failure.code } }),
  };
}

/** The document of a run that ended before it had a result. */
export function failureReportText(failure: Failure | undefined, operation = 'rotate'): string {
  const document: ReportDocument = {
    version: 1,
    state: 'ended',
    operation,
    outcome: 'failed',
    dryRun: false,
    ...(failure === undefined ? {} : { failure }),
    targets: [],
    calls: {},
    leftOut: [],
  };
  return asciiJson(document);
}

function documentOf(
  run: RunResult,
  state: ReportDocument['state'],
  leftOut: readonly string[],
): ReportDocument {
  return {
    version: 1,
    state,
    operation: run.operation,
    outcome: run.outcome,
    dryRun: run.dryRun,
    ...dates({ startedAt: run.startedAt, endedAt: state === 'begun' ? undefined : run.endedAt }),
    targets: run.targets.map((target) => targetOf(target, leftOut)),
    calls: run.calls,
    leftOut,
    ...(leftOut.length === 0 ? {} : { rest: REST }),
  };
}

function targetOf(target: TargetResult, leftOut: readonly string[]): unknown {
  const { successor, inForce, before, predecessors, spared, phases, evidence, failure, renewal, ...rest } =
    target;
  const details = leftOut.includes('details');
  return {
    ...rest,
    warnings: details ? [] : rest.warnings,
    successor: factsOf(successor),
    ...(inForce === undefined ? {} : { inForce: factsOf(inForce) }),
    ...(before.length === 0 ? {} : { before: beforeOf(before) }),
    predecessors: predecessors.map((one) => ({ ...one, ...factsOf(one) })),
    spared: details ? [] : spared.map((one) => ({ ...one, ...factsOf(one) })),
    phases: leftOut.includes('phases')
      ? []
      : phases.map((phase) => ({
          ...phase,
          ...dates({ startedAt: phase.startedAt, endedAt: phase.endedAt }),
        })),
    evidence: leftOut.includes('evidence')
      ? []
      : evidence.map((one) => ({ ...one, at: undefined, ...dates({ at: one.at }) })),
    ...(renewal === undefined
      ? {}
      : { renewal: { signer: renewal.signer, ...dates({ dueAt: renewal.dueAt }) } }),
    ...(failure === undefined ? {} : { failure: details ? { ...failure, details: [] } : failure }),
  };
}

/** By hostname, as a call that points it back wants it; an empty object where it had no association. */
function beforeOf(before: TargetResult['before']): Record<string, unknown> {
  return Object.fromEntries(before.map(({ hostname, ...had }) => [hostname, had]));
}

/** A certificate for machines. */
export function factsOf(facts: CertificateFacts): Record<string, unknown> {
  const { id, fingerprint, fingerprintSha1, serialNumber, subject, issuer, notAfter, daysLeft } = facts;
  const whole = daysLeft !== undefined && Number.isFinite(daysLeft) ? { daysLeft: Math.floor(daysLeft) } : {};
  // An own undefined takes the number out of what is spread before it; JSON leaves it out.
  const known = { daysLeft: undefined, notAfter: undefined, ...dates({ notAfter }), ...whole };
  return { id, fingerprint, fingerprintSha1, serialNumber, subject, issuer, ...known };
}

/** The moments as ISO texts; what is no moment stays out. */
export function dates<Name extends string>(
  moments: Readonly<Record<Name, number | undefined>>,
): Record<string, string> {
  const entries = Object.entries<number | undefined>(moments).map(
    ([name, at]) => [name, isoMoment(at)] as const,
  );
  return Object.fromEntries(
    entries.filter((entry) => entry[1] !== undefined).map(([name, iso]) => [name, `${iso}`]),
  );
}

/** JSON that any line of a log can hold: all but printable ASCII is escaped, and so is `##`. */
export function asciiJson(value: object): string {
  return JSON.stringify(value)
    .replaceAll(/[^ -~]/gu, (char) => [...Array(char.length).keys()].map((at) => unicode(char, at)).join(''))
    .replaceAll(/##/gu, String.raw`#\u0023`);
}

function unicode(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}
