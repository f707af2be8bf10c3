/** Checks through Cloudflare's edge. Durations are milliseconds. */
export interface ProbeSettings {
  readonly urls: readonly string[];
  readonly successes: number;
  readonly timeout: number;
  /** Sent with each probe; the values are masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Response header in which the origin echoes serial or fingerprint of the client certificate. */
  readonly echoHeader: string | undefined;
}

export interface OriginAddress {
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
