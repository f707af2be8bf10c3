import { TransportError } from '../../src/outside.ts';
import type { HttpAnswer, HttpRequest, TransportFault } from '../../src/outside.ts';

/** What comes between Cloudflare and the run. `count` is how often this method and path were called, from 1. */
export type Tamper = (request: HttpRequest, answer: HttpAnswer, count: number) => HttpAnswer;

/** One odd answer, and what may come of it. */
export interface ApiRow {
  readonly name: string;
  readonly level: 'zone' | 'hostname';
  readonly tamper: Tamper;
  /** `either`: whatever the run makes of it, as long as it is safe and says so. */
  readonly result: 'rotated' | 'failed' | 'either';
  /** Parts of the error. */
  readonly says?: readonly string[];
  /** Milliseconds by which the runner's clock is ahead of Cloudflare's. */
  readonly clockAhead?: number;
}

export type Fields = Record<string, unknown>;

const parse = (body: string): Fields => JSON.parse(body) as Fields;

/** The envelope changed, if the answer is a success. */
export function enveloped(answer: HttpAnswer, change: (envelope: Fields) => Fields): HttpAnswer {
  return answer.status === 200 ? { ...answer, body: JSON.stringify(change(parse(answer.body))) } : answer;
}

/** The result changed, if the answer is a success. */
export function withResult(answer: HttpAnswer, change: (result: unknown) => unknown): HttpAnswer {
  return enveloped(answer, (envelope) => ({ ...envelope, result: change(envelope['result']) }));
}

/** Every object in the result changed: a certificate, an association, or each of a list. */
export function withItems(answer: HttpAnswer, change: (item: Fields) => Fields): HttpAnswer {
  const one = (item: unknown): unknown =>
    typeof item === 'object' && item !== null ? change(item as Fields) : item;
  return withResult(answer, (result) => (Array.isArray(result) ? result.map(one) : one(result)));
}

export const isUpload = ({ method }: HttpRequest): boolean => method === 'POST';
/** The list of the level's certificates. */
export const isList = ({ method, url }: HttpRequest): boolean =>
  method === 'GET' && /\/origin_tls_client_auth(?:\/hostnames\/certificates)?$/u.test(url);
/** One certificate by its id. */
export const isById = ({ method, url }: HttpRequest): boolean =>
  method === 'GET' && /\/origin_tls_client_auth\/(?:hostnames\/certificates\/)?[0-9a-f-]{32,36}$/u.test(url);

/** A refusal as the API gives it. */
export function refusal(
  answer: HttpAnswer,
  status: number,
  errors: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  const body = JSON.stringify({ success: false, errors, messages: [], result: null });
  return { status, headers: { ...answer.headers, ...headers }, body };
}

/** The same answer to the first `times` calls that fit, and Cloudflare's own afterwards. */
export function atFirst(fits: (request: HttpRequest) => boolean, times: number, change: Tamper): Tamper {
  let seen = 0;
  return (request, answer, count) => {
    if (!fits(request)) return answer;
    seen += 1;
    return seen > times ? answer : change(request, answer, count);
  };
}

export function lost(reason: TransportFault['reason']): never {
  throw new TransportError({ reason, sent: 'perhaps' });
}
