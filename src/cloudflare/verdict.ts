import { ActionError } from '../errors.ts';
import type { ApiRequest } from './api.ts';
import { readEnvelope } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { ApiError } from './error-catalogue.ts';
import type { HttpAnswer, TransportFault } from './http.ts';

/** Why an attempt may be repeated: each has its own pace. */
export type Hitch = 'transient' | 'conflict' | 'throttled' | 'young-token';

/** What one attempt tells. */
export type Verdict<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | {
      readonly kind: 'again';
      readonly hitch: Hitch;
      /** Whether the server may have acted on it all the same. */
      readonly applied: 'no' | 'perhaps';
      readonly error: ActionError;
      /** For people, such as `HTTP 503`. */
      readonly because: string;
    };

export function endpointOf(request: Pick<ApiRequest<unknown>, 'method' | 'template'>): string {
  return `${request.method} ${request.template}`;
}

/** Judges an answer. Pure: it decides nothing about time or count of repetitions. */
export function judgeAnswer<T>(
  request: ApiRequest<T>,
  answer: HttpAnswer,
  secrets: readonly string[],
): Verdict<T> {
  const { status, headers } = answer;
  const envelope = readEnvelope(answer.body, secrets);
  const challenged = headers['cf-mitigated']?.trim().toLowerCase() === 'challenge';
  const again = (hitch: Hitch, applied: 'no' | 'perhaps'): Verdict<T> => {
    const error = apiError(request, answer, envelope, challenged);
    return { kind: 'again', hitch, applied, error, because: reasonOf(error) };
  };
  if (challenged) return { kind: 'refused', error: apiError(request, answer, envelope, challenged) };
  if (status === 429) return again('throttled', 'no');
  if (status === 409) return again('conflict', 'no');
  if (status === 408 || status >= 500) return again('transient', 'perhaps');
  if (status >= 200 && status < 300 && !(envelope.kind === 'failure' && envelope.explicit)) {
    const read = envelope.kind === 'success' ? request.read(envelope.result, envelope.info) : undefined;
    if (read !== undefined) return { kind: 'done', value: read.value };
    return again('transient', 'perhaps');
  }
  if (isYoungToken(status, envelope)) return again('young-token', 'no');
  return { kind: 'refused', error: apiError(request, answer, envelope, challenged) };
}

/** Judges a fault on the way. */
export function judgeFault<T>(request: ApiRequest<T>, fault: TransportFault): Verdict<T> {
  const because = FAULTS[fault.reason];
  const error = new ActionError('API_UNREACHABLE', {
    happened: `\`${endpointOf(request)}\` got no answer from Cloudflare: ${because}.`,
    remedy: 'Check the network between this runner and the API (proxy, firewall), then run again.',
  });
  return { kind: 'again', hitch: 'transient', applied: fault.sent, error, because };
}

const FAULTS: Readonly<Record<TransportFault['reason'], string>> = {
  dns: 'the name of the API could not be resolved',
  refused: 'the connection was refused',
  tls: 'no TLS connection came about',
  reset: 'the connection broke',
  timeout: 'no complete answer came in time',
  cut: 'the answer was cut off',
  'too-large': 'the answer was far too long',
  'not-utf8': 'the answer was not UTF-8 text',
  aborted: 'the call was given up',
};

/** A token made seconds ago is not yet known everywhere. */
function isYoungToken(status: number, envelope: Envelope): boolean {
  if (envelope.kind !== 'failure' || (status !== 401 && status !== 403)) return false;
  return envelope.messages.some((text) => /unable to authenticate request/i.test(text));
}

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

function reasonOf(error: ApiError): string {
  if (error.code === 'API_ANSWER_UNREADABLE') return `HTTP ${error.status} with an unreadable answer`;
  const codes = error.apiCodes.length === 0 ? '' : `, code ${error.apiCodes.join(', ')}`;
  return `HTTP ${error.status}${codes}`;
}
