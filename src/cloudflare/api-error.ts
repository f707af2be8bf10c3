import { ActionError, type ErrorCode } from '../errors.ts';
import { explain, UNKNOWN, type Explanation, type Refusal } from './error-causes.ts';

/** An answer that is not a success. Holds codes, cleaned messages, status, endpoint template and ray id only. */
export class ApiError extends ActionError {
  readonly status: number;
  readonly apiCodes: readonly number[];
  readonly apiMessages: readonly string[];
  readonly endpoint: string;
  readonly ray: string | undefined;
  readonly readable: boolean;
  /** Often temporary, and it does not say whether a change was made. */
  readonly passing: boolean;
  readonly explained: boolean;
  readonly #refusal: Refusal;

  /** @param better replaces what the catalogue says */
  constructor(refusal: Refusal, better: Partial<Explanation> = {}) {
    const known = explain(refusal);
    const { cause, cure } = { ...(known ?? UNKNOWN), ...better };
    super(errorCode(refusal), { happened: `${headline(refusal)} ${cause}`, remedy: cure });
    this.name = 'ApiError';
    this.status = refusal.status;
    this.apiCodes = refusal.apiCodes;
    this.apiMessages = refusal.apiMessages;
    this.endpoint = refusal.endpoint;
    this.ray = refusal.ray;
    this.readable = refusal.readable;
    this.passing = isPassing(refusal);
    this.explained = better.cause !== undefined || known !== undefined;
    this.#refusal = refusal;
  }

  details(): readonly string[] {
    return [
      `${this.endpoint} answered HTTP ${this.status}`,
      ...(this.apiCodes.length === 0 ? [] : [`API code ${this.apiCodes.join(', ')}`]),
      ...this.apiMessages.map((text) => `API message: ${text}`),
      ...(this.ray === undefined ? [] : [`Ray ID ${this.ray}`]),
    ];
  }

  /** The same refusal, explained by a caller that knows more. */
  withExplanation(better: Partial<Explanation>): ApiError {
    return new ApiError(this.#refusal, better);
  }
}

/** True for an ApiError with this code, in its errors or in their chains. */
export function hasCode(error: unknown, code: number): boolean {
  return error instanceof ApiError && error.apiCodes.includes(code);
}

/** What was sent is not a token at all; Cloudflare often answers 400. */
const NO_TOKEN: ReadonlySet<number> = new Set([6003, 6111, 9103, 9106]);

function errorCode(refusal: Refusal): ErrorCode {
  const { status } = refusal;
  if (isGood(refusal) && !refusal.readable) return 'API_ANSWER_UNREADABLE';
  if (status === 429) return 'API_RATE_LIMITED';
  if (isPassing(refusal)) return 'API_UNREACHABLE';
  // A page of a proxy says nothing of the token.
  if ((status === 401 || status === 403) && refusal.readable && !refusal.challenged)
    return 'API_UNAUTHORIZED';
  if (refusal.apiCodes.some((code) => NO_TOKEN.has(code))) return 'API_UNAUTHORIZED';
  return 'API_REFUSED';
}

/** Internal errors, and a limit that may be about other calls. */
const PASSING: ReadonlySet<number> = new Set([971, 1000]);

function isPassing(refusal: Refusal): boolean {
  const { status, apiCodes, apiMessages, readable } = refusal;
  if (status === 408 || status >= 500) return true;
  if (!readable) return isGood(refusal);
  const others = apiCodes.filter((code) => !PASSING.has(code));
  if (explain({ ...refusal, status: 400, apiCodes: others }) !== undefined) return false;
  const told = others.length < apiCodes.length || apiMessages.some((text) => /^request timeout/i.test(text));
  return told || isGood(refusal);
}

const isGood = ({ status }: Refusal): boolean => status >= 200 && status < 300;

/** `, code 1` or `, codes 1, 2`: how a sentence goes on after the status. */
export function codesIn(apiCodes: readonly number[]): string {
  if (apiCodes.length === 0) return '';
  return `, code${apiCodes.length === 1 ? '' : 's'} ${apiCodes.join(', ')}`;
}

function headline(refusal: Refusal): string {
  const { status, apiCodes, apiMessages, endpoint, ray, readable, challenged } = refusal;
  const isForeign = status >= 300 && !readable && !challenged && ray === undefined;
  const verb =
    status >= 500 ? 'answered' : readable || status >= 300 ? 'refused' : 'gave no readable answer to';
  const codes = codesIn(apiCodes);
  const messages =
    apiMessages.length === 0
      ? ''
      : `: ${apiMessages.map((text) => `"${text.replaceAll('"', "'")}"`).join('; ')}`;
  const where = ray === undefined ? '' : ` (ray id ${ray})`;
  return `Cloudflare${isForeign ? ' or a proxy' : ''} ${verb} \`${endpoint}\` with HTTP ${status}${codes}${messages}${where}.`;
}

export type Meaning = 'not-found' | 'deletion-runs' | 'in-use' | 'pending-deployment' | 'other';

/** Codes of the certificate and hostname endpoints. 1415 says "invalid or deleted": not at this level, in any case. */
const BY_CODE: ReadonlyMap<number, Meaning> = new Map([
  [1414, 'deletion-runs'],
  [1415, 'not-found'],
  [1433, 'in-use'],
  [1434, 'pending-deployment'],
  [1551, 'not-found'],
  [1552, 'not-found'],
  [1553, 'not-found'],
]);

/** A malformed path is a 404 too, and says nothing about the certificate. */
const NO_ROUTE: ReadonlySet<number> = new Set([7000, 7003]);

/**
 * What a refusal says of a certificate or an association. Codes first; the text counts only for what is
 * known to come without a stable code. A 404 counts only when the API itself gave it: one from a proxy
 * must never make a certificate look deleted.
 */
export function meaningOf(error: unknown): Meaning {
  if (!(error instanceof ApiError) || !error.readable) return 'other';
  // A failure of the API or on the way says nothing about the certificate.
  if (error.code !== 'API_REFUSED') return 'other';
  for (const code of error.apiCodes) {
    const meaning = BY_CODE.get(code);
    if (meaning !== undefined) return meaning;
  }
  if (error.apiMessages.some((text) => /already (?:been )?deleted/i.test(text))) return 'deletion-runs';
  if (error.status !== 404 || error.apiCodes.some((code) => NO_ROUTE.has(code))) return 'other';
  return 'not-found';
}

/** What was read; undefined where the API knows no such thing. */
export async function unlessUnknown<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (meaningOf(error) === 'not-found') return undefined;
    throw error;
  }
}

/**
 * What became of a change. `refused` is certain: nothing was applied. `ambiguous` means that it may have
 * been applied, now or a little later: only reading settles it.
 */
export type Outcome<T> =
  | { readonly kind: 'applied'; readonly value: T; /** Server time, epoch ms. */ readonly at: number }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'ambiguous'; readonly error: ActionError };

/** For a cut-over: valid tokens get authentication errors too, so these do not settle whether the change was made. */
export function mistrusted<T>(outcome: Outcome<T>): Outcome<T> {
  const refused = outcome.kind === 'refused' && hasCode(outcome.error, 10_000);
  return refused ? { kind: 'ambiguous', error: outcome.error } : outcome;
}
