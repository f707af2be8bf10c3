import type { RunResult } from '../operations/operation-result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { CertificateFacts, Failure } from '../zone/result-parts.ts';
import { asManyAsFit, MOST_CHARACTERS, plain } from './limits.ts';
import { failureReportText, reportText } from './report-document.ts';
import { isoMoment } from './wording.ts';

export type OutputName =
  | 'result'
  | 'changed'
  | 'certificate-id'
  | 'previous-certificate-ids'
  | 'fingerprint'
  | 'serial-number'
  | 'expires-on'
  | 'days-left'
  | 'report'
  | 'matrix'
  | 'status'
  | 'issue-url';

export type Outputs = Readonly<Record<OutputName, string>>;

/**
 * Every output of a run, all of them set. The scalars describe the certificate in force at the end;
 * they are empty if that is not known and where there are several targets. Lists are comma
 * separated and span all targets. `report` is described at `ReportDocument`.
 */
export function renderOutputs(run: RunResult): Outputs {
  const [only, ...others] = run.targets;
  const facts = only === undefined || others.length > 0 ? undefined : only.inForce;
  return {
    result: run.outcome,
    changed: String(run.targets.some(({ changed }) => changed)),
    ...scalars(facts),
    'previous-certificate-ids': previousIds(run.targets),
    report: reportText(run, 'ended'),
    matrix: '',
    status: '',
    'issue-url': '',
  };
}

/** The outputs of a run that failed before it had a result: bad input, no zone, no answer. */
export function emptyOutputs(result: 'failed', failure?: Failure, operation?: string): Outputs {
  return {
    result,
    changed: 'false',
    ...scalars(undefined),
    'previous-certificate-ids': '',
    report: failureReportText(failure, operation),
    matrix: '',
    status: '',
    'issue-url': '',
  };
}

/** Ids of all predecessors, kept ones as well, each once, and as many as an output may hold. */
export function previousIds(targets: readonly TargetResult[]): string {
  const ids = targets.flatMap(({ predecessors }) => predecessors.map(({ id }) => id));
  const each = [...new Set(ids.filter((id) => id !== undefined).map((id) => plain(id, 100)))];
  return asManyAsFit(each, MOST_CHARACTERS, (some) => some.join(','));
}

type Scalar = 'certificate-id' | 'fingerprint' | 'serial-number' | 'expires-on' | 'days-left';

export function scalars(facts: CertificateFacts | undefined): Readonly<Record<Scalar, string>> {
  const days = facts?.daysLeft;
  return {
    'certificate-id': plain(facts?.id ?? '', 100),
    fingerprint: plain(facts?.fingerprint ?? '', 100),
    'serial-number': plain(facts?.serialNumber ?? '', 100),
    'expires-on': isoMoment(facts?.notAfter) ?? '',
    'days-left': days === undefined || !Number.isFinite(days) ? '' : String(Math.floor(days)),
  };
}
