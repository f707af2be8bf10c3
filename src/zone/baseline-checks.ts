import type { ErrorText } from '../errors.ts';
import type { BaselineOf } from '../probe/verdict.ts';
import { withoutQuery } from '../probe/evidence.ts';

export interface Refusal {
  readonly kind: 'refuse';
  readonly reason: string;
  readonly text: ErrorText;
}

/** What one check has to say; undefined: nothing. */
export type CheckVerdict =
  Refusal | { readonly kind: 'warn'; readonly reason: string; readonly sentence: string } | undefined;

export function refuse(reason: string, happened: string, remedy: string): Refusal {
  return { kind: 'refuse', reason, text: { happened, inForce: 'Nothing was changed.', remedy } };
}

export function warn(reason: string, sentence: string): CheckVerdict {
  return { kind: 'warn', reason, sentence };
}

interface Baselines {
  readonly observation: { readonly baselines: readonly BaselineOf[] };
}

/** A failing site must not be changed, unless it fails for want of a good client certificate. */
export function baselineHealthy({ observation }: Baselines): CheckVerdict {
  const sick = observation.baselines.find(
    ({ baseline }) => baseline.kind === 'failing' || baseline.kind === 'inconclusive',
  );
  if (sick === undefined) return undefined;
  return sick.baseline.kind === 'failing'
    ? refuse(
        'BASELINE_FAILING',
        `Before any change, the probe of ${withoutQuery(sick.url)} fails. ${sick.baseline.sentence}`,
        'Fix the site or the probe URL first, then run again.',
      )
    : refuse(
        'PROBE_PROVES_NOTHING',
        `The probe of ${withoutQuery(sick.url)} proves nothing. ${sick.baseline.sentence}`,
        'Choose a URL that the origin itself answers, without a redirect, cache or login, then run again.',
      );
}

export function baselineMended({ observation }: Baselines): CheckVerdict {
  const lacking = observation.baselines.find(({ baseline }) => baseline.kind === 'lacks-certificate');
  return lacking === undefined
    ? undefined
    : warn(
        'BASELINE_LACKS_CERTIFICATE',
        `Before any change, ${withoutQuery(lacking.url)} fails as it does without a good client certificate. ${lacking.baseline.sentence}`,
      );
}
