import type { RunResult } from '../operations/result.ts';
import type { Failure, TargetResult } from '../rotation/result.ts';
import { plain } from './neutral-text.ts';
import { validUntil } from './certificate-table.ts';

/** Something a person has to see to: a certificate that is due, or a rotation that failed. */
export interface Problem {
  /** Name of the target, or `THE_RUN`. */
  readonly target: string;
  readonly kind: 'due' | 'failed';
  readonly sentence: string;
  readonly remedy: string;
  /** When it was last seen, epoch milliseconds. */
  readonly seenAt: number;
}

/** What one run found, and of which targets it may speak. */
export interface Findings {
  readonly covers: readonly string[];
  readonly problems: readonly Problem[];
}

/** Stands for a run that ended before it had a result; any later result takes it away. */
export const THE_RUN = 'the run itself';

/** Findings of a rotation. `expiryWarning` is milliseconds; a dry run finds what is due, not what failed. */
export function findingsOf(run: RunResult, expiryWarning: number): Findings {
  const problems = run.targets.flatMap((target): readonly Problem[] => {
    const name = plain(target.name, 200);
    if (target.outcome === 'failed' || target.outcome === 'rolled-back') {
      return [failed(name, target, run.endedAt)];
    }
    const end = target.inForce?.notAfter;
    if (end === undefined || !Number.isFinite(end) || end - run.endedAt > expiryWarning) return [];
    const daysLeft = Math.floor((end - run.endedAt) / 86_400_000);
    const sentence = `The certificate in force is valid until ${validUntil({ notAfter: end, daysLeft })}.`;
    const remedy = 'Issue a new certificate, store it with its key in the secrets, and run the rotation.';
    return [{ target: name, kind: 'due', sentence, remedy, seenAt: run.endedAt }];
  });
  const covers = run.targets.map(({ name }) => plain(name, 200));
  return { covers: [THE_RUN, ...covers], problems };
}

/** Findings of a run that failed before it had a result. `now` is epoch milliseconds. */
export function findingsOfFailure(failure: Failure, now: number): Findings {
  const { happened, remedy } = failure;
  const problem = {
    target: THE_RUN,
    kind: 'failed',
    sentence: plain(happened),
    remedy: plain(remedy),
  } as const;
  return { covers: [THE_RUN], problems: [{ ...problem, seenAt: now }] };
}

function failed(name: string, target: TargetResult, seenAt: number): Problem {
  const { failure, sentence } = target;
  const inForce = failure?.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
  return {
    target: name,
    kind: 'failed',
    sentence: plain(failure === undefined ? sentence : `${failure.happened}${inForce}`),
    remedy: plain(failure?.remedy ?? 'See the summary of the run.'),
    seenAt,
  };
}
