import type { RunResult } from '../operations/result.ts';
import type { CertificateFacts, Failure, TargetResult } from '../rotation/result.ts';
import { isoMoment } from './wording.ts';

/**
 * The `report` output: one JSON object, on one line, of printable ASCII.
 *
 * `version` is 1 and grows when a field changes its meaning or goes; new fields may come at any
 * time. `state` is `begun` in what is written before the first write, and `ended` after. Moments are
 * ISO 8601 in UTC by Cloudflare's clock, durations milliseconds. What is not known is left out.
 * `leftOut` names what had to go because a job's output may hold 1 MB: `evidence`, `phases`, `details`.
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
}

/** Half of what GitHub takes, since it counts two bytes for a character. */
export const MOST_CHARACTERS = 400_000;

/** The document of a run as text, never longer than `most` characters. */
export function reportText(run: RunResult, state: ReportDocument['state'], most = MOST_CHARACTERS): string {
  for (const leftOut of [[], ['evidence'], ['evidence', 'phases'], ['evidence', 'phases', 'details']]) {
    const text = asciiJson(documentOf(run, state, leftOut));
    if (text.length <= most) return text;
  }
  return asciiJson({ ...documentOf(run, state, ['targets']), targets: [] });
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
  };
}

function targetOf(target: TargetResult, leftOut: readonly string[]): unknown {
  const { successor, inForce, before, predecessors, spared, phases, evidence, failure, ...rest } = target;
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
