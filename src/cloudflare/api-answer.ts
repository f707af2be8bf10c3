import { ActionError } from '../errors.ts';
import type { HttpAnswer, TransportFault } from '../outside.ts';
import { ApiError, codesIn, hasCode } from './api-error.ts';
import type { ApiRequest } from './api.ts';
import { endpointOf } from './endpoint.ts';
import { cleanSentence } from './foreign-text.ts';
import { asObject, parseJson, type Json } from './json.ts';

/** Why an attempt may be repeated: each has its own pace. */
export type RetryReason = 'transient' | 'conflict' | 'throttled' | 'young-token' | 'authentication';

export type Verdict<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: ActionError }
  | {
      readonly kind: 'again';
      readonly reason: RetryReason;
      /** Whether the server may have acted on it all the same. */
      readonly applied: 'no' | 'perhaps';
      readonly error: ActionError;
      readonly because: string;
    };

/**
 * Judges an answer. Pure: it decides nothing about time or count of repetitions.
 * @param authenticated the token was accepted before, so that an authentication error may be a passing fault
 */
export function judgeAnswer<T>(
  request: ApiRequest<T>,
  answer: HttpAnswer,
  secrets: readonly string[],
  authenticated: boolean,
): Verdict<T> {
  const { status, headers } = answer;
  const envelope = readEnvelope(answer.body, secrets);
  const challenged = headers['cf-mitigated']?.trim().toLowerCase() === 'challenge';
  const good = status >= 200 && status < 300 && !challenged;
  const read = good && envelope.kind === 'success' ? request.read(envelope.result, envelope.info) : undefined;
  if (read !== undefined) return { kind: 'done', value: read.value };
  const error = apiError(request, answer, envelope, challenged);
  const again = (reason: RetryReason, applied: 'no' | 'perhaps'): Verdict<T> => {
    return { kind: 'again', reason, applied, error, because: reasonOf(error) };
  };
  if (challenged) return { kind: 'refused', error };
  if (status === 429) return again('throttled', 'no');
  if (status === 409) return again('conflict', 'no');
  if (error.passing) return again('transient', 'perhaps');
  if (isYoungToken(error)) return again('young-token', 'no');
  if (authenticated && hasCode(error, AUTHENTICATION)) return again('authentication', 'perhaps');
  // A page of a firewall or a proxy: only reading tells what the API did with the change.
  if (!error.readable && request.method !== 'GET') return again('transient', 'perhaps');
  return { kind: 'refused', error };
}

/** Strikes valid tokens as well. */
const AUTHENTICATION = 10_000;

/** A token made seconds ago is not yet known everywhere. */
function isYoungToken({ status, apiMessages }: ApiError): boolean {
  return [401, 403].includes(status) && apiMessages.some((text) => YOUNG.test(text));
}

const YOUNG = /unable to authenticate request|^internal error/i;

/** What a fault on the way is called, and what to do where another attempt would meet it again. */
interface FaultWords {
  readonly because: string;
  readonly lasting: string | undefined;
}

/** @param host whose API it is, such as `api.cloudflare.com` */
export function faultWords({ reason }: TransportFault, host: string): FaultWords {
  return { because: FAULTS[reason], lasting: LASTING[reason]?.replaceAll('{host}', host) };
}

/** `answered`: an answer came through before, so that even what usually lasts may pass. */
export function judgeFault<T>(
  request: ApiRequest<T>,
  fault: TransportFault,
  answered: boolean,
  host: string,
): Verdict<T> {
  const { because, lasting } = faultWords(fault, host);
  const error = new ActionError('API_UNREACHABLE', {
    happened: `\`${endpointOf(request)}\` got no usable answer from Cloudflare: ${because}.`,
    remedy: lasting ?? 'Check the network between this runner and the API (proxy, firewall), then run again.',
  });
  if (lasting !== undefined && !answered) return { kind: 'refused', error };
  return { kind: 'again', reason: 'transient', applied: fault.sent, error, because };
}

/** What to do about faults that another attempt meets again. */
const LASTING: Readonly<Partial<Record<TransportFault['reason'], string>>> = {
  untrusted:
    "A proxy or firewall seems to intercept TLS. In the job's `env:`, set NODE_EXTRA_CA_CERTS to a PEM file on this runner with that proxy's authority. Never switch certificate checks off.",
  'ca-file':
    "Set NODE_EXTRA_CA_CERTS to a PEM file with the proxy's authority that exists on this runner (and in the job's container), or remove it.",
  'other-name':
    'Something else (a proxy, a DNS filter) answers instead of the API: let this runner reach {host}.',
  'out-of-date': "Check this runner's clock, and whether a proxy presents an expired certificate.",
  'proxy-login':
    "Put the user and password in the proxy's URL, from a secret: `HTTPS_PROXY: http://user:password@proxy.example:3128`, with special characters percent-encoded.",
  'proxy-refused':
    'Allow {host} on port 443 in the proxy, or add it to NO_PROXY if this runner can reach it directly.',
};

