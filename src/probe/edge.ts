import { TransportError, type HttpAnswer, type Outside } from '../outside.ts';
import type { ProbeSettings } from './settings.ts';

export type UnreachableReason = (typeof REASONS)[number] | 'untrusted' | 'proxy' | 'other';

export type EdgeAnswer =
  | {
      readonly kind: 'answer';
      /** Wall clock, epoch milliseconds. */
      readonly at: number;
      readonly status: number;
      readonly bodyKind: BodyKind;
      /** True if Cloudflare's own headers are there: else the probe went past Cloudflare. */
      readonly throughCloudflare: boolean;
      readonly cacheStatus: string | undefined;
      readonly redirect: boolean;
      /** The configured echo header as it is; foreign text, never to be printed as it is. */
      readonly echoed: string | undefined;
      /** `cf-ray` if well-formed; its end names the data centre. */
      readonly ray: string | undefined;
    }
  | { readonly kind: 'unreachable'; readonly at: number; readonly reason: UnreachableReason };

/** Milliseconds for one attempt. Longer than a slow page, shorter than Cloudflare's own patience. */
export const ATTEMPT_TIMEOUT = 15_000;
const MAX_BYTES = 64 * 1024;
const USER_AGENT = 'cloudflare-origin-pull-rotation (verification probe)';
const REASONS = ['dns', 'refused', 'tls', 'reset', 'timeout', 'cut', 'too-large', 'aborted'] as const;
/** Of what the runner was shown, and of what a proxy said. */
const GROUPS: readonly (readonly [UnreachableReason, RegExp])[] = [
  ['untrusted', /^(?:untrusted|ca-file|other-name|out-of-date)$/u],
  ['proxy', /^proxy-/u],
];

/** One GET past the caches, by a unique query. No redirect is followed; no token or key is near. Never throws. */
export async function probeEdge(world: Outside, url: string, settings: ProbeSettings): Promise<EdgeAnswer> {
  const remaining = world.deadline() - world.clock.monotonic();
  try {
    const answer = await world.http({
      method: 'GET',
      url: uncached(url, world.random),
      headers: headersOf(settings),
      timeoutMs: Math.max(1, Math.min(ATTEMPT_TIMEOUT, remaining)),
      maxBytes: MAX_BYTES,
      lenientBody: true,
      signal: world.stop,
    });
    return read(answer, world.clock.wall(), settings.echoHeader);
  } catch (error) {
    return { kind: 'unreachable', at: world.clock.wall(), reason: reasonOf(error) };
  }
}

/** Own headers that matter come last: no setting may turn the cache back on. Who asks may be said otherwise. */
function headersOf(settings: ProbeSettings): Readonly<Record<string, string>> {
  const asked = Object.entries(settings.requestHeaders).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: '*/*',
    'user-agent': USER_AGENT,
    ...Object.fromEntries(asked),
    'accept-encoding': 'identity',
    'cache-control': 'no-cache',
  };
}

/** The URL's own query stays byte for byte; a fragment or user name is never sent. */
function uncached(url: string, random: () => number): string {
  const unique = new URL(url);
  const value = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(36)).join('');
  unique.hash = '';
  unique.username = '';
  unique.password = '';
  unique.search = `${unique.search === '' ? '?' : `${unique.search}&`}origin-pull-probe=${value}`;
  return unique.href;
}

function read(answer: HttpAnswer, at: number, echoHeader: string | undefined): EdgeAnswer {
  const { status, headers } = answer;
  const ray = headers['cf-ray']?.trim();
  return {
    kind: 'answer',
    at,
    status,
    bodyKind: bodyKindOf(status, headers, answer.body),
    throughCloudflare: ray !== undefined || headers['server']?.trim().toLowerCase() === 'cloudflare',
    cacheStatus: headers['cf-cache-status']?.trim().toUpperCase(),
    redirect: status >= 300 && status < 400,
    echoed: echoHeader === undefined ? undefined : headers[echoHeader.toLowerCase()],
    ray: ray !== undefined && /^[0-9a-f]{16}(-[A-Z]{3})?$/u.test(ray) ? ray : undefined,
  };
}

function reasonOf(error: unknown): UnreachableReason {
  if (!(error instanceof TransportError)) return 'other';
  const { reason: told } = error.fault;
  const group = GROUPS.find(([, reasons]) => reasons.test(told))?.[0];
  return group ?? REASONS.find((reason) => reason === told) ?? 'other';
}

/** Who wrote the body of an answer that came through Cloudflare, as far as its client certificate is concerned. */
export type BodyKind =
  /** nginx `ssl_verify_client on`, and no certificate arrived. */
  | 'nginx-no-certificate'
  /** nginx got a certificate and refused it: unknown issuer, expired, revoked. */
  | 'nginx-refused-certificate'
  /** 401 or 403 with a page that mentions the client certificate (IIS 403.7, applications). */
  | 'certificate-forbidden'
  | 'other-400'
  /** Cloudflare asks the client to prove that it is a person. */
  | 'challenge'
  /** Cloudflare answered by itself: 520-527, 530, an `error code: 1xxx` page or a block page. */
  | 'cloudflare-error'
  | 'plain';

const NAMES_CERTIFICATE = /\b(?:client|ssl|tls)[ -]certificate\b|\bmtls\b|\b403\.(?:7|16|17)\b/iu;

/**
 * The two pages of nginx, also seen from gateways built on it (ingress-nginx, Azure Application
 * Gateway); 495 and 496 are nginx's own codes for the same two cases. A 200 that only quotes
 * such a page is not one.
 */
export function certificatePage(
  status: number,
  body: string,
): 'nginx-no-certificate' | 'nginx-refused-certificate' | 'certificate-forbidden' | undefined {
  if (status === 401 || status === 403) {
    return NAMES_CERTIFICATE.test(body) ? 'certificate-forbidden' : undefined;
  }
  if (status === 495) return 'nginx-refused-certificate';
  if (status === 496) return 'nginx-no-certificate';
  if (status !== 400) return undefined;
  if (/no required ssl certificate was sent/iu.test(body)) return 'nginx-no-certificate';
  if (/the ssl certificate error/iu.test(body)) return 'nginx-refused-certificate';
  return undefined;
}

/** Whether Cloudflare wrote the page itself: `error code: 1020`, a block page, its error template. */
function fromCloudflare(status: number, body: string): boolean {
  if ((status >= 520 && status <= 527) || status === 530) return true;
  return status >= 400 && /error code: ?1\d{3}\b|cf-error-details|\| Cloudflare<\/title>/iu.test(body);
}

/** Classifies an answer by its status, its headers (lower-case names) and the beginning of its body. */
export function bodyKindOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): BodyKind {
  if (headers['cf-mitigated']?.trim().toLowerCase() === 'challenge') return 'challenge';
  if (fromCloudflare(status, body)) return 'cloudflare-error';
  return certificatePage(status, body) ?? (status === 400 ? 'other-400' : 'plain');
}
