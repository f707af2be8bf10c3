import { ApiError } from '../cloudflare/api-error.ts';
import type { ActionError } from '../errors.ts';
import type { Failure } from '../rotation/result.ts';

/** @param inForce what is in force now; the error's own words come first where it has any */
export function failureOf(error: ActionError, inForce: string): Failure {
  const { code, happened, remedy } = error;
  const details = error instanceof ApiError ? error.details() : [];
  return { code, happened, inForce: error.inForce ?? inForce, remedy, details };
}
