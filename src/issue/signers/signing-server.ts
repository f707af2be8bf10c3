import { faultWords } from '../../cloudflare/api-answer.ts';
import { asObject, parseJson, type Json } from '../../cloudflare/json.ts';
import { ActionError } from '../../errors.ts';
import { TransportError } from '../../outside.ts';
import type { Http, HttpRequest, TransportFault } from '../../outside.ts';

/** Whom a connection to a signer trusts: the runner's authorities, these alone, or nobody (to fetch a root). */
export type Trust =
  | { readonly kind: 'runner' }
  | { readonly kind: 'authorities'; readonly pem: string }
  | { readonly kind: 'unverified' };

export function trusting(serverCa: string | undefined): Trust {
  return serverCa === undefined ? { kind: 'runner' } : { kind: 'authorities', pem: serverCa };
}

export interface ServerWorld {
  readonly connect: (trust: Trust) => Promise<Http>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Fires once the job was cancelled, or the signer has had its time. */
  readonly stop: AbortSignal;
  /** Masks a token before anything else is done with it. */
  readonly protect: (secret: string) => void;
}

export interface Server extends ServerWorld {
  readonly http: Http;
  /** For sentences. */
  readonly name: string;
  /** Where no answer comes from a server that no setting names. */
  readonly cure?: string;
}

export interface ServerAnswer {
  readonly status: number;
  /** Undefined where the body is no JSON object. */
  readonly json: Json | undefined;
}

export type Ask = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>;

/** Why a signal fired when the signer ran out of time, rather than the job. */
export const LATE = new Error('A signer has had its time.');

const ATTEMPTS = 3;
const PAUSE = 2000;
const TIMEOUT = 30_000;
const MOST_BYTES = 256 * 1024;
/** A node that lags, is overloaded or between two leaders. 412 is Vault's for a replica that is behind. */
const PASSING = new Set([408, 412, 425, 429, 500, 502, 503, 504]);

/**
 * Asks a signer's server, three times where a fault may pass. No redirect is followed: what is sent holds a token.
 * @param ask made anew for each attempt, since some tokens are good for one
 * @returns the last answer, whatever its status but a redirect's
 * @throws ActionError `SIGNER_FAILED` where no answer came
 */
export async function askServer(
  { http, name, stop, sleep, cure }: Server,
  ask: () => Promise<Ask> | Ask,
): Promise<ServerAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS;
    try {
      const request = await ask();
      const { status, body } = await http({
        ...request,
        timeoutMs: TIMEOUT,
        maxBytes: MOST_BYTES,
        signal: stop,
      });
      if (status >= 300 && status < 400) throw redirected(name, status, cure);
      if (last || !PASSING.has(status)) return { status, json: asObject(parseJson(body)?.value) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      const { lasting } = faultWords(error.fault, name);
      if (last || stop.aborted || lasting !== undefined) {
        const [what, remedy] = stop.aborted ? stopped(stop) : FAULTS[error.fault.reason];
        throw signerFailed(`${name} ${what}.`, stop.aborted ? remedy : (cure ?? remedy), error);
      }
    }
    await sleep(PAUSE * attempt, stop);
  }
}

/** An error of ours for a signer; nothing was uploaded by then. */
export function signerFailed(happened: string, remedy: string, cause?: unknown): ActionError {
  const inForce = 'Nothing was changed at Cloudflare.';
  return new ActionError('SIGNER_FAILED', { happened, inForce, remedy }, { cause });
}

type Text<T> = string | ((asked: T) => string);

/** One refusal, known by its status or by the server's own words. */
export type Refusal<T> = readonly [
  when: (status: number, words: string) => boolean,
  happened: Text<T>,
  remedy: Text<T>,
];

/** With one of these statuses, if any are named. */
export function says(pattern: RegExp, ...statuses: readonly number[]): Refusal<never>[0] {
  return (status, words) => (statuses.length === 0 || statuses.includes(status)) && pattern.test(words);
}

