import { certificatePage } from './edge.ts';
import type { DialAnswer, NetworkReason } from './origin-dial.ts';

export type OriginVerdict = { readonly status: number | undefined; readonly sentence: string } &
  /** Let in with the successor. `enforced`: turned away without any certificate. */
  (
    | { readonly kind: 'admitted'; readonly enforced: boolean | 'unknown' }
    | {
        /**
         * `unreachable`: no connection from the runner; a warning, many origins admit only Cloudflare.
         * `unclear`: connected, yet the answer tells nothing about the certificate; a warning, vouches for nothing.
         */
        readonly kind: 'refused' | 'unreachable' | 'unclear';
      }
  );

type Http = Extract<DialAnswer, { kind: 'http' }>;

/** Alerts about the connection itself; no certificate would have helped. Names as in RFC 8446, section 6. */
const NOT_ABOUT_CERTIFICATE: ReadonlySet<string> = new Set([
  'protocol version',
  'insufficient security',
  'inappropriate fallback',
  'unrecognized name',
  'no application protocol',
  'internal error',
  'record overflow',
  'decode error',
  'illegal parameter',
  'unexpected message',
  'missing extension',
  'unsupported extension',
  'user canceled',
]);

/** `without` a certificate is needed only where the first answer was HTTP. */
export function judgeOrigin(withIt: DialAnswer, without: DialAnswer | undefined): OriginVerdict {
  switch (withIt.kind) {
    case 'http':
      return judgeHttp(withIt, without);
    case 'tls-refused':
      return judgeTls(withIt.alert, withIt.phase);
    case 'server-untrusted':
      return unseen(
        'unclear',
        "The origin's own certificate cannot be verified with the CA given for it, so the check ended there.",
      );
    case 'network': {
      const connected = ['not-tls', 'tls', 'not-http', 'silent'].includes(withIt.reason);
      return unseen(connected ? 'unclear' : 'unreachable', NETWORK[withIt.reason]);
    }
  }
}

function unseen(kind: 'refused' | 'unreachable' | 'unclear', sentence: string): OriginVerdict {
  return { kind, status: undefined, sentence };
}

/** The server that was let in to is not known to be the one whose certificate was judged. */
export function otherServer(judged: string | undefined): OriginVerdict {
  return unseen(
    'unclear',
    judged === undefined
      ? "The origin's own certificate could not be verified: over TLS 1.2, the origin refuses a connection without a client certificate before the handshake is complete."
      : 'With the new certificate, a different server answered than without one: its own certificate is not the one that was verified.',
  );
}

function judgeTls(alert: string, phase: 'handshake' | 'after-handshake'): OriginVerdict {
  if (NOT_ABOUT_CERTIFICATE.has(alert))
    return unseen(
      'unclear',
      `TLS with the origin failed for a reason other than the client certificate (alert "${alert}").`,
    );
  const when = phase === 'handshake' ? 'during' : 'right after';
  const how = alert === 'none' ? 'without an alert' : `with the alert "${alert}"`;
  return unseen(
    'refused',
    `With the new certificate, the origin ended the connection ${when} the TLS handshake ${how}: it does not accept the certificate.`,
  );
}

const NETWORK: Readonly<Record<NetworkReason, string>> = {
  dns: 'The origin could not be reached from the runner: its name does not resolve.',
  refused: 'The origin could not be reached from the runner: it refused the connection.',
  unreachable: 'The origin could not be reached from the runner: there is no route to it.',
  timeout: 'The origin could not be reached from the runner: the connection timed out.',
  reset: 'The origin could not be reached from the runner: the connection was cut before TLS began.',
  aborted: 'The check of the origin was not finished: the run was stopped.',
  'not-tls': "The origin's port is open, but does not speak TLS.",
  tls: 'TLS between runner and origin failed: no version, cipher or signature in common, or a broken answer.',
  'not-http': 'The origin accepted TLS, but did not answer in HTTP/1.',
  silent: 'The origin accepted TLS, but did not answer in time.',
  other: 'The origin could not be reached from the runner.',
};

function judgeHttp(withIt: Http, without: DialAnswer | undefined): OriginVerdict {
  const { status } = withIt;
  const opening = `With the new certificate, the origin answered ${status}`;
  if (certificatePage(status, withIt.body) !== undefined) {
    const sentence = `${opening} with its page for a client certificate that it does not accept.`;
    return { kind: 'refused', status, sentence };
  }
  const enforced = isEnforced(withIt, without);
  if (status === 400 || status === 401 || status === 403) {
    // Where TLS or the ingress turns away none at all, and lets this one in, the answer came from something behind it.
    const behind = `The origin accepts the new certificate, yet answered ${status}: an address filter, a login, or the application.`;
    if (enforced === true) return { kind: 'unclear', status, sentence: behind };
    const sentence = `${opening}: it was refused. An origin that filters addresses answers like this as well; if yours does, leave out \`origin\`.`;
    return { kind: 'refused', status, sentence };
  }
  if ((status === 421 || status >= 500) && enforced !== true)
    return { kind: 'unclear', status, sentence: `${opening}, which says nothing about the certificate.` };
  return { kind: 'admitted', status, enforced, sentence: `${opening}${IN_WORDS[`${enforced}`]}` };
}

const IN_WORDS = {
  true: '; without one it refuses the connection.',
  false: '; without one it accepts the connection as well, so nothing is enforced there.',
  unknown: '; whether it requires a certificate could not be determined.',
} as const;

/** Whether the origin turns away a connection without a certificate that it lets in with one. */
function isEnforced(withIt: Http, without: DialAnswer | undefined): boolean | 'unknown' {
  if (without === undefined) return 'unknown';
  if (without.kind === 'tls-refused') return NOT_ABOUT_CERTIFICATE.has(without.alert) ? 'unknown' : true;
  if (without.kind !== 'http') return 'unknown';
  if (certificatePage(without.status, without.body) !== undefined) return true;
  if (without.status >= 500) return 'unknown';
  const turnedAway = [400, 401, 403].includes(without.status);
  return turnedAway && without.status !== withIt.status;
}

/** What an origin does with a visitor who shows no client certificate. */
export interface Openness {
  /** `unknown`: not reached, or an answer that tells nothing. Only `open` vouches for anything. */
  readonly kind: 'open' | 'closed' | 'unknown';
  readonly status: number | undefined;
  readonly sentence: string;
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

function closed(status: number | undefined, did: string): Openness {
  return { kind: 'closed', status, sentence: `Without a client certificate, the origin ${did}.` };
}
