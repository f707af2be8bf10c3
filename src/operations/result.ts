import type { TargetResult, TargetOutcome } from '../rotation/result.ts';
import type { DeleteRun } from './delete/result.ts';
import type { DisableRun } from './disable/result.ts';
import type { MatrixRun, StatusRun } from './status/result.ts';

/** What is reported of every run. Moments are epoch milliseconds. */
export interface RunFacts {
  readonly dryRun: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Calls to the API by endpoint template. */
  readonly calls: Readonly<Record<string, number>>;
}

/** What a rotation ended with. The worst target decides. */
export interface RunResult extends RunFacts {
  readonly operation: 'rotate';
  readonly outcome: TargetOutcome;
  readonly targets: readonly TargetResult[];
}

/** What any operation but rotation ended with. */
export type OtherResult = StatusRun | MatrixRun | DeleteRun | DisableRun;

/** What a run ended with, told apart by `operation`. */
export type OperationResult = RunResult | OtherResult;
