import type { TargetResult, TargetOutcome } from '../rotation/result.ts';

/** What the whole run ended with. The worst target decides. */
export interface RunResult {
  readonly operation: 'rotate';
  readonly outcome: TargetOutcome;
  readonly dryRun: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly targets: readonly TargetResult[];
  /** Calls to the API by endpoint template. */
  readonly calls: Readonly<Record<string, number>>;
}
