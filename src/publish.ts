import { asActionError, type ActionError } from './errors.ts';
import { readTrigger, withheldSentence, type Trigger } from './github/trigger.ts';
import type { Host } from './host.ts';
import type { InputProblem } from './inputs/problem.ts';
import type { PublishSettings } from './inputs/run-settings.ts';
import { ABOUT_OPERATIONS, type Operation } from './inputs/table.ts';
import type { OperationResult } from './operations/operation-result.ts';
import { failureOf, type Failure } from './zone/result-parts.ts';
import { publishIssue } from './publish-issue.ts';
import { failureOutputs, previousIds, renderFirstReport, renderOutputs } from './report/outputs.ts';
import { findingsOfFailure, nameOfRun, type Findings } from './report/problems.ts';
import { annotationsFor, closingLines, renderEarlyFailure, renderSummary } from './report/rendered-report.ts';
import type { TargetResult } from './rotation/result.ts';

/** How far a run has come, for the report of an interrupted one. */
export interface Progress {
  /** A call that changes something was sent. */
  sent: boolean;
  /** What was announced before that, target by target. */
  readonly drafts: TargetResult[];
}

/** Before the first write: what even a killed run must leave behind. */
export function publishDrafts(host: Host, drafts: readonly TargetResult[], startedAt: number): void {
  host.sink.outputs(renderFirstReport(drafts, startedAt));
}

/** Warnings about the inputs; one that applies to several targets is given once. */
export function publishInputWarnings({ sink }: Host, warnings: readonly InputProblem[]): void {
  for (const [sentence, all] of Map.groupBy(warnings, (warning) => warning.sentence)) {
    const [first, ...others] = all.flatMap(({ target }) => target ?? []);
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    sink.annotate('warning', 'Input', first === undefined ? sentence : `${first}${more}: ${sentence}`);
  }
}

/** Outputs first, since nothing may keep them from being set; then log, annotations, summary and issue. */
export async function publishRun(
  host: Host,
  settings: PublishSettings,
  run: OperationResult,
  findings: Findings | undefined,
): Promise<void> {
  host.sink.outputs(renderOutputs(run));
  if (run.outcome === 'failed' || run.outcome === 'rolled-back') host.fail();
  for (const line of closingLines(run)) host.sink.line(line);
  for (const { kind, title, text } of annotationsFor(run)) host.sink.annotate(kind, title, text);
  const trigger = triggerOf(host);
  host.sink.summary(renderSummary(run, trigger));
  if (findings !== undefined) {
    const covers = [...findings.covers, runName(settings, trigger)];
    await publishIssue(host, settings, { ...findings, covers }, trigger);
  }
  host.sink.close();
}

/** A run that ended before it had a result. */
export async function publishFailure(
  host: Host,
  settings: PublishSettings | undefined,
  error: ActionError,
  progress: Progress,
): Promise<void> {
  const { sent } = progress;
  const operation = settings?.operation ?? 'rotate';
  const failure = writeFailure(host, operation, error, progress);
  host.fail();
  const trigger = triggerOf(host);
  const withheld = withheldSentence(trigger);
  const { happened, inForce, remedy } = failure;
  const text = [happened, inForce, remedy, withheld].filter(Boolean).join('\n');
  host.sink.annotate('error', `${ABOUT_OPERATIONS[operation].noun} failed`, text);
  host.sink.summary(renderEarlyFailure(failure, trigger, sent));
  if (settings !== undefined) {
    const { names } = settings.subject;
    const told = names.length > 0 ? names : [runName(settings, trigger)];
    await publishIssue(host, settings, findingsOfFailure(failure, host.clock.wall(), told), trigger);
  }
  host.sink.close();
}

/** For a run whose inputs do not show what it is about. */
function runName({ operation }: PublishSettings, { workflow }: Trigger): string {
  return `${nameOfRun(workflow)}${operation === 'status' ? ' (status)' : ''}`;
}

/** A run that can no longer report anything still sets its outputs. */
export function publishCrash(host: Host, operation: Operation, progress: Progress): void {
  writeFailure(host, operation, asActionError(undefined), progress);
}

function writeFailure(
  host: Host,
  operation: Operation,
  error: ActionError,
  { sent, drafts }: Progress,
): Failure {
  const failure = failureOf(error, sent ? CHANGED_PERHAPS : 'Nothing was changed.');
  host.sink.outputs({
    ...failureOutputs(failure, operation),
    changed: String(sent),
    'previous-certificate-ids': previousIds(drafts),
  });
  return failure;
}

const CHANGED_PERHAPS = 'Some changes had already been sent. `operation: status` shows what is in force now.';

function triggerOf(host: Host): Trigger {
  return readTrigger(host.env, host.readEvent());
}
