import type { Level } from '../../cloudflare/certificates.ts';
import type { CertificateFacts, Failure, Predecessor, Warning } from '../../rotation/result.ts';
import type { RunFacts } from '../result.ts';

/** What a deletion ended with. */
export interface DeleteRun extends RunFacts {
  readonly operation: 'delete';
  readonly outcome: 'deleted' | 'unchanged' | 'planned' | 'failed';
  readonly zone: string;
  /** Stable constant: `DELETED`, `NOTHING_EXPIRED`, `IN_USE`, … */
  readonly reason: string;
  /** The outcome in one sentence for people. */
  readonly sentence: string;
  /** Those to be deleted, and those that were considered and kept. */
  readonly certificates: readonly JudgedCertificate[];
  readonly warnings: readonly Warning[];
  readonly failure: Failure | undefined;
}

/** One certificate and its fate. */
export interface JudgedCertificate extends CertificateFacts {
  readonly level: Level;
  readonly fate: Predecessor['fate'];
  readonly why: string;
}
