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
