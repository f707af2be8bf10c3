import { ApiError } from '../cloudflare/error-catalogue.ts';
import { ActionError } from '../errors.ts';
import type { Failure } from '../rotation/result.ts';

/** Whatever was thrown, as an error a person can be shown. */
export function known(error: unknown): ActionError {
  if (error instanceof ActionError) return error;
  return new ActionError(
    'INTERNAL',
    {
      happened: 'The action met a situation it was not written for.',
      remedy:
        'Run it again: it reads the state from Cloudflare and carries on. If it happens again, please report it.',
    },
    { cause: error },
  );
}

/** @param inForce what is in force now; the error's own words come first where it has any */
export function failureOf(error: ActionError, inForce: string): Failure {
  const { code, happened, remedy } = error;
  const details = error instanceof ApiError ? error.details() : [];
  return { code, happened, inForce: error.inForce ?? inForce, remedy, details };
}
