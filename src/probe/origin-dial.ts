import type { KeyObject } from 'node:crypto';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

/** One TLS connection straight to an origin and one GET over it. */
export interface DialRequest {
  readonly host: string;
  readonly port: number;
  readonly servername: string;
  readonly hostHeader: string;
  /** Shown to the origin if it asks for a client certificate. */
  readonly certificate?: { readonly pem: string; readonly key: KeyObject };
  /**
   * PEM bundle the origin's own certificate must chain to; unchecked if absent. Not with `certificate`:
   * an intermediate in it would be sent along, which Cloudflare does not do.
   */
  readonly ca?: string;
  /** Milliseconds for connection, handshake and answer together. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

export type DialAnswer =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** As far as it was read; transfer coding is not undone. */
      readonly body: string;
      /** SHA-256 of the origin's own certificate; absent where the handshake did not get that far. */
      readonly server?: string | undefined;
    }
  /** The origin ended the connection by TLS alert, or without a word once TLS had begun. */
  | {
      readonly kind: 'tls-refused';
      /** `unknown ca`, `certificate required`, …; `none` if it just hung up. */
      readonly alert: string;
      readonly phase: 'handshake' | 'after-handshake';
      readonly server?: string | undefined;
    }
  | { readonly kind: 'server-untrusted'; readonly reason: string }
  | { readonly kind: 'network'; readonly reason: NetworkReason };

export type NetworkReason =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'timeout'
  | 'reset'
  | 'aborted'
  /** The port is open but does not speak TLS. */
  | 'not-tls'
  /** TLS failed on our side: no version, cipher or signature in common. */
  | 'tls'
  /** TLS stands, but what came back is not HTTP/1. */
  | 'not-http'
  /** TLS stands, but nothing came back in time. */
  | 'silent'
  | 'other';

/** Never throws: what went wrong is an answer too. */
export type OriginDial = (request: DialRequest) => Promise<DialAnswer>;

const MAX_BYTES = 16 * 1024;

/** A connection straight to an origin, without a client certificate so far; SNI and Host are the hostname. */
export function dialRequest(
  { host, port, hostname }: OriginAddress,
  settings: Pick<OriginCheckSettings, 'serverCa' | 'timeout'>,
  stop?: AbortSignal,
): DialRequest {
  return {
    host,
    port,
    servername: hostname,
    hostHeader: hostname,
    ...(settings.serverCa === undefined ? {} : { ca: settings.serverCa }),
    timeoutMs: settings.timeout,
    maxBytes: MAX_BYTES,
    ...(stop === undefined ? {} : { signal: stop }),
  };
}