/** Why a server did not do what it was `asked`. */
export function serverRefused<T>(
  server: string,
  what: string,
  refusals: readonly Refusal<T>[],
  { status, json }: ServerAnswer,
  words: string,
  asked: T,
): ActionError {
  const known = refusals.find(([when]) => when(status, words));
  if (known === undefined) {
    const said = words === '' ? '' : `: ${quoted(words)}`;
    const remedy = json === undefined ? IS_IT_THE_SIGNER : `See ${server}'s own log.`;
    return signerFailed(`${server} did not ${what} (HTTP ${status}${said}).`, remedy);
  }
  const [, happened, remedy] = known;
  const tell = (text: Text<T>): string => (typeof text === 'string' ? text : text(asked));
  const said = words === '' ? '' : ` ${server} said: ${quoted(words.replace(/\.$/u, ''))}.`;
  return signerFailed(`${tell(happened)}${said}`, tell(remedy));
}

/** A server's text, in quotes: if it holds a piece of a secret, only this text is withheld. */
export function quoted(words: string): string {
  return `"${words.replaceAll('"', "'")}"`;
}

/** Fit for a header; anything else in the place of a token is none. */
export function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[!-~]{1,16384}$/u.test(text);
}

/** Certificates of an answer as one text, the leaf first; undefined without one. */
export function pemOf(leaf: string | undefined, above: unknown): string | undefined {
  const all: readonly unknown[] = Array.isArray(above) ? above : [above];
  const others = all.filter((one) => typeof one === 'string' && one !== '');
  return leaf && [leaf, ...others].map((one) => `${String(one).trim()}\n`).join('');
}

/** Whether the job ended, or the signer ran out of time. */
function stopped({ reason }: { readonly reason: unknown }): Told {
  return reason === LATE ? ['took longer than the two minutes it has', AGAIN] : FAULTS.aborted;
}

function redirected(name: string, status: number, cure?: string): ActionError {
  return signerFailed(
    `${name} answered with a redirect (HTTP ${status}). It is not followed, because the request holds a token.`,
    cure ??
      'Use the address of the server that answers itself: the active node, or a load balancer that finds it.',
  );
}

const AGAIN = 'Check `address` and that this runner can reach the server, then run again.';
const TLS =
  'Set `server-ca` to the authority of its TLS certificate (PEM), or use an address whose certificate the runner trusts.';
/** For an answer that no signer would give. */
const IS_IT_THE_SIGNER = "Check that `address` is the signer's.";
const PROXY = "Check the step's HTTPS_PROXY and NO_PROXY.";

type Told = readonly [what: string, remedy: string];

const FAULTS: Readonly<Record<TransportFault['reason'], Told>> = {
  dns: ['was not found: its name could not be resolved', AGAIN],
  refused: ['refused the connection', AGAIN],
  tls: ['could not be reached: the TLS handshake failed', TLS],
  reset: ['reset the connection', AGAIN],
  timeout: ['did not answer within half a minute', AGAIN],
  cut: ['stopped in the middle of its answer', AGAIN],
  'too-large': ['sent more than a signer would', IS_IT_THE_SIGNER],
  'not-utf8': ['sent something that is not text', IS_IT_THE_SIGNER],
  aborted: ['was interrupted: the job was cancelled', 'Run again.'],
  untrusted: ['has a TLS certificate from an authority that is not trusted here', TLS],
  'ca-file': [
    'has a TLS certificate that is not trusted here, and the file in NODE_EXTRA_CA_CERTS cannot be read',
    'Fix NODE_EXTRA_CA_CERTS, or set `server-ca` to the authority (PEM).',
  ],
  'other-name': ['has a TLS certificate for another name', 'Check the name in `address`.'],
  'out-of-date': ['has a TLS certificate that has expired or is not valid yet', 'Renew it on the server.'],
  'proxy-login': ['was not reached: the proxy wants a login', PROXY],
  'proxy-refused': ['was not reached: the proxy refused the connection', PROXY],
  'proxy-failed': ['was not reached: the proxy could not connect', PROXY],
};
