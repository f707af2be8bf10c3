/** The border to the network: one attempt of one request, with no judgement of what it means. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds for the whole attempt, from name look-up to the last byte of the body. */
  readonly timeoutMs: number;
  /** A body longer than this ends the attempt as `too-large`. */
  readonly maxBytes: number;
  /**
   * A page may be long, endless or in any charset: cut it at `maxBytes` or a fifth of the time, and replace odd
   * bytes instead of failing.
   */
  readonly lenientBody?: boolean;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `sent: 'no'` only where it is certain that not one byte of the request reached the other side. */
export interface TransportFault {
  readonly reason:
    | 'dns'
    | 'refused'
    | 'tls'
    | 'reset'
    | 'timeout'
    | 'cut'
    | 'too-large'
    | 'not-utf8'
    | 'aborted'
    /** The certificate shown is by an unknown authority; and the file with further ones cannot be read. */
    | 'untrusted'
    | 'ca-file'
    /** The certificate shown is for another name, or not of this time. */
    | 'other-name'
    | 'out-of-date'
    /** How the proxy answers a request for a connection: log in first, never, or not now. */
    | 'proxy-login'
    | 'proxy-refused'
    | 'proxy-failed';
  readonly sent: 'no' | 'perhaps';
}

/** Carries the kind of fault alone: texts of network errors may hold proxy passwords or headers. */
export class TransportError extends Error {
  readonly fault: TransportFault;

  constructor(fault: TransportFault) {
    super(`transport fault: ${fault.reason}`);
    this.name = 'TransportError';
    this.fault = fault;
  }
}

/** One attempt. Never follows a redirect. Throws TransportError and nothing else. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** What a run works with. Times are milliseconds. */
export interface Outside {
  readonly http: Http;
  /** Durations use `monotonic`. */
  readonly clock: { wall(): number; monotonic(): number };
  /** Resolves early, without an error, on abort. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** One line for people. */
  readonly say: (line: string) => void;
  /** Cancelled: no further call, no further change, no further probe. */
  readonly stop: AbortSignal;
  /** Monotonic moment at which the run ends. */
  readonly deadline: () => number;
}
