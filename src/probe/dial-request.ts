import type { DialRequest } from './origin-dial.ts';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

/** Enough for the error page of any ingress. */
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
