import type { Outcome } from './api-error.ts';
import type { Method, PathTemplate, PathValues } from './endpoint.ts';
import type { Read } from './json.ts';

export interface ApiSettings {
  readonly token: string;
  /** Such as `https://api.cloudflare.com/client/v4`. */
  readonly baseUrl: string;
  readonly userAgent: string;
}

/** A request, and how to read the result of its answer. */
export interface ApiRequest<T> {
  readonly method: Method;
  readonly template: PathTemplate;
  readonly values: PathValues;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Must not show up in a message, even if the API repeats them. */
  readonly secrets?: readonly string[];
  /** A list may be long: up to 8 MiB are read instead of 1 MiB. */
  readonly long?: boolean;
  /**
   * Called before an attempt that comes long after the call was asked for, and before every repeated one, as
   * the world may have moved meanwhile; what it throws ends the call.
   */
  readonly beforeAgain?: () => Promise<void>;
  readonly read: (result: unknown, info: unknown) => Read<T>;
}

export interface Api {
  /**
   * A GET, retried.
   * @throws ApiError where an answer came, ActionError `API_UNREACHABLE`, `TIMED_OUT` or `CANCELLED` otherwise
   */
  readonly read: <T>(request: ApiRequest<T>) => Promise<T>;
  /**
   * A change. Changes of one zone go one after another.
   * @throws ActionError `CANCELLED`, `TIMED_OUT` or `API_RATE_LIMITED` only where it is certain that nothing was sent
   */
  readonly write: <T>(request: ApiRequest<T>) => Promise<Outcome<T>>;
  /** Epoch ms by the server's `Date`; the local clock before the first answer. */
  readonly serverNow: () => number;
  /** Attempts by method and template, such as `GET /zones/{zone_id}/origin_tls_client_auth`. */
  readonly calls: () => Readonly<Record<string, number>>;
  /** How many calls may still be made within these five minutes. */
  readonly callsLeft: () => number;
  /** Starts work whose first calls belong together, once the rate limit has room for all of them. */
  readonly whenRoom: <T>(calls: number, start: () => Promise<T>) => Promise<T>;
  /** From now on the log calls the zone by this name; until then, by its id. */
  readonly nameZone: (id: string, name: string) => void;
  /** The same client, with its rate budget, under another stop signal and deadline. */
  readonly withStop: (stop: AbortSignal, deadline?: () => number) => Api;
}
