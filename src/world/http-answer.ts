import { readFileSync } from 'node:fs';
import type { TransportFault } from '../outside.ts';
import { codeOf } from '../errors.ts';

/** One HTTP/1 answer read by hand from the bytes of a connection. */
export interface PlainAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated name the last value. */
  readonly headers: Readonly<Record<string, string>>;
  /** As far as it has come; transfer coding is not undone. */
  readonly body: string;
  /** True once nothing more is to come but the end of the connection. */
  readonly complete: boolean;
}

type Parsed =
  { readonly kind: 'answer'; readonly answer: PlainAnswer } | { readonly kind: 'more' | 'not-http' };

/** Reads what has come so far, one character per byte (latin1). Interim 1xx answers are skipped. Never throws. */
export function parseAnswer(bytes: string): Parsed {
  if (!'HTTP/1.'.startsWith(bytes.slice(0, 7))) return { kind: 'not-http' };
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { kind: 'more' };
  const [statusLine = '', ...lines] = bytes.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/u.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) return { kind: 'not-http' };
  const rest = bytes.slice(end + 4);
  if (status < 200 && status !== 101) return parseAnswer(rest);
  const headers = Object.fromEntries(lines.flatMap(field));
  return {
    kind: 'answer',
    answer: { status, headers, body: rest, complete: isComplete(status, headers, rest) },
  };
}

function field(line: string): readonly (readonly [string, string])[] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]];
}

function isComplete(status: number, headers: Readonly<Record<string, string>>, body: string): boolean {
  if (status === 101 || status === 204 || status === 304) return true;
  if (headers['transfer-encoding'] !== undefined) return /(?:^|\r\n)0\r\n(?:.*\r\n)?\r\n$/u.test(body);
  const length = Number(headers['content-length'] ?? NaN);
  return body.length >= length;
}

/** How far an attempt had come: nothing written, written but nothing back, or the head of the answer there. */
export type Progress = 'connecting' | 'waiting' | 'reading';

const NAME_UNKNOWN = /^(?:ENOTFOUND|ENODATA|EAI_[A-Z]+)$/u;
const TIMEOUT = /^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/u;
const HUNG_UP = /^(?:ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/u;
/** Nobody took the connection, or the proxy would not make one. */
const REFUSED =
  /^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM|EINVAL)$/u;
/** Of undici and Node themselves: a proxy that says no, a header or a URL that cannot be sent. */
const OWN = /^(?:UND_ERR_|ERR_INVALID_)/u;

const UNTRUSTED =
  /^(?:SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_(?:GET_ISSUER|VERIFY_LEAF)|CERT_(?:UNTRUSTED|REJECTED|REVOKED|SIGNATURE_|CHAIN_)|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_)/u;
const OTHER_NAME = /^(?:ERR_TLS_CERT_ALTNAME_|UND_ERR_PRX_TLS|HOSTNAME_MISMATCH)/u;
const OUT_OF_DATE = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/u;

/**
 * What an error of the network means. Its words are dropped: they may hold a proxy's password or a header.
 * @param error whatever was thrown; only its `code` is looked at, and the status that a proxy gave
 */
export function faultOf(error: unknown, progress: Progress): TransportFault {
  const reason = proxyReason(error) ?? reasonOf(codeOf(error), progress);
  return { reason, sent: progress === 'connecting' ? 'no' : 'perhaps' };
}

function reasonOf(code: string, progress: Progress): TransportFault['reason'] {
  if (TIMEOUT.test(code)) return 'timeout';
  if (progress === 'reading') return 'cut';
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  if (progress === 'waiting') return 'reset';
  if (NAME_UNKNOWN.test(code)) return 'dns';
  if (HUNG_UP.test(code)) return 'reset';
  if (OTHER_NAME.test(code)) return 'other-name';
  if (code === '' || REFUSED.test(code) || OWN.test(code)) return 'refused';
  if (UNTRUSTED.test(code)) return isExtraFileUnreadable() ? 'ca-file' : 'untrusted';
  if (OUT_OF_DATE.test(code)) return 'out-of-date';
  // OpenSSL has a hundred codes for certificates and alerts, and no common beginning.
  return 'tls';
}

/** undici tells the status of a proxy in its words alone. */
function proxyReason(error: unknown): TransportFault['reason'] | undefined {
  if (codeOf(error) !== 'UND_ERR_ABORTED' || !(error instanceof Error)) return undefined;
  const [, status] = /^Proxy response \((\d{3})\)/u.exec(error.message) ?? [];
  if (status === undefined) return undefined;
  if (status === '407') return 'proxy-login';
  return /^(?:3|4(?!08|29))/u.test(status) ? 'proxy-refused' : 'proxy-failed';
}

/** Node passes over such a file with a warning that nobody sees. */
function isExtraFileUnreadable(): boolean {
  const file = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  if (file === '') return false;
  try {
    return !readFileSync(file, 'latin1').includes('-----BEGIN ');
  } catch {
    return true;
  }
}
