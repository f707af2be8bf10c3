import type { KeyObject } from 'node:crypto';
import type { OriginDial } from './origin-dial.ts';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

export type { OriginDial } from './origin-dial.ts';

export type OriginVerdict =
  /** Let in with the successor. `enforced`: turned away without any certificate. */
  | {
      readonly kind: 'admitted';
      readonly status: number;
      readonly enforced: boolean | 'unknown';
      readonly sentence: string;
    }
  | {
      readonly kind: 'refused';
      readonly by: 'tls' | 'ingress-page' | 'http-status';
      readonly status: number | undefined;
      readonly sentence: string;
    }
  /** No connection from the runner: a warning, many origins admit only Cloudflare. */
  | { readonly kind: 'unreachable'; readonly status: undefined; readonly sentence: string }
  /** Connected, yet the answer tells nothing about the certificate: a warning, vouches for nothing. */
  | { readonly kind: 'unclear'; readonly status: number | undefined; readonly sentence: string };

export interface OriginCredentials {
  readonly certificatePem: string;
  readonly key: KeyObject;
}

/** Connects with the successor's certificate and key, then without any, and compares. Never throws. */
export async function checkOrigin(
  dial: OriginDial,
  address: OriginAddress,
  successor: OriginCredentials,
  settings: Pick<OriginCheckSettings, 'serverCa' | 'timeout'>,
  stop?: AbortSignal,
): Promise<OriginVerdict> {
  await dial({
    host: address.host,
    port: address.port,
    servername: address.hostname,
    hostHeader: address.hostname,
    certificate: { pem: successor.certificatePem, key: successor.key },
    ...(settings.serverCa === undefined ? {} : { ca: settings.serverCa }),
    timeoutMs: settings.timeout,
    maxBytes: 16 * 1024,
    ...(stop === undefined ? {} : { signal: stop }),
  });
  return { kind: 'unclear', status: undefined, sentence: 'Not written yet.' };
}
