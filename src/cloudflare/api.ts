import type { Http } from './http.ts';
import type { Method, PathTemplate, PathValues } from './endpoint.ts';
import type { Outcome } from './outcome.ts';

/** What the client asks of the world. Times are milliseconds. */
export interface ApiWorld {
  readonly http: Http;
  readonly clock: { wall(): number; monotonic(): number };
  /** Resolves early, without error, once the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** One line for people: why something is tried again. */
  readonly say: (line: string) => void;
  /** Cancelled: no further call, no further change. */
  readonly stop: AbortSignal;
  /** Monotonic moment at which the run ends. */
  readonly deadline: () => number;
}

export interface ApiSettings {
  readonly token: string;
  /** Such as `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  readonly userAgent: string;
}

/** A request, and how to read the result of its answer; `undefined` from `read` means unreadable. */
export interface ApiRequest<T> {
  readonly method: Method;
  readonly template: PathTemplate;
  readonly values: PathValues;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A list may be long: up to 8 MiB are read instead of 1 MiB. */
  readonly long?: boolean;
  readonly read: (result: unknown, info: unknown) => { readonly value: T } | undefined;
}

export interface CallCount {
  readonly total: number;
  /** By method and template, such as `GET /zones/{zone_id}/origin_tls_client_auth`; every attempt counts. */
  readonly byEndpoint: Readonly<Record<string, number>>;
}

export interface Api {
  /**
   * A GET, retried.
   *
   * @throws ApiError where an answer came, ActionError `API_UNREACHABLE`, `TIMED_OUT` or `CANCELLED` otherwise
   */
  readonly read: <T>(request: ApiRequest<T>) => Promise<T>;
  /**
   * A change. Changes of one zone go one after another.
   *
   * @throws ActionError `CANCELLED`, `TIMED_OUT` or `API_RATE_LIMITED` only where it is certain that nothing was sent
   */
  readonly write: <T>(request: ApiRequest<T>) => Promise<Outcome<T>>;
  /** Epoch ms by the server's `Date`; the local clock before the first answer. */
  readonly serverNow: () => number;
  readonly calls: () => CallCount;
  /** The same client, with its rate budget, under another stop signal and deadline. */
  readonly withStop: (stop: AbortSignal, deadline?: () => number) => Api;
}
