import { ActionError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { readEnvelope } from './envelope.ts';
import { ApiError } from './error-catalogue.ts';
import { TransportError } from './http.ts';
import type { HttpAnswer, TransportFault } from './http.ts';

/** What one attempt came to. */
export type Attempt =
  | { readonly kind: 'success'; readonly result: unknown; readonly pages: number | undefined }
  /** The API said no: certainly not applied. */
  | { readonly kind: 'refused'; readonly error: ApiError }
  /** No telling what became of it; `sent: no` means that it certainly was not applied. */
  | { readonly kind: 'unclear'; readonly sent: TransportFault['sent']; readonly error: ActionError };

export function readAnswer(endpoint: Endpoint, answer: HttpAnswer, token: string): Attempt {
  const { status, headers, body } = answer;
  const ray = rayOf(headers['cf-ray']);
  const challenge = headers['cf-mitigated'] === 'challenge';
  const envelope = readEnvelope(body, token);
  const errors = envelope.kind === 'failure' ? envelope.errors : [];
  const error = new ApiError({ endpoint: endpoint.template, status, errors, ray, challenge });
  if (status === 408 || status >= 500) return { kind: 'unclear', sent: 'perhaps', error };
  if (status >= 300 || challenge || envelope.kind === 'failure') return { kind: 'refused', error };
  if (envelope.kind === 'success') return { kind: 'success', result: envelope.result, pages: envelope.pages };
  return { kind: 'unclear', sent: 'perhaps', error: unreadable(endpoint) };
}

/** An answer of success in which what was asked for cannot be found. */
export function unreadable(endpoint: { readonly template: string }): ActionError {
  return new ActionError('API_ANSWER_UNREADABLE', {
    happened: `Cloudflare's answer to ${endpoint.template} could not be read.`,
    remedy: 'Run again; if it happens again, look at cloudflarestatus.com and check any proxy on the way.',
  });
}

export function readFault(endpoint: Endpoint, thrown: unknown): Attempt {
  if (!(thrown instanceof TransportError)) throw thrown;
  const { reason, sent } = thrown.fault;
  const error = new ActionError('API_UNREACHABLE', {
    happened: `${endpoint.template}: ${WORDS[reason]}.`,
    remedy: 'Check that the runner reaches api.cloudflare.com (proxy, firewall), then run again.',
  });
  return { kind: 'unclear', sent, error };
}

const WORDS: Readonly<Record<TransportFault['reason'], string>> = {
  dns: 'the name of the API could not be resolved',
  refused: 'the API refused the connection',
  tls: 'no secure connection to the API could be made',
  reset: 'the connection to the API broke',
  timeout: 'the API did not answer in time',
  cut: 'the answer broke off',
  'too-large': 'the answer was far too large',
  'not-utf8': 'the answer was not text',
  aborted: 'the call was given up',
};

function rayOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[0-9A-Za-z-]{1,64}$/u.test(header) ? header : undefined;
}