const FAULTS: Readonly<Record<TransportFault['reason'], string>> = {
  dns: "the API's name could not be resolved",
  refused: 'the connection was refused',
  tls: 'the TLS handshake failed',
  reset: 'the connection was reset',
  timeout: 'no complete answer came in time',
  cut: 'the answer was cut off',
  'too-large': 'the answer was too long',
  'not-utf8': 'the answer was not UTF-8 text',
  aborted: 'the call was aborted',
  untrusted: 'the certificate presented is from an authority that this runner does not trust',
  'ca-file':
    'this runner does not trust the certificate presented, and the file in NODE_EXTRA_CA_CERTS cannot be read',
  'other-name': 'the certificate presented is for another name',
  'out-of-date': 'the certificate presented has expired or is not valid yet',
  'proxy-login': 'the proxy wants a login (status 407)',
  'proxy-refused': 'the proxy refused the connection',
  'proxy-failed': 'the proxy could not connect',
};

function apiError(
  request: Pick<ApiRequest<unknown>, 'method' | 'template'>,
  answer: HttpAnswer,
  envelope: Envelope,
  challenged: boolean,
): ApiError {
  const ok = answer.status >= 200 && answer.status < 300;
  const failure = envelope.kind === 'failure' && (envelope.explicit || !ok);
  return new ApiError({
    status: answer.status,
    apiCodes: failure ? envelope.codes : [],
    apiMessages: failure ? envelope.messages : [],
    endpoint: endpointOf(request),
    ray: rayOf(answer.headers),
    challenged,
    readable: failure,
  });
}

function rayOf(headers: Readonly<Record<string, string>>): string | undefined {
  const ray = headers['cf-ray'];
  // No longer than that: 64 such digits would be the secret of a key as well.
  return ray !== undefined && /^[0-9a-f]{16}(-[A-Z]{3})?$/.test(ray) ? ray : undefined;
}

/** These say enough by themselves, also on a page of a proxy. */
const PLAIN_STATUSES: ReadonlySet<number> = new Set([408, 409, 429]);

function reasonOf({ status, readable, apiCodes }: ApiError): string {
  if (!readable && status < 500 && !PLAIN_STATUSES.has(status))
    return `HTTP ${status} with an unreadable answer`;
  return `HTTP ${status}${codesIn(apiCodes)}`;
}

type Envelope =
  | { readonly kind: 'success'; readonly result: unknown; readonly info: unknown }
  | {
      readonly kind: 'failure';
      readonly codes: readonly number[];
      readonly messages: readonly string[];
      /** `success` is really `false`; without it only the status tells that the API said no. */
      readonly explicit: boolean;
    }
  | { readonly kind: 'unreadable' };

/** A few errors say it all; a chain is seldom deeper than two. */
const MOST_ERRORS = 10;
const DEEPEST_CHAIN = 4;

/** Reads the body strictly: only `success: true` is a success, whatever the status was. */
export function readEnvelope(body: string, secrets: readonly string[]): Envelope {
  const json = asObject(parseJson(body)?.value);
  if (json === undefined) return { kind: 'unreadable' };
  if (json['success'] === true) return { kind: 'success', result: json['result'], info: json['result_info'] };
  const explicit = json['success'] === false;
  if (!explicit && !Array.isArray(json['errors'])) return { kind: 'unreadable' };
  const errors = flatten(json['errors'], 0);
  const codes = errors.map((error) => codeOf(error)).filter((code) => code !== undefined);
  const messages = errors.map((error) => messageOf(error, secrets)).filter((text) => text !== '');
  return {
    kind: 'failure',
    codes: [...new Set(codes)].slice(0, MOST_ERRORS),
    messages: [...new Set(messages)].slice(0, MOST_ERRORS),
    explicit,
  };
}

/** Errors with those of their chains; a lone error and a bare text are taken for a list of one. */
function flatten(errors: unknown, depth: number): readonly Json[] {
  if (depth > DEEPEST_CHAIN || errors === undefined || errors === null) return [];
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [errors];
  return list.slice(0, MOST_ERRORS).flatMap((item) => {
    if (typeof item === 'string') return [{ message: item }];
    const error = asObject(item);
    return error === undefined ? [] : [error, ...flatten(error['error_chain'], depth + 1)];
  });
}

function codeOf(error: Json): number | undefined {
  const code = error['code'];
  if (typeof code === 'string' && /^\s*\d{1,9}\s*$/.test(code)) return Number(code);
  return typeof code === 'number' && Number.isSafeInteger(code) && code >= 0 ? code : undefined;
}

function messageOf(error: Json, secrets: readonly string[]): string {
  const message = error['message'];
  return typeof message === 'string' ? cleanSentence(message, secrets) : '';
}
