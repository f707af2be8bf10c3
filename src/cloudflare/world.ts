import type { Http } from './http.ts';

/** What the client needs of the outside. Times are milliseconds. */
export interface ApiWorld {
  readonly http: Http;
  readonly clock: { wall(): number; monotonic(): number };
  /** Resolves early, without an error, once the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** The visible reason of a retry. */
  readonly say: (line: string) => void;
  /** Cancelled: no further call. */
  readonly stop: AbortSignal;
  /** Monotonic moment at which the run ends. */
  readonly deadline: () => number;
}

export interface ApiSettings {
  readonly token: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly userAgent: string;
}
