import type { KeyObject } from 'node:crypto';
import { dialRequest, type OriginDial } from './origin-dial.ts';
import { judgeOpenness, judgeOrigin, otherServer } from './origin-verdict.ts';
import type { Openness, OriginVerdict } from './origin-verdict.ts';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

interface OriginCredentials {
  readonly certificatePem: string;
  readonly key: KeyObject;
}

/**
 * Connects straight to an origin with the successor's certificate and key, and without any, and
 * compares. The origin's own certificate is judged where none is shown, and must be the same on both.
 * No proxy; SNI and Host are the hostname. Never throws.
 */
export async function checkOrigin(
  dial: OriginDial,
  address: OriginAddress,
  successor: OriginCredentials,
  settings: Pick<OriginCheckSettings, 'serverCa' | 'timeout'>,
  stop?: AbortSignal,
): Promise<OriginVerdict> {
  const judged =
    settings.serverCa === undefined ? undefined : await dial(dialRequest(address, settings, stop));
  if (judged?.kind === 'server-untrusted' || judged?.kind === 'network')
    return judgeOrigin(judged, undefined);
  const bare = dialRequest(address, { ...settings, serverCa: undefined }, stop);
  const shown = { ...bare, certificate: { pem: successor.certificatePem, key: successor.key } };
  const first = await dial(shown);
  const hungUp = first.kind === 'tls-refused' && first.alert === 'none';
  // A bare hang-up may be a hiccup; twice it is an answer.
  const withIt = hungUp ? await dial(shown) : first;
  if (withIt.kind !== 'http') return judgeOrigin(withIt, undefined);
  if (judged !== undefined && (judged.server === undefined || judged.server !== withIt.server))
    return otherServer(judged.server);
  return judgeOrigin(withIt, judged ?? (await dial(bare)));
}

/** Connects straight to an origin without a client certificate. No proxy; SNI and Host are the hostname. Never throws. */
export async function checkWithoutCertificate(
  dial: OriginDial,
  address: OriginAddress,
  settings: Pick<OriginCheckSettings, 'serverCa' | 'timeout'>,
  stop?: AbortSignal,
): Promise<Openness> {
  return judgeOpenness(await dial(dialRequest(address, settings, stop)));
}
