import type { EdgeAnswer } from './edge.ts';
import type { OriginVerdict } from './origin.ts';
import type { OriginAddress } from './settings.ts';
import type { Verdict } from './verdict.ts';

/** One probe, or one connection straight to the origin, in the form a result carries. */
export interface ProbeEvidence {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly when: 'before' | 'after' | 'after-rollback';
  readonly via: 'edge' | 'origin';
  /** Where it went: a URL without query, or host:port. */
  readonly to: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'skipped';
  readonly status: number | undefined;
  readonly served: string | undefined;
  readonly sentence: string;
}

/** The address people recognise; the query may hold what is not to be printed. */
export function withoutQuery(url: string): string {
  const parsed = new URL(url);
  return `${parsed.origin}${parsed.pathname}`;
}

export function edgeEvidence(
  when: ProbeEvidence['when'],
  url: string,
  answer: EdgeAnswer,
  judged: Pick<Verdict, 'verdict' | 'sentence' | 'served'>,
): ProbeEvidence {
  return {
    at: answer.at,
    when,
    via: 'edge',
    to: withoutQuery(url),
    verdict: judged.verdict,
    status: answer.kind === 'answer' ? answer.status : undefined,
    served: judged.served,
    sentence: judged.sentence,
  };
}

export function originEvidence(at: number, address: OriginAddress, judged: OriginVerdict): ProbeEvidence {
  return {
    at,
    when: 'before',
    via: 'origin',
    to: `${address.host}:${address.port}`,
    verdict: ORIGIN_VERDICTS[judged.kind],
    status: judged.status,
    served: undefined,
    sentence: judged.sentence,
  };
}

const ORIGIN_VERDICTS: Readonly<Record<OriginVerdict['kind'], ProbeEvidence['verdict']>> = {
  admitted: 'pass',
  refused: 'fail',
  unreachable: 'skipped',
  unclear: 'inconclusive',
};
