import type { Level } from '../cloudflare/certificates.ts';
import type { Evidence } from '../probe/evidence.ts';
import type { CertificateFacts, Predecessor, Phase, Warning, Failure } from '../zone/result-parts.ts';

/** The result for one target. Plain data: times are epoch milliseconds of the server's clock. */
export interface TargetResult {
  readonly name: string;
  readonly zone: {
    readonly asked: string;
    readonly id: string | undefined;
    readonly name: string | undefined;
  };
  readonly level: Level;
  readonly hostnames: readonly string[];
  readonly outcome: TargetOutcome;
  /** True as soon as one write of this run took effect and was not undone. */
  readonly changed: boolean;
  /** Stable constant behind the outcome: `FIRST_SET_UP`, `ALREADY_IN_FORCE`, … */
  readonly reason: string;
  /** The outcome in one sentence for people. */
  readonly sentence: string;
  /** What was in force when the run first looked, in words; undefined if it did not get that far. */
  readonly stood: string | undefined;
  readonly successor: CertificateFacts;
  /** What is in force at the end, as far as it is known. */
  readonly inForce: CertificateFacts | undefined;
  /** Of each hostname what it had when the run looked first; empty at zone level. */
  readonly before: readonly HadBefore[];
  /** What the successor replaces, also where it is kept. */
  readonly predecessors: readonly Predecessor[];
  /** Certificates that were left alone, and why. */
  readonly spared: readonly Spared[];
  readonly phases: readonly Phase[];
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning[];
  /** Undefined if the certificate was given, not issued. */
  readonly renewal?: Renewal | undefined;
  readonly failure: Failure | undefined;
}

/** Of an issued certificate. */
export interface Renewal {
  /** Who signs, for people. */
  readonly signer: string;
  /** Epoch milliseconds from which the next run renews it; undefined if there is none yet. */
  readonly dueAt: number | undefined;
}

/** `not-started`: another target failed first; never the outcome of a whole run. */
export type TargetOutcome = 'rotated' | 'unchanged' | 'planned' | 'not-started' | 'rolled-back' | 'failed';

/** The order in which outcomes are named, details are kept, and one decides for a whole run. */
export const WORST_FIRST: readonly TargetOutcome[] = [
  'failed',
  'rolled-back',
  'not-started',
  'planned',
  'rotated',
  'unchanged',
];

export function worstFirst(targets: readonly TargetResult[]): readonly TargetResult[] {
  return WORST_FIRST.flatMap((outcome) => targets.filter((target) => target.outcome === outcome));
}

export interface Spared extends CertificateFacts {
  /** Stable constant: `OTHER_LINEAGE`, `IN_USE_ELSEWHERE`, … */
  readonly reason: string;
  readonly why: string;
}

/** Without certificate and `enabled`, the hostname had no association of its own. */
export interface HadBefore {
  readonly hostname: string;
  readonly certificateId: string | undefined;
  readonly enabled: boolean | undefined;
}

export function isFailure({ outcome }: TargetResult): boolean {
  return outcome === 'failed' || outcome === 'rolled-back';
}
