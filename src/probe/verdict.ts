import type { EdgeAnswer } from './edge.ts';
import type { ExpectedCertificate } from './echo.ts';

/** How a URL answered before any change. */
export type Baseline =
  /** The origin was reached and answered normally: this status is what a pass looks like later. */
  | {
      readonly kind: 'healthy';
      readonly status: number;
      readonly served: string | undefined;
      readonly sentence: string;
    }
  /** Fails as a missing or refused client certificate does: what a rotation may have come to mend. */
  | {
      readonly kind: 'lacks-certificate';
      readonly status: number;
      readonly served: undefined;
      readonly sentence: string;
    }
  /** Fails for another reason: the run must stop before a change. */
  | {
      readonly kind: 'failing';
      readonly status: number | undefined;
      readonly served: undefined;
      readonly sentence: string;
    }
  /** Redirect, cache, challenge or login wall: this URL, asked this way, shows nothing of the origin. */
  | {
      readonly kind: 'inconclusive';
      readonly status: number | undefined;
      readonly served: string | undefined;
      readonly sentence: string;
    };

export interface Verdict {
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** The failure looks as a missing or refused client certificate does. */
  readonly certificateFault: boolean;
  /** The origin said in so many words that the certificate is missing or refused: no hiccup looks like that. */
  readonly definite: boolean;
  /** Whether the origin named the expected certificate; unknown without an echo. */
  readonly servedSuccessor: boolean | 'unknown';
  /** The echo in a form safe to print, if there was one. */
  readonly served: string | undefined;
  readonly sentence: string;
}

/** Judges one answer from before the change. */
export function judgeBaseline(answer: EdgeAnswer): Baseline {
  return {
    kind: 'failing',
    status: undefined,
    served: undefined,
    sentence: `${answer.kind}: not written yet`,
  };
}

/** Judges one answer from after the change. `expected` only where the origin is to echo the certificate. */
export function judge(
  baseline: Baseline | undefined,
  answer: EdgeAnswer,
  expected: ExpectedCertificate | undefined,
): Verdict {
  const sentence = `${baseline?.kind}${answer.kind}${expected?.serialNumber}: not written yet`;
  return {
    verdict: 'inconclusive',
    certificateFault: false,
    definite: false,
    servedSuccessor: 'unknown',
    served: undefined,
    sentence,
  };
}
