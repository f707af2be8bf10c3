import { ActionError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import { cureFor } from './cures.ts';
import type { ApiMessage } from './envelope.ts';

export interface ApiFailure {
  /** Method and path template: `POST /zones/{zone_id}/origin_tls_client_auth`. */
  readonly endpoint: string;
  readonly status: number;
  readonly errors: readonly ApiMessage[];
  readonly ray: string | undefined;
  /** The answer was a challenge page, not the API's. */
  readonly challenge: boolean;
}

/** The API said no. Carries code, status, endpoint template and ray id, never headers or bodies. */
export class ApiError extends ActionError {
  readonly status: number;
  readonly endpoint: string;
  readonly ray: string | undefined;
  readonly apiErrors: readonly ApiMessage[];

  constructor(failure: ApiFailure) {
    const { cause, cure } = cureFor(failure);
    super(codeOf(failure), { happened: `${cause} ${asItCame(failure)}`, remedy: cure });
    this.name = 'ApiError';
    this.status = failure.status;
    this.endpoint = failure.endpoint;
    this.ray = failure.ray;
    this.apiErrors = failure.errors;
  }

  get apiCodes(): readonly number[] {
    return this.apiErrors.flatMap(({ code }) => code ?? []);
  }

  /** Evidence for support, a line each. */
  details(): readonly string[] {
    return [
      `${this.endpoint} answered HTTP ${this.status}`,
      ...this.apiErrors.map(({ code, message }) => `API error ${code ?? 'without code'}: ${message}`),
      ...(this.ray === undefined ? [] : [`Ray ID ${this.ray}`]),
    ];
  }
}

export function hasCode(error: unknown, code: number): boolean {
  return error instanceof ApiError && error.apiCodes.includes(code);
}

function codeOf({ status, errors, challenge }: ApiFailure): ErrorCode {
  if (challenge) return 'API_UNREACHABLE';
  if (status === 429) return 'API_RATE_LIMITED';
  if (status >= 500) return 'API_UNREACHABLE';
  const denied = errors.some(({ code }) => code === 10_000 || code === 9109);
  return denied || status === 401 || status === 403 ? 'API_UNAUTHORIZED' : 'API_REFUSED';
}

function asItCame({ endpoint, status, errors, ray }: ApiFailure): string {
  const said = errors.map(({ code, message }) => `${code ?? 'no code'}: ${message}`).join('; ');
  const where = ray === undefined ? endpoint : `${endpoint}, ray ${ray}`;
  return `(HTTP ${status}${said === '' ? '' : `, ${said}`}; ${where})`;
}
