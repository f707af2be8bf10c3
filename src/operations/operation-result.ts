import type { Level } from '../cloudflare/certificates.ts';
import type { Evidence } from '../probe/evidence.ts';
import { worstFirst, type TargetResult, type TargetOutcome } from '../rotation/result.ts';
import type { CertificateFacts, Failure, Predecessor, Warning } from '../zone/result-parts.ts';

/** What is reported of every run. Moments are epoch milliseconds. */
export interface RunFacts {
  readonly dryRun: boolean;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly calls: Readonly<Record<string, number>>;
}

/** What a rotation ended with. The worst target decides. */
export interface RunResult extends RunFacts {
  readonly operation: 'rotate';
  readonly outcome: TargetOutcome;
  readonly targets: readonly TargetResult[];
}

export type OtherResult = StatusRun | MatrixRun | DeleteRun | DisableRun;

export type OperationResult = RunResult | OtherResult;

/** What is reported of an operation that changes one zone. */
interface ChangeRun extends RunFacts {
  readonly zone: string;
  /** Stable constant: `DELETED`, `IN_USE`, `ALREADY_OFF`, `ORIGIN_NOT_SEEN`, … */
  readonly reason: string;
  /** The outcome in one sentence for people. */
  readonly sentence: string;
  readonly warnings: readonly Warning[];
  readonly failure: Failure | undefined;
}

export interface DeleteRun extends ChangeRun {
  readonly operation: 'delete';
  readonly outcome: 'deleted' | 'unchanged' | 'planned' | 'failed';
  /** Those to be deleted, and those that were considered and kept. */
  readonly certificates: readonly JudgedCertificate[];
}

export interface JudgedCertificate extends CertificateFacts {
  readonly level: Level;
  readonly fate: Predecessor['fate'];
  readonly why: string;
}

export interface DisableRun extends ChangeRun {
  readonly operation: 'disable';
  readonly outcome: 'disabled' | 'unchanged' | 'planned' | 'rolled-back' | 'failed';
  /** What was to be switched off: the whole zone level, or hostnames and how. */
  readonly mode: 'zone' | 'withdraw' | 'off';
  /** Hostnames that were or are to be changed; empty for the zone level. */
  readonly hostnames: readonly string[];
  /** A write took effect, or may have, and was not undone. */
  readonly changed: boolean;
  readonly evidence: readonly Evidence[];
}

interface LookRun extends RunFacts {
  readonly outcome: 'ok' | 'due' | 'failed';
  readonly zones: readonly ZoneStatus[];
}

export interface StatusRun extends LookRun {
  readonly operation: 'status';
}

/** What is due according to a manifest, for `strategy.matrix`. */
export interface MatrixRun extends LookRun {
  readonly operation: 'matrix';
  readonly entries: readonly MatrixEntry[];
  /** Zones that are due as well, for which the output had no room: for the next run. */
  readonly leftOut: readonly string[];
}

export interface MatrixEntry {
  /** Zones as the manifest names them, separated by commas: what the input `zone` takes. */
  readonly zone: string;
  readonly due: number;
}

/** One zone at one moment. Plain data: times are epoch milliseconds of the server's clock. */
export interface ZoneStatus {
  readonly zone: TargetResult['zone'];
  readonly outcome: 'ok' | 'due' | 'failed';
  /** The switch of the zone level; this and the next two undefined if they could not be read. */
  readonly switchOn: boolean | undefined;
  readonly sslMode: string | undefined;
  readonly sharedCertificate: string | undefined;
  readonly certificates: readonly HeldCertificate[];
  readonly hostnames: readonly HostnameStatus[];
  /** False where the API gave no list: then only the hostnames asked for are known. */
  readonly hostnamesComplete: boolean;
  /** Live hostname certificates, and how many Cloudflare allows. */
  readonly quota: { readonly used: number; readonly most: number };
  /** Names of the targets that were compared with what is in force. */
  readonly compared: readonly string[];
  readonly findings: readonly StatusFinding[];
  readonly failure: Failure | undefined;
}

/** What a certificate is good for at the moment of the look. */
export type CertificateUse =
  /** Shown to the origin. */
  | 'in-force'
  /** Referred to, but not presented: its level or hostname is switched off. */
  | 'switched-off'
  /** Nothing refers to it, and a newer one took its place. */
  | 'stale'
  /** Nothing refers to it. */
  | 'unused'
  /** The API does not tell who uses it. */
  | 'unknown';

export interface HeldCertificate extends CertificateFacts {
  readonly level: Level;
  /** Cloudflare's word: `active`, `pending_deployment`, … */
  readonly status: string;
  readonly use: CertificateUse;
  readonly expired: boolean;
  readonly uploadedOn: number | undefined;
  /** Of one in force: from when on a run renews it, or a person has to. */
  readonly renewAt?: number | undefined;
  /** Hostnames that show it; where none does, those that refer to it. */
  readonly hostnames: readonly string[];
}

export interface HostnameStatus {
  readonly hostname: string;
  readonly certificateId: string | undefined;
  readonly enabled: boolean;
  readonly status: string;
}

export interface StatusFinding {
  /** `due`: a person or a rotation has to act. `warning`: worth knowing. */
  readonly kind: 'due' | 'warning';
  /** Stable constant: `EXPIRES_SOON`, `NOT_IN_FORCE`, … */
  readonly reason: string;
  /** What it is about, named as a rotation would name it: `example.com (zone)`. */
  readonly target: string;
  /** True where the target is one of the inputs or the manifest, so that a rotation can fix it. */
  readonly expected: boolean;
  readonly sentence: string;
  readonly remedy: string;
}

/** The whole run: the worst of its targets decides. */
export function runResult(targets: readonly TargetResult[], run: RunFacts): RunResult {
  return { operation: 'rotate', outcome: worstFirst(targets)[0]?.outcome ?? 'unchanged', targets, ...run };
}
