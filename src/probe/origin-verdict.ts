import { certificatePage } from './edge.ts';
import type { DialAnswer, NetworkReason } from './origin-dial.ts';

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

/**
 * What an origin's answers with the successor and without any certificate say together.
 * `without` is needed only where the first answer was HTTP.
 */
export function judgeOrigin(withIt: DialAnswer, without: DialAnswer | undefined): OriginVerdict {
  if (withIt.kind === 'http') return judgeHttp(withIt, without);
  if (withIt.kind === 'tls-refused') return judgeTls(withIt.alert, withIt.phase);
  if (withIt.kind === 'server-untrusted') {
    return {
      kind: 'unclear',
      status: undefined,
      sentence:
        "The origin's own certificate cannot be verified with the CA given for it, so the check ended there.",
    };
  }
  return judgeNetwork(withIt.reason);
}

/** The server that was let in to is not known to be the one whose certificate was judged. */
export function otherServer(judged: string | undefined): OriginVerdict {
  const sentence =
    judged === undefined
      ? "The origin's own certificate could not be verified: over TLS 1.2, the origin refuses a connection without a client certificate before the handshake is complete."
      : 'With the new certificate, a different server answered than without one: its own certificate is not the one that was verified.';
  return { kind: 'unclear', status: undefined, sentence };
}

function judgeTls(alert: string, phase: 'handshake' | 'after-handshake'): OriginVerdict {
  if (NOT_ABOUT_CERTIFICATE.has(alert)) {
    return {
      kind: 'unclear',
      status: undefined,
      sentence: `TLS with the origin failed for a reason other than the client certificate (alert "${alert}").`,
    };
  }
  const when = phase === 'handshake' ? 'during' : 'right after';
  const how = alert === 'none' ? 'by closing the connection without an alert' : `with the alert "${alert}"`;
  const sentence = `With the new certificate, the origin ended the connection ${when} the TLS handshake ${how}: it does not accept the certificate.`;
  return { kind: 'refused', by: 'tls', status: undefined, sentence };
}

function judgeNetwork(reason: NetworkReason): OriginVerdict {
  const connected = ['not-tls', 'tls', 'not-http', 'silent'].includes(reason);
  const sentence = NETWORK[reason];
  return connected
    ? { kind: 'unclear', status: undefined, sentence }
    : { kind: 'unreachable', status: undefined, sentence };
}

const NETWORK: Readonly<Record<NetworkReason, string>> = {
  dns: 'The origin could not be reached from the runner: its name does not resolve.',
  refused: 'The origin could not be reached from the runner: it refused the connection.',
  unreachable: 'The origin could not be reached from the runner: there is no route to it.',
  timeout: 'The origin could not be reached from the runner: no connection in time.',
  reset: 'The origin could not be reached from the runner: the connection was cut before TLS began.',
  aborted: 'The check of the origin was not finished: the run was stopped.',
  'not-tls': "The origin's port is open, but does not speak TLS.",
  tls: 'TLS between runner and origin failed: no version, cipher or signature in common, or a broken answer.',
  'not-http': 'The origin accepted TLS, but did not answer in HTTP/1.',
  silent: 'The origin accepted TLS, but gave no answer in time.',
  other: 'The origin could not be reached from the runner.',
};

function judgeHttp(withIt: Http, without: DialAnswer | undefined): OriginVerdict {
  const { status } = withIt;
  if (certificatePage(status, withIt.body) !== undefined) {
    const sentence = `With the new certificate, the origin answered ${status} with its page for a client certificate that it does not accept.`;
    return { kind: 'refused', by: 'ingress-page', status, sentence };
  }
  const enforced = isEnforced(withIt, without);
  if (status === 400 || status === 401 || status === 403) return forbidden(status, enforced);
  if ((status === 421 || status >= 500) && enforced !== true) {
    const sentence = `With the new certificate, the origin answered ${status}, which says nothing about the certificate.`;
    return { kind: 'unclear', status, sentence };
  }
  return {
    kind: 'admitted',
    status,
    enforced,
    sentence: `With the new certificate, the origin answered ${status}${IN_WORDS[`${enforced}`]}`,
  };
}

const IN_WORDS = {
  true: '; without one it refuses the connection.',
  false: '; without one it accepts the connection as well, so nothing is enforced there.',
  unknown: '; whether it requires a certificate could not be determined.',
} as const;

/** Where TLS or the ingress lets this certificate in and turns away none at all, the answer came from something behind it. */
function forbidden(status: number, enforced: boolean | 'unknown'): OriginVerdict {
  if (enforced === true) {
    const sentence = `The origin accepts the new certificate, yet answered ${status}: an address filter, a login, or the application.`;
    return { kind: 'unclear', status, sentence };
  }
  const sentence = `With the new certificate, the origin answered ${status}: it was refused. An origin that filters addresses answers like this as well; if yours does, leave out \`origin\`.`;
  return { kind: 'refused', by: 'http-status', status, sentence };
}

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
