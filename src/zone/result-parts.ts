import { ApiError } from '../cloudflare/api-error.ts';
import type { ActionError, ErrorCode } from '../errors.ts';

export interface CertificateFacts {
  readonly id: string | undefined;
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string | undefined;
  /** What nginx's `$ssl_client_fingerprint` prints: only to recognise what an origin echoes. */
  readonly fingerprintSha1: string | undefined;
  readonly serialNumber: string | undefined;
  readonly subject: string | undefined;
  readonly issuer: string | undefined;
  readonly notAfter: number | undefined;
  readonly daysLeft: number | undefined;
}

export interface Predecessor extends CertificateFacts {
  readonly fate: 'deleted' | 'to-delete' | 'kept' | 'in-use' | 'already-gone' | 'delete-unconfirmed';
  readonly why: string;
}

export type PhaseName =
  | 'observe'
  | 'issue'
  | 'upload'
  | 'activate'
  | 'switch-on'
  | 'canary'
  | 'associate'
  | 'probe'
  | 'grace'
  | 'observe-again'
  | 'delete'
  | 'roll-back'
  | 'edges-follow'
  | 'withdraw';

export interface Phase {
  readonly name: PhaseName;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'done' | 'skipped' | 'planned' | 'failed' | 'interrupted';
  readonly detail: string;
}

export interface Warning {
  readonly reason: string;
  readonly sentence: string;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly happened: string;
  readonly inForce: string | undefined;
  readonly remedy: string;
  /** Ray id, API codes and messages as they are, a line each; may be long. */
  readonly details: readonly string[];
}

/** @param inForce what is in force now; the error's own words come first where it has any */
export function failureOf(error: ActionError, inForce: string): Failure {
  const { code, happened, remedy } = error;
  const ofApi = [error, error.cause].find((one) => one instanceof ApiError);
  return { code, happened, inForce: error.inForce ?? inForce, remedy, details: ofApi?.details() ?? [] };
}
