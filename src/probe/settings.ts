/** Checks through Cloudflare's edge. Durations are milliseconds. */
export interface ProbeSettings {
  /** https URLs, each on a hostname of the target. */
  readonly urls: readonly string[];
  /** Passes in a row that count as verified. */
  readonly successes: number;
  readonly timeout: number;
  /** Sent with each probe; the values are masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Response header in which the origin echoes serial or fingerprint of the client certificate. */
  readonly echoHeader: string | undefined;
}

export interface OriginAddress {
  /** Name sent as SNI and Host. */
  readonly hostname: string;
  readonly host: string;
  readonly port: number;
}

/** Checks straight at the origin, with the successor's key. */
export interface OriginCheckSettings {
  readonly addresses: readonly OriginAddress[];
  /** PEM bundle against which the origin's own certificate is checked; unchecked if absent. */
  readonly serverCa: string | undefined;
  /** Milliseconds for one connection and its answer. */
  readonly timeout: number;
}

/**
 * What probing needs of the world. The request and answer types are structurally those of the
 * Cloudflare room's wire client, so that one adapter serves both; the rooms do not know each other.
 */
export interface HttpRequest {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for the whole attempt. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** A page may be long or in any charset: cut it at `maxBytes` and replace odd bytes instead of failing. */
  readonly lenientBody?: boolean;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Never follows a redirect. Throws an error with `fault.reason` where no answer came. */
type Http = (request: HttpRequest) => Promise<HttpAnswer>;

export interface ProbeWorld {
  readonly http: Http;
  /** Milliseconds. `wall` stamps the evidence: hand in the server's clock. Durations use `monotonic`. */
  readonly clock: { wall(): number; monotonic(): number };
  /** Resolves early, without an error, on abort. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly say: (line: string) => void;
  /** Cancelled: no further probe. */
  readonly stop: AbortSignal;
  /** Monotonic milliseconds at which the run ends. */
  readonly deadline: () => number;
}
