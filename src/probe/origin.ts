import type { KeyObject } from 'node:crypto';
import { dialRequest } from './dial-request.ts';
import type { OriginDial } from './origin-dial.ts';
import { judgeOrigin } from './origin-verdict.ts';
import type { OriginVerdict } from './origin-verdict.ts';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

export type { OriginDial } from './origin-dial.ts';
export type { OriginVerdict } from './origin-verdict.ts';

export interface OriginCredentials {
  readonly certificatePem: string;
  readonly key: KeyObject;
}

/**
 * Connects straight to an origin with the successor's certificate and key, then without any, and
 * compares. No proxy; SNI and Host are the hostname. Never throws.
 */
export async function checkOrigin(
  dial: OriginDial,
  address: OriginAddress,
  successor: OriginCredentials,
  settings: Pick<OriginCheckSettings, 'serverCa' | 'timeout'>,
  stop?: AbortSignal,
): Promise<OriginVerdict> {
  const request = dialRequest(address, settings, stop);
  const certificate = { pem: successor.certificatePem, key: successor.key };
  const first = await dial({ ...request, certificate });
  const hungUp = first.kind === 'tls-refused' && first.alert === 'none';
  // A bare hang-up may be a hiccup; twice it is an answer.
  const withIt = hungUp ? await dial({ ...request, certificate }) : first;
  const without = withIt.kind === 'http' ? await dial(request) : undefined;
  return judgeOrigin(withIt, without);
}
