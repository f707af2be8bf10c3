import { createAuthority, type Authority, type Pair } from '../../sandbox/authority/index.ts';
import {
  createModel,
  requestTo,
  type Model,
  type ModelOptions,
  type Zone,
} from '../../sandbox/model/index.ts';

/** One authority and a few leaves, made once per test file: making keys costs time. */
export interface Certificates {
  readonly authority: Authority;
  readonly one: Pair;
  readonly two: Pair;
  readonly three: Pair;
}

export async function makeCertificates(): Promise<Certificates> {
  const authority = await createAuthority();
  const [one, two, three] = await Promise.all([authority.issue(), authority.issue(), authority.issue()]);
  return { authority, one, two, three };
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly code: number | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- assertions read answers of any shape
  readonly result: any;
  readonly body: string;
}

/** A model under a clock that only the test moves. */
export interface Bench {
  readonly model: Model;
  readonly zone: Zone;
  readonly now: () => number;
  readonly pass: (ms: number) => void;
  readonly call: (method: string, path: string, body?: unknown, token?: string) => Reply;
  /** The same below the zone's `origin_tls_client_auth`. */
  readonly aop: (method: string, path: string, body?: unknown, token?: string) => Reply;
  readonly upload: (pair: Pair, level?: 'zone' | 'hostname') => Reply;
}

export const start = Date.UTC(2026, 9, 1, 12);

export function createBench(options: Partial<ModelOptions> = {}): Bench {
  let now = Math.max(start, Date.now());
  const model = createModel({
    now: () => now,
    ...options,
    timings: {
      deployment: 5000,
      association: 3000,
      release: 4000,
      voidLinger: 30_000,
      revival: 0,
      listLag: 0,
      ...options.timings,
    },
  });
  const zone = model.addZone({ name: 'example.test', enabled: true });
  const call: Bench['call'] = (method, path, body, token = 'token') => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const url = `https://api.example/client/v4${path}`;
    const answer = model.handle(requestTo(method, url, { Authorization: `Bearer ${token}` }, text));
    const parsed = JSON.parse(answer.body);
    return {
      status: answer.status,
      headers: answer.headers,
      code: parsed.errors?.[0]?.code,
      result: parsed.result,
      body: answer.body,
    };
  };
  const aop: Bench['aop'] = (method, path, body, token) =>
    call(method, `/zones/${zone.id}/origin_tls_client_auth${path}`, body, token);
  return {
    model,
    zone,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    call,
    aop,
    upload: (pair, level = 'zone') =>
      aop('POST', level === 'zone' ? '' : '/hostnames/certificates', {
        certificate: pair.certificate,
        private_key: pair.privateKey,
      }),
  };
}
