import type { ActionError } from '../errors.ts';
import type { Api, Reply } from './api.ts';
import { unreadable } from './attempt.ts';
import type { Endpoint } from './endpoint.ts';
import { ApiError } from './error-catalogue.ts';
import type { Outcome } from './outcome.ts';

/** Sends a read and parses its result; throws what went wrong. */
export async function read<T>(
  api: Api,
  endpoint: Endpoint,
  parse: (result: unknown) => T | undefined,
): Promise<T> {
  const reply = await api.call(endpoint);
  if (reply.kind === 'failure') throw reply.error;
  const parsed = parse(reply.result);
  if (parsed === undefined) throw unreadable(endpoint);
  return parsed;
}

/** Sends a read whose object may not exist. */
export async function readIfThere<T>(
  api: Api,
  endpoint: Endpoint,
  parse: (result: unknown) => T | undefined,
): Promise<T | undefined> {
  try {
    return await read(api, endpoint, parse);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Not found, in all the ways the API says so: 404, 1415, 1551, 1552, 1553. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  if (error.apiCodes.some((code) => code === 7003 || code === 7000)) return false;
  const codes = [1415, 1551, 1552, 1553];
  return error.status === 404 || error.apiCodes.some((code) => codes.includes(code));
}

/** Turns the reply to a mutation into its outcome; an answer of success that cannot be read is ambiguous. */
export function outcomeOf<T>(
  endpoint: Endpoint,
  reply: Reply,
  parse: (result: unknown) => T | undefined,
): Outcome<T> {
  if (reply.kind === 'failure') return failed(reply.error, reply.perhaps);
  const value = parse(reply.result);
  if (value === undefined) return { kind: 'ambiguous', error: unreadable(endpoint) };
  return { kind: 'applied', value, at: reply.at };
}

export function failed(
  error: ActionError,
  perhaps: boolean,
): { readonly kind: 'refused' | 'ambiguous'; readonly error: ActionError } {
  return { kind: perhaps ? 'ambiguous' : 'refused', error };
}

/** RFC 3339 with 0 to 9 fractional digits, as epoch milliseconds with their fraction. */
export function readDate(value: unknown): number | undefined {
  const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d{1,12})?(Z|[+-]\d{2}:\d{2})$/u;
  const found = typeof value === 'string' ? form.exec(value) : null;
  if (found === null) return undefined;
  const whole = Date.parse(`${found[1]}${found[3]}`);
  return Number.isFinite(whole) ? whole + Number(`0${found[2] ?? ''}`) * 1000 : undefined;
}

export function readText(value: unknown, most = 500): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= most ? value : undefined;
}
