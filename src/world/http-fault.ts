import type { TransportFault } from '../cloudflare/http.ts';
import { codeOf } from './error-code.ts';

/** How far an attempt had come: nothing written, written but nothing back, or the head of the answer there. */
export type Progress = 'connecting' | 'waiting' | 'reading';

const NAME_UNKNOWN = /^(?:ENOTFOUND|ENODATA|EAI_[A-Z]+)$/u;
const TIMEOUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/u;
const HUNG_UP = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/u;
/** Nobody took the connection, or the proxy would not make one. */
const REFUSED =
  /^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM|EINVAL)$/u;
/** Of undici and Node themselves: a proxy that says no, a header or a URL that cannot be sent. */
const OWN = /^(?:UND_ERR_(?!PRX_TLS)|ERR_INVALID_)/u;

/**
 * What an error of the network means. Its words are dropped: they may hold a proxy's password or a header.
 *
 * @param error whatever was thrown; only its `code` is looked at
 */
export function faultOf(error: unknown, progress: Progress): TransportFault {
  const code = codeOf(error);
  return { reason: reasonOf(code, progress), sent: progress === 'connecting' ? 'no' : 'perhaps' };
}

function reasonOf(code: string, progress: Progress): TransportFault['reason'] {
  if (TIMEOUT.test(code)) return 'timeout';
  if (progress === 'reading') return 'cut';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  if (progress === 'waiting') return 'reset';
  if (NAME_UNKNOWN.test(code)) return 'dns';
  if (HUNG_UP.test(code)) return 'reset';
  if (code === '' || REFUSED.test(code) || OWN.test(code)) return 'refused';
  // OpenSSL has a hundred codes for certificates and alerts, and no common beginning.
  return 'tls';
}
