import type { Evidence, Failure, Warning } from '../../rotation/result.ts';
import type { RunFacts } from '../result.ts';

/** What switching off ended with. */
export interface DisableRun extends RunFacts {
  readonly operation: 'disable';
  readonly outcome: 'disabled' | 'unchanged' | 'planned' | 'rolled-back' | 'failed';
  readonly zone: string;
  /** What was to be switched off: the whole zone level, or hostnames and how. */
  readonly mode: 'zone' | 'withdraw' | 'off';
  /** Hostnames that were or are to be changed; empty for the zone level. */
  readonly hostnames: readonly string[];
  /** A write took effect, or may have, and was not undone. */
  readonly changed: boolean;
  /** Stable constant: `DISABLED`, `ALREADY_OFF`, `ORIGIN_NOT_SEEN`, … */
  readonly reason: string;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning[];
  readonly failure: Failure | undefined;
}
