import type { Api } from '../../../src/cloudflare/api.ts';
import { createApi } from '../../../src/cloudflare/client.ts';
import { TransportError } from '../../../src/outside.ts';
import type { HttpAnswer, HttpRequest, TransportFault } from '../../../src/outside.ts';
import { createVirtualTime } from './virtual-time.ts';
import type { VirtualTime } from './virtual-time.ts';

export const TOKEN = 'v1Tok-enTok_enTokenTokenTokenTokenToken';
export const ZONE = '0123456789abcdef0123456789abcdef';
export const ID = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
/** 2026-11-24T00:00:00Z. */
export const EPOCH = Date.UTC(2026, 10, 24);

/** One answer of the fake server: what it says, or what breaks. */
export type Step = HttpAnswer | TransportFault | ((request: HttpRequest) => Step | Promise<Step>);

export interface Seen extends HttpRequest {
  /** Virtual ms at which it arrived. */
  readonly at: number;
}

export interface Scripted {
  readonly api: Api;
  readonly time: VirtualTime;
  readonly seen: readonly Seen[];
  readonly said: readonly string[];
  readonly stop: AbortController;
}

export interface ScriptSettings {
  /** Ms one call takes. */
  readonly latency?: number;
  /** Monotonic ms at which the run ends; an hour unless said. */
  readonly deadline?: number;
  readonly random?: number;
  readonly baseUrl?: string;
}

const CLOUDFLARE = 'https://api.cloudflare.com/client/v4';

/** An API client whose server plays the steps in turn, the last one for ever. */
export function scripted(
  steps: readonly Step[],
  { latency = 0, deadline = 3_600_000, random = 0.5, baseUrl = CLOUDFLARE }: ScriptSettings = {},
): Scripted {
  const time = createVirtualTime();
  const seen: Seen[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const api = createApi(
    {
      http: async (request) => {
        const nth = seen.push({ ...request, at: time.now() }) - 1;
        await time.sleep(latency);
        let step = steps[Math.min(nth, steps.length - 1)];
        while (typeof step === 'function') step = await step(request);
        if (step === undefined) throw new Error('the script has no step');
        if ('reason' in step) throw new TransportError(step);
        return step;
      },
      clock: { wall: () => EPOCH + time.now(), monotonic: time.now },
      sleep: time.sleep,
      random: () => random,
      say: (line) => said.push(line),
      stop: stop.signal,
      deadline: () => deadline,
    },
    { token: TOKEN, baseUrl, userAgent: 'test' },
  );
  return { api, time, seen, said, stop };
}

type Headers = Readonly<Record<string, string>>;

export function answer(status: number, body: unknown, headers: Headers = {}): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

export function success(result: unknown, info?: unknown, headers: Headers = {}): HttpAnswer {
  const paging = info === undefined ? {} : { result_info: info };
  return answer(200, { success: true, errors: [], messages: [], result, ...paging }, headers);
}

export function failure(
  status: number,
  code: number | undefined,
  message = 'no',
  headers: Headers = {},
): HttpAnswer {
  const error = code === undefined ? { message } : { code, message };
  return answer(
    status,
    { success: false, errors: [error], messages: [] },
    { 'cf-ray': '8c0ffee012345678-FRA', ...headers },
  );
}

export function page(status: number, headers: Headers = {}): HttpAnswer {
  return answer(status, '<!doctype html><title>Oops</title>', { 'content-type': 'text/html', ...headers });
}

export function fault(
  reason: TransportFault['reason'],
  sent: TransportFault['sent'] = 'perhaps',
): TransportFault {
  return { reason, sent };
}

/** Seconds after midnight of the test's day, as a header `Date`. */
export function httpDate(seconds: number): string {
  return new Date(EPOCH + seconds * 1000).toUTCString();
}

export interface CertificateRow {
  readonly id: string;
  readonly status: unknown;
  readonly [field: string]: unknown;
}

export function certificateRow(more: Readonly<Record<string, unknown>> = {}): CertificateRow {
  return {
    id: ID,
    status: 'pending_deployment',
    certificate: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    issuer: 'CN=Test CA',
    serial_number: '12345',
    signature: 'SHA256WithRSA',
    expires_on: '2100-01-01T05:20:00Z',
    uploaded_on: '2026-11-24T00:00:00.123456789Z',
    ...more,
  };
}

/** One question to a server that always gives the same answer. */
export async function asked<T>(step: Step, question: (api: Api) => Promise<T>): Promise<T> {
  const script = scripted([step]);
  return await script.time.until(question(script.api));
}
