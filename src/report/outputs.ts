import type { OperationResult, OtherResult } from '../operations/operation-result.ts';
import type { CertificateFacts, Failure } from '../zone/result-parts.ts';
import type { TargetResult } from '../rotation/result.ts';
import { asManyAsFit, MOST_CHARACTERS, plain } from './limits.ts';
import { matrixText, operationReport, statusText } from './operations/operation-documents.ts';
import { firstToExpire } from './operations/zone-section.ts';
import { documentText, reportText, reportWithFacts } from './report-document.ts';
import { isoMoment } from './wording.ts';

const NOTHING = {
  result: 'failed',
  changed: 'false',
  'certificate-id': '',
  'previous-certificate-ids': '',
  fingerprint: '',
  'serial-number': '',
  'expires-on': '',
  'days-left': '',
  report: '',
  matrix: '',
  status: '',
  'issue-url': '',
};

export type Outputs = Readonly<Record<keyof typeof NOTHING, string>>;

/**
 * Every output of a run, all of them set. The scalars describe the certificate in force at the end, of a status
 * the one that expires first; they are empty if that is not known and where there are several targets or zones.
 * Lists are comma separated and span all targets. `report` is described at `documentText`.
 */
export function renderOutputs(run: OperationResult): Outputs {
  if (run.operation !== 'rotate') return operationOutputs(run);
  const [only, ...others] = run.targets;
  return {
    ...NOTHING,
    result: run.outcome,
    changed: String(run.targets.some(({ changed }) => changed)),
    ...scalars(others.length > 0 ? undefined : only?.inForce),
    'previous-certificate-ids': previousIds(run.targets),
    report: reportText(run, 'ended'),
  };
}

function operationOutputs(run: OtherResult): Outputs {
  const [only, ...others] = run.operation === 'status' ? run.zones : [];
  return {
    ...NOTHING,
    ...scalars(only === undefined || others.length > 0 ? undefined : firstToExpire(only.certificates)[0]),
    result: run.outcome,
    changed: String(hasChanged(run)),
    report: operationReport(run),
    matrix: run.operation === 'matrix' ? matrixText(run) : '',
    status: run.operation === 'status' ? statusText(run) : '',
  };
}

function hasChanged(run: OtherResult): boolean {
  if (run.operation === 'delete')
    return run.certificates.some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed');
  return run.operation === 'disable' && run.changed;
}

/** The outputs of a run that failed before it had a result: bad input, no zone, no answer. */
export function failureOutputs(
  failure?: Failure,
  operation: OperationResult['operation'] = 'rotate',
): Outputs {
  return { ...NOTHING, report: documentText({ ...withoutResult(Number.NaN), operation }, { failure }, []) };
}

function withoutResult(startedAt: number) {
  return { outcome: 'failed', dryRun: false, startedAt, endedAt: startedAt, calls: {} } as const;
}

/** Ids of all predecessors, kept ones as well, each once, and as many as an output may hold. */
export function previousIds(targets: readonly TargetResult[]): string {
  const ids = targets.flatMap(({ predecessors }) => predecessors.map(({ id }) => id));
  const each = [...new Set(ids.filter((id) => id !== undefined).map((id) => plain(id, 100)))];
  return asManyAsFit(each, MOST_CHARACTERS, (some) => some.join(','));
}

function scalars(facts: CertificateFacts | undefined): Partial<Outputs> {
  const days = facts?.daysLeft;
  return {
    'certificate-id': plain(facts?.id ?? '', 100),
    fingerprint: plain(facts?.fingerprint ?? '', 100),
    'serial-number': plain(facts?.serialNumber ?? '', 100),
    'expires-on': isoMoment(facts?.notAfter) ?? '',
    'days-left': days === undefined || !Number.isFinite(days) ? '' : String(Math.floor(days)),
  };
}

/** The output file is appended to by every target, so what is not needed any more goes. */
const LATEST_TARGETS = 20;

/**
 * What is written before the first write, so that a run killed afterwards leaves to people what was
 * in force: a `report` in the state `begun`, the previous ids, and `result: failed`, which the end of
 * the run overwrites. `drafts` holds every target announced so far, of which the report
 * keeps the latest; `startedAt` is epoch milliseconds.
 */
export function renderFirstReport(
  drafts: readonly TargetResult[],
  startedAt: number,
): Readonly<Pick<Outputs, 'result' | 'report' | 'previous-certificate-ids'>> {
  return {
    result: 'failed',
    'previous-certificate-ids': previousIds(drafts),
    report: firstReport(drafts.slice(-LATEST_TARGETS), startedAt),
  };
}

/** Rather fewer targets than none: the latest is the one whose writes come next. */
function firstReport(targets: readonly TargetResult[], startedAt: number): string {
  const run = { ...withoutResult(startedAt), operation: 'rotate' } as const;
  for (const size of [targets.length, 10, 5, 2, 1].filter((fewer) => fewer <= targets.length)) {
    const text = reportWithFacts({ ...run, targets: targets.slice(-size) }, 'begun');
    if (text !== undefined) return text;
  }
  return reportText({ ...run, targets: targets.slice(-1) }, 'begun');
}
