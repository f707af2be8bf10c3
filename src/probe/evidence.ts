import type { EdgeAnswer } from './edge.ts';
import type { Openness, OriginVerdict } from './origin-verdict.ts';
import type { OriginAddress } from './settings.ts';
import type { Verdict } from './verdict.ts';

/** One probe as it was seen from the runner's edge, or one connection straight to the origin, as a result carries it. */
export interface Evidence {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly when: 'before' | 'after' | 'after-rollback';
  readonly via: 'edge' | 'origin';
  /** Where it went: a URL without query, or host:port. */
  readonly to: string;
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'skipped';
  readonly status: number | undefined;
  /** What the origin echoed of the client certificate, if it does. */
  readonly served: string | undefined;
  readonly sentence: string;
}

/** The address people recognise; the query may hold what is not to be printed. */
export function withoutQuery(url: string): string {
  const parsed = new URL(url);
  return `${parsed.origin}${parsed.pathname}`;
}

export function edgeEvidence(
  when: Evidence['when'],
  url: string,
  answer: EdgeAnswer,
  judged: Pick<Verdict, 'verdict' | 'sentence' | 'served'>,
): Evidence {
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

export function originEvidence(
  at: number,
  { host, port }: OriginAddress,
  judged: OriginVerdict | Openness,
): Evidence {
  const { status, sentence } = judged;
  // What lets everybody in shows nothing of the certificate.
  const shown = judged.kind !== 'admitted' || judged.enforced !== false;
  const verdict = shown ? ORIGIN_VERDICTS[judged.kind] : 'inconclusive';
  return {
    at,
    when: 'before',
    via: 'origin',
    to: `${host}:${port}`,
    verdict,
    status,
    served: undefined,
    sentence,
  };
}

const ORIGIN_VERDICTS: Readonly<Record<(OriginVerdict | Openness)['kind'], Evidence['verdict']>> = {
  admitted: 'pass',
  refused: 'fail',
  unreachable: 'skipped',
  unclear: 'inconclusive',
  open: 'pass',
  closed: 'fail',
  unknown: 'inconclusive',
};

/** Rows alike that are kept one by one; a longer run shows its first ones and its latest. */
const ALIKE = 5;
const ROWS = 40;

/** Evidence of one URL, bounded however long the probing lasts. */
export function addRow(rows: readonly Evidence[], row: Evidence): readonly Evidence[] {
  const latest = rows.slice(-ALIKE);
  if (latest.length === ALIKE && latest.every((earlier) => alike(earlier, row)))
    return [...rows.slice(0, -1), row];
  const kept = rows.length < ROWS ? rows : rows.toSpliced(ROWS / 2, 1);
  return [...kept, row];
}

function alike(one: Evidence, other: Evidence): boolean {
  return one.verdict === other.verdict && one.status === other.status && one.served === other.served;
}
