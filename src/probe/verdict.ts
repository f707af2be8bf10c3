import { classify, type AnswerClass } from './answer-class.ts';
import { echoInWords, echoNames, readEcho, type Echo, type ExpectedCertificate } from './echo.ts';
import type { EdgeAnswer } from './edge.ts';

export type Baseline = { readonly served: string | undefined; readonly sentence: string } & (
  | {
      /**
       * `healthy`: the origin answered normally, and this status is what a pass looks like later.
       * `lacks-certificate`: it fails as a missing or refused client certificate does, which a rotation may have
       * come to fix. `inconclusive` (redirect, cache, challenge or login wall): this URL, asked this way, shows
       * nothing of the origin.
       */
      readonly kind: 'healthy' | 'lacks-certificate' | 'inconclusive';
      readonly status: number;
    }
  /** Fails for another reason: the run must stop before a change. */
  | { readonly kind: 'failing'; readonly status: number | undefined }
);

export interface BaselineOf {
  readonly url: string;
  readonly baseline: Baseline;
}

export interface Verdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** The failure looks as a missing or refused client certificate does. */
  readonly certificateFault: boolean;
  /** The origin said in so many words that the certificate is missing or refused: no hiccup looks like that. */
  readonly definite: boolean;
  /** Whether the origin named the expected certificate; unknown without an echo. */
  readonly servedSuccessor: boolean | 'unknown';
  readonly served: string | undefined;
  /** For people; says that it was seen from the runner's edge. */
  readonly sentence: string;
}

/**
 * Judges one answer from before the change. 401 and 403 count as a login wall: an application that
 * checks the certificate itself looks the same, and only a page that names the certificate tells them apart.
 */
export function judgeBaseline(answer: EdgeAnswer): Baseline {
  const found = classify(answer);
  const sentence = `${seen(answer)} ${found.words}`;
  if (found.kind === 'reached') {
    const served = answer.kind === 'answer' ? echoInWords(readEcho(answer.echoed)) : undefined;
    return { kind: 'healthy', status: found.status, served, sentence: `${sentence}.` };
  }
  const ill = { served: undefined, sentence: `${sentence}.` };
  if (found.kind === 'certificate') return { kind: 'lacks-certificate', status: found.status, ...ill };
  if (found.kind === 'blind') return { kind: 'inconclusive', status: found.status, ...ill };
  if (found.kind === 'turned-away' && found.status !== 400) {
    return { kind: 'inconclusive', status: found.status, ...ill, sentence: `${sentence}${LOGIN_WALL}` };
  }
  return { kind: 'failing', status: found.status, ...ill };
}

/**
 * Judges one answer from after the change. A pass is the baseline's status, or 2xx where the
 * baseline was none to compare with; with `expected` (give it only where the origin echoes the
 * certificate) the origin must also name that certificate. Edges lag: another certificate is
 * inconclusive, so the caller waits.
 */
export function judge(
  baseline: Baseline | undefined,
  answer: EdgeAnswer,
  expected: ExpectedCertificate | undefined,
): Verdict {
  const found = classify(answer);
  const echo = readEcho(answer.kind === 'answer' ? answer.echoed : undefined);
  const named = echo.kind === 'digits' || echo.kind === 'certificate';
  const servedSuccessor = expected !== undefined && named ? echoNames(echo, expected) : 'unknown';
  const byStatus = conclude(found, baseline?.kind === 'healthy' ? baseline.status : undefined);
  const { verdict, more, fault } =
    byStatus.verdict === 'pass' && expected !== undefined ? byEcho(servedSuccessor, echo) : byStatus;
  return {
    verdict,
    certificateFault: fault !== undefined,
    definite: fault === 'definite',
    servedSuccessor,
    served: echoInWords(echo, expected),
    sentence: `${seen(answer)} ${found.words}${more}`,
  };
}

interface Conclusion {
  readonly verdict: Verdict['verdict'];
  /** Ends the sentence that the words of the class began. */
  readonly more: string;
  readonly fault?: 'likely' | 'definite';
}

/** By the class of the answer alone. `wanted`: the status of a healthy baseline. */
function conclude(found: AnswerClass, wanted: number | undefined): Conclusion {
  const before = wanted === undefined ? '' : `; before the change it answered ${wanted}`;
  switch (found.kind) {
    case 'certificate':
      return { verdict: 'fail', more: `${before}.`, fault: found.definite ? 'definite' : 'likely' };
    case 'failing':
      return { verdict: 'fail', more: `${before}.` };
    case 'turned-away': {
      if (wanted === undefined && found.status !== 400) return { verdict: 'inconclusive', more: LOGIN_WALL };
      const login = [401, 407].includes(found.status) ? ', and so does one that asks for a login' : '';
      const more = `${before}. An application that refuses the certificate answers like this${login}.`;
      return { verdict: 'fail', more, fault: 'likely' };
    }
    case 'reached':
      return reached(found.status, wanted, before);
    case 'blind':
    case 'unreached':
      return { verdict: 'inconclusive', more: '.' };
  }
}

/** The origin answered; whether that is a pass depends on what it answered before. */
function reached(status: number, wanted: number | undefined, before: string): Conclusion {
  const good = status < 300;
  if (status === wanted) return { verdict: 'pass', more: ' from the origin, as before the change.' };
  if (wanted === undefined && good) return { verdict: 'pass', more: ' from the origin.' };
  if (wanted === undefined) return { verdict: 'inconclusive', more: ', and only 2xx would be a pass.' };
  // A 404 is a fault of the site, not a refused certificate.
  return { verdict: good ? 'inconclusive' : 'fail', more: `${before}.` };
}

function byEcho(servedSuccessor: boolean | 'unknown', { kind }: Echo): Conclusion {
  if (servedSuccessor === true)
    return { verdict: 'pass', more: ', and the origin names the expected certificate.' };
  const unknown =
    kind === 'none'
      ? ', but the origin names no certificate in its echo header.'
      : ', but the echo header cannot be read: it names no certificate, or several.';
  const more = servedSuccessor === 'unknown' ? unknown : ', but the origin still names another certificate.';
  return { verdict: 'inconclusive', more };
}

const LOGIN_WALL = ', which may be a login page; `probe-request-headers` can carry the credentials for it.';
/** What a runner sees is what its nearest data centre does; the ray names it. */
function seen(answer: EdgeAnswer): string {
  const ray = answer.kind === 'answer' && answer.ray !== undefined ? ` (ray ${answer.ray})` : '';
  return `Seen from the runner's edge${ray}, it`;
}
