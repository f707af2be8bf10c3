import { TransportError } from '../../src/outside.ts';
import type { HttpAnswer, HttpRequest, Outside, TransportFault } from '../../src/outside.ts';
import type { ProbeSettings } from '../../src/probe/settings.ts';

/** How the site answers one request at one moment (virtual milliseconds); an Error is thrown. */
export type Site = (request: HttpRequest, now: number) => HttpAnswer | Error;

export interface VirtualWorld extends Outside {
  readonly requests: { readonly at: number; readonly request: HttpRequest }[];
  readonly said: string[];
  readonly stopNow: () => void;
}

export interface VirtualOptions {
  readonly deadline?: number;
  /** Virtual milliseconds every answer takes. */
  readonly latency?: number;
  readonly random?: () => number;
}

/** A world in which time passes only by sleeping and by waiting for answers. */
export function virtualWorld(site: Site, options: VirtualOptions = {}): VirtualWorld {
  let now = 0;
  const controller = new AbortController();
  const requests: VirtualWorld['requests'] = [];
  const said: string[] = [];
  return {
    requests,
    said,
    stopNow: () => controller.abort(),
    clock: { wall: () => 1_700_000_000_000 + now, monotonic: () => now },
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    random: options.random ?? (() => 0.5),
    say: (line) => said.push(line),
    stop: controller.signal,
    deadline: () => options.deadline ?? 3_600_000,
    http: (request) => {
      requests.push({ at: now, request });
      const answer = site(request, now);
      now += options.latency ?? 0;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
}

export function answerOf(
  status: number,
  more: { body?: string; headers?: Record<string, string> } = {},
): HttpAnswer {
  const headers = { server: 'cloudflare', 'cf-ray': '8f1e2d3c4b5a6978-FRA', ...more.headers };
  return { status, headers, body: more.body ?? '' };
}

/** As the wire client throws: an error with a fault. */
export function transportError(reason: TransportFault['reason']): TransportError {
  return new TransportError({ reason, sent: 'perhaps' });
}

export const NGINX_NONE =
  '<html><head><title>400 No required SSL certificate was sent</title></head><center>nginx</center></html>';
export const NGINX_REFUSED =
  '<html><head><title>400 The SSL certificate error</title></head><center>nginx</center></html>';

export const SETTINGS: ProbeSettings = {
  urls: ['https://www.example.com/health'],
  successes: 5,
  timeout: 180_000,
  requestHeaders: {},
  echoHeader: undefined,
};

/** Repeatable numbers in [0, 1) (Lehmer), so that flakiness in a test is the same every time. */
export function seeded(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
