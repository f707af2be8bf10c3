import { bodyKindOf } from './edge-body.ts';
import type { BodyKind } from './edge-body.ts';
import type { ProbeSettings } from './settings.ts';
import type { HttpAnswer, ProbeWorld } from './world.ts';

export type { ProbeWorld } from './world.ts';

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
      /** `cf-cache-status` in upper case. */
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
const REASONS = ['dns', 'refused', 'tls', 'reset', 'timeout', 'cut', 'aborted'] as const;
/** Of what the runner was shown, and of what a proxy said. */
const GROUPS: readonly (readonly [UnreachableReason, RegExp])[] = [
  ['untrusted', /^(?:untrusted|ca-file|other-name|out-of-date)$/u],
  ['proxy', /^proxy-/u],
];

/**
 * One GET through Cloudflare. A unique query keeps caches out of it, redirects are not followed,
 * and neither the API token nor a key is anywhere near. Never throws.
 */
export async function probeEdge(
  world: ProbeWorld,
  url: string,
  settings: ProbeSettings,
): Promise<EdgeAnswer> {
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

/** Own headers come last: no setting may turn the cache back on or hide who asks. */
function headersOf(settings: ProbeSettings): Readonly<Record<string, string>> {
  const asked = Object.entries(settings.requestHeaders).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    accept: '*/*',
    ...Object.fromEntries(asked),
    'accept-encoding': 'identity',
    'cache-control': 'no-cache',
    'user-agent': USER_AGENT,
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
  if (typeof error !== 'object' || error === null || !('fault' in error)) return 'other';
  const { fault } = error;
  if (typeof fault !== 'object' || fault === null || !('reason' in fault)) return 'other';
  const told = String(fault.reason);
  const group = GROUPS.find(([, reasons]) => reasons.test(told))?.[0];
  return group ?? REASONS.find((reason) => reason === told) ?? 'other';
}
