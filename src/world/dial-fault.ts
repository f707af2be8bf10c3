import { codeOf } from '../errors.ts';
import type { DialAnswer, NetworkReason } from '../probe/origin-dial.ts';

/** How far a connection had come when it ended. */
export interface Connection {
  readonly connected: boolean;
  readonly spoke: boolean;
  readonly secure: boolean;
}

const BY_CODE: Readonly<Record<string, NetworkReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ENODATA: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timeout',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_UNKNOWN_PROTOCOL: 'not-tls',
  ERR_SSL_HTTP_REQUEST: 'not-tls',
};

/**
 * What the end of a connection means. Once the other side has spoken TLS, hanging up is a refusal
 * too: Node's own server and some load balancers send no alert, and a reset may swallow one.
 * @param event an error of the socket, `'close'` for an end without one, `'timeout'`
 */
export function classify(event: unknown, { connected, spoke, secure }: Connection): DialAnswer {
  if (event === 'timeout') return { kind: 'network', reason: spoke && secure ? 'silent' : 'timeout' };
  const code = codeOf(event);
  const phase = secure ? 'after-handshake' : 'handshake';
  const alert = alertIn(code);
  if (alert !== undefined) return { kind: 'tls-refused', alert, phase };
  const reason = BY_CODE[code];
  if (reason !== undefined) return { kind: 'network', reason };
  const hungUp =
    event === 'close' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ERR_SSL_UNEXPECTED_EOF_WHILE_READING';
  if (hungUp && spoke) return { kind: 'tls-refused', alert: 'none', phase };
  if (hungUp && connected) return { kind: 'network', reason: 'reset' };
  return { kind: 'network', reason: code.startsWith('ERR_SSL_') ? 'tls' : 'other' };
}

/** OpenSSL puts the alert's name into the code: `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`, `ERR_SSL_SSL/TLS_ALERT_…`. */
function alertIn(code: string): string | undefined {
  return /_ALERT_([A-Z_]+)$/u.exec(code)?.[1]?.replaceAll('_', ' ').toLowerCase();
}
