/**
 * All errors of ours. Every failure a person can meet says what happened, what is in force
 * now, and what to do; `code` stays stable, so that workflows can match on it.
 */
export type ErrorCode =
  | 'INPUT_INVALID'
  | 'CERTIFICATE_REFUSED'
  | 'PRIVATE_KEY_REFUSED'
  | 'ENVIRONMENT_UNSAFE'
  | 'SIGNER_FAILED'
  | 'SIGNER_ANSWER_REFUSED'
  | 'ZONE_NOT_FOUND'
  | 'API_REFUSED'
  | 'API_UNAUTHORIZED'
  | 'API_RATE_LIMITED'
  | 'API_UNREACHABLE'
  | 'API_ANSWER_UNREADABLE'
  | 'UPLOAD_AMBIGUOUS'
  | 'PLAN_REFUSED'
  | 'EARLIER_TARGET_FAILED'
  | 'ACTIVATION_FAILED'
  | 'ACTIVATION_TIMED_OUT'
  | 'WORLD_CHANGED'
  | 'VERIFICATION_FAILED'
  | 'ROLLBACK_FAILED'
  | 'DELETE_FAILED'
  | 'TIMED_OUT'
  | 'CANCELLED'
  | 'INTERNAL';

export interface ErrorText {
  /** What happened, in one or more whole sentences. Never holds input, headers or bodies. */
  readonly happened: string;
  /** What is in force now; left out if nothing was or could have been changed. */
  readonly inForce?: string;
  /** What to do next. */
  readonly remedy: string;
}

export class ActionError extends Error {
  readonly code: ErrorCode;
  readonly happened: string;
  readonly inForce: string | undefined;
  readonly remedy: string;

  constructor(code: ErrorCode, text: ErrorText, options?: { readonly cause?: unknown }) {
    super([text.happened, text.inForce, text.remedy].filter(Boolean).join(' '), options);
    this.name = 'ActionError';
    this.code = code;
    this.happened = text.happened;
    this.inForce = text.inForce;
    this.remedy = text.remedy;
  }
}

/** Anything that was thrown, as an error that can be shown to a person. */
export function asActionError(error: unknown): ActionError {
  if (error instanceof ActionError) return error;
  return new ActionError(
    'INTERNAL',
    {
      happened: 'The action ran into a situation it was not written for.',
      remedy:
        'Run it again: it reads the state from Cloudflare and continues. If it happens again, please report it.',
    },
    { cause: error },
  );
}

/** The successor hurts traffic, or may: the previous state has to be restored. */
export class RollbackRequired extends ActionError {
  override readonly name = 'RollbackRequired';
}

/** The `code` of an error of Node or undici; empty if it has none. Its words are never looked at. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
