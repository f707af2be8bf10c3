import type { ActionError } from './errors.ts';
import { readTrigger, withheldSentence } from './github/trigger.ts';
import type { Trigger } from './github/trigger.ts';
import type { RunSettings } from './inputs/settings.ts';
import type { RunResult } from './operations/result.ts';
import { annotationsFor } from './report/annotations.ts';
import { renderFirstReport } from './report/first-report.ts';
import { closingLines } from './report/log-lines.ts';
import { emptyOutputs, renderOutputs } from './report/outputs.ts';
import { renderEarlyFailure, renderSummary } from './report/summary.ts';
import type { Failure, TargetResult } from './rotation/result.ts';
import type { Stage } from './stage.ts';

/** Before the first write: what a killed run must leave to people. */
export function tellDrafts(stage: Stage, drafts: readonly TargetResult[], startedAt: number): void {
  write(stage, renderFirstReport(drafts, startedAt));
}

/** Outputs first, since nothing may keep them from being set; then log, annotations and summary. */
export async function tellRun(stage: Stage, settings: RunSettings, run: RunResult): Promise<void> {
  write(stage, renderOutputs(run));
  if (run.outcome === 'failed' || run.outcome === 'rolled-back') stage.fail();
  for (const line of closingLines(run)) stage.sink.line(line);
  for (const { kind, title, text } of annotationsFor(run)) stage.sink.annotate(kind, title, text);
  if (settings.summary) stage.sink.summary(renderSummary(run, await triggerOf(stage)));
  stage.sink.close();
}

/** A run that ended before it had a result. */
export async function tellFailure(
  stage: Stage,
  settings: RunSettings | undefined,
  error: ActionError,
): Promise<void> {
  const { code, happened, inForce, remedy } = error;
  const failure: Failure = { code, happened, inForce: inForce ?? 'Nothing was changed.', remedy, details: [] };
  write(stage, emptyOutputs('failed', failure));
  stage.fail();
  const trigger = await triggerOf(stage);
  const withheld = withheldSentence(trigger);
  stage.sink.annotate('error', 'Rotation failed', [error.message, withheld].filter(Boolean).join('\n'));
  if (settings?.summary !== false) stage.sink.summary(renderEarlyFailure(failure, trigger));
  stage.sink.close();
}

function write({ sink }: Stage, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) sink.output(name, value);
}

async function triggerOf(stage: Stage): Promise<Trigger> {
  return readTrigger(await stage.loadContext());
}
