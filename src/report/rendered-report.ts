import type { Trigger } from '../github/trigger.ts';
import type { OperationResult } from '../operations/operation-result.ts';
import { annotationsFor } from './annotations.ts';
import type { Annotation } from './annotations.ts';
import { closingLines } from './log-lines.ts';
import { operationOutputs } from './operations/operation-outputs.ts';
import { operationAnnotations, operationLines, operationSummary } from './operations/rendered-operation.ts';
import { renderOutputs } from './outputs.ts';
import type { Outputs } from './outputs.ts';
import { renderSummary } from './summary.ts';

/** Everything a run leaves for people and machines, ready to be written. */
interface Telling {
  readonly outputs: Outputs;
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  readonly summary: (trigger: Trigger) => string;
}

/** The report of a run of any operation. Pure. */
export function telling(run: OperationResult): Telling {
  return run.operation === 'rotate'
    ? {
        outputs: renderOutputs(run),
        lines: closingLines(run),
        annotations: annotationsFor(run),
        summary: (trigger) => renderSummary(run, trigger),
      }
    : {
        outputs: operationOutputs(run),
        lines: operationLines(run),
        annotations: operationAnnotations(run),
        summary: (trigger) => operationSummary(run, trigger),
      };
}
