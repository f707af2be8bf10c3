import { certificatePage } from './edge.ts';
import type { Evidence } from './evidence.ts';
import { dialRequest } from './origin-dial.ts';
import type { DialAnswer, OriginDial } from './origin-dial.ts';
import { judgeOrigin } from './origin-verdict.ts';
import type { OriginAddress, OriginCheckSettings } from './settings.ts';

/** What an origin does with a visitor who shows no client certificate. */
export interface Openness {
  /** `unknown`: not reached, or an answer that tells nothing. Only `open` vouches for anything. */
  readonly kind: 'open' | 'closed' | 'unknown';
  readonly status: number | undefined;
  readonly sentence: string;
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

/** Let in means an answer of the application itself: 2xx, a redirect, or 404 and its like. */
export function judgeOpenness(answer: DialAnswer): Openness {
  if (answer.kind === 'tls-refused') return closed(undefined, 'ended the TLS connection');
  if (answer.kind !== 'http') {
    const { sentence } = judgeOrigin(answer, undefined);
    return { kind: 'unknown', status: undefined, sentence };
  }
  const { status, body } = answer;
  if (certificatePage(status, body) !== undefined)
    return closed(status, `answered ${status} with the page that asks for a client certificate`);
  if ([400, 401, 403].includes(status)) return closed(status, `answered ${status}: it was refused`);
  if (status === 421 || status >= 500) {
    const sentence = `Without a client certificate, the origin answered ${status}, which says nothing.`;
    return { kind: 'unknown', status, sentence };
  }
  return { kind: 'open', status, sentence: `Without a client certificate, the origin answered ${status}.` };
}

/** As a row of evidence. `at` is epoch milliseconds. */
export function opennessEvidence(at: number, address: OriginAddress, seen: Openness): Evidence {
  return {
    at,
    when: 'before',
    via: 'origin',
    to: `${address.host}:${address.port}`,
    verdict: ({ open: 'pass', closed: 'fail', unknown: 'inconclusive' } as const)[seen.kind],
    status: seen.status,
    served: undefined,
    sentence: seen.sentence,
  };
}

function closed(status: number | undefined, did: string): Openness {
  return { kind: 'closed', status, sentence: `Without a client certificate, the origin ${did}.` };
}
