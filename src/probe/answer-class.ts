import type { BodyKind, EdgeAnswer, UnreachableReason } from './edge.ts';

/** What one answer shows, whatever the URL answered before. */
export type AnswerClass = {
  /** Goes on from "Seen from the runner's edge, it …". */
  readonly words: string;
} & (
  | {
      /**
       * `reached`: an ordinary answer of the origin. `turned-away` (400, 401, 403, 407): the application refusing the
       * certificate, or a login, or a filter. `blind`: nothing of the origin was seen.
       */
      readonly kind: 'reached' | 'turned-away' | 'blind';
      readonly status: number;
    }
  /** As a missing or refused client certificate looks; `definite` if the origin said so itself. */
  | { readonly kind: 'certificate'; readonly definite: boolean; readonly status: number }
  /** The origin or the way to it fails, not because of the client certificate. */
  | { readonly kind: 'failing'; readonly status: number | undefined }
  | { readonly kind: 'unreached'; readonly status: undefined }
);

type Answered = Extract<EdgeAnswer, { kind: 'answer' }>;

/** States of Cloudflare's cache in which the answer, or its body, did not come from the origin just now. */
const CACHED: ReadonlySet<string> = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);

/** Reads one answer. The order matters: what hides the origin is ruled out before the status counts. */
export function classify(answer: EdgeAnswer): AnswerClass {
  if (answer.kind === 'unreachable') return unreached(answer.reason);
  return hidden(answer) ?? aboutCertificate(answer) ?? byStatus(answer);
}

function unreached(reason: UnreachableReason): AnswerClass {
  return reason === 'timeout'
    ? { kind: 'failing', status: undefined, words: 'did not answer in time' }
    : { kind: 'unreached', status: undefined, words: UNREACHED[reason] };
}

const UNREACHED: Readonly<Record<Exclude<UnreachableReason, 'timeout'>, string>> = {
  dns: 'was not reached: its name did not resolve on the runner',
  refused: 'was not reached: the connection was refused',
  tls: 'was not reached: TLS between runner and edge failed',
  reset: 'was not reached: the connection was cut',
  cut: 'began an answer that was cut off',
  'too-large': 'gave an answer with more headers than can be read',
  aborted: 'was not finished: the run was stopped',
  untrusted: 'was not reached: the runner does not trust the certificate that was shown instead',
  proxy: "was not reached: the runner's proxy made no connection",
  other: 'was not reached: the request failed on the runner',
};

function hidden(answer: Answered): AnswerClass | undefined {
  const why = whyHidden(answer);
  if (why === undefined) return undefined;
  return { kind: 'blind', status: answer.status, words: `answered ${answer.status}${why}` };
}

function whyHidden(answer: Answered): string | undefined {
  const { status, bodyKind, cacheStatus } = answer;
  if (!answer.throughCloudflare)
    return ', but not through Cloudflare, which says nothing about its client certificate';
  if (bodyKind === 'challenge') return " with Cloudflare's challenge instead of the origin's answer";
  // Behind two caches there are two. What else the header holds is foreign text, and not told.
  const cached = cacheStatus?.split(/\s*,\s*/u).find((one) => CACHED.has(one));
  if (cached !== undefined) {
    return ` from Cloudflare's cache (${cached}), which says nothing about the origin`;
  }
  if (answer.redirect) return ', a redirect, which Cloudflare may have answered itself';
  if (status < 400 && cacheStatus === 'NONE/UNKNOWN')
    return ' without asking the origin (cache status NONE/UNKNOWN)';
  if (bodyKind === 'cloudflare-error' && status < 500) return ": Cloudflare's own rules blocked the probe";
  if (status === 429) return ': too many requests, which says nothing about the certificate';
  return undefined;
}

function aboutCertificate({ status, bodyKind }: Answered): AnswerClass | undefined {
  const page = PAGES[bodyKind];
  const why = page ?? HANDSHAKES[status];
  if (why === undefined) return undefined;
  return { kind: 'certificate', definite: page !== undefined, status, words: `answered ${status}${why}` };
}

const PAGES: Readonly<Partial<Record<BodyKind, string>>> = {
  'nginx-no-certificate': ' as nginx does where no client certificate arrived',
  'nginx-refused-certificate': ' as nginx does where it refuses the client certificate',
  'certificate-forbidden': ' with a page that mentions the client certificate',
};

const HANDSHAKES: Readonly<Record<number, string>> = {
  520: ': the origin closed the connection, as when it refuses the client certificate after the handshake, or when the zone uses zone versioning',
  525: ': the TLS handshake with the origin failed, as when it refuses the client certificate',
};

function byStatus({ status, bodyKind }: Answered): AnswerClass {
  const words = `answered ${status}`;
  if (status < 200 || status > 599)
    return { kind: 'blind', status, words: `${words}, which is not a final answer` };
  if (status >= 500 || status === 408) {
    const byCloudflare =
      bodyKind === 'cloudflare-error' ? ': Cloudflare got no proper answer from the origin' : '';
    const why = status === 526 ? ": Cloudflare does not trust the origin's own certificate" : byCloudflare;
    return { kind: 'failing', status, words: `${words}${why}` };
  }
  return { kind: [400, 401, 403, 407].includes(status) ? 'turned-away' : 'reached', status, words };
}
