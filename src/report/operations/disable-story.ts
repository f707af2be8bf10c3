import type { DisableRun } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { list, prose } from '../markdown.ts';
import { evidenceLines, everyAnswer, legendOf } from '../probe-strip.ts';
import { capital, isoMoment, MARKS } from '../wording.ts';
import { isUnclear, toldFailure, type OperationStory } from '../story.ts';

/** What switching off has to tell: what it was about, and what was seen of it. */
export function disableStory(run: DisableRun): OperationStory {
  // A tick stands only next to what was seen.
  const unseen = run.outcome === 'disabled' && (run.evidence.length === 0 || isUnclear(run));
  return {
    mark: unseen ? '❓' : MARKS[run.outcome],
    title: `${wordsFor(run)}: ${run.hostnames.length === 0 ? run.zone : someOf(run.hostnames, 3)}`,
    failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
    failures: run.failure === undefined ? [] : [toldFailure(run.failure)],
    warnings: run.warnings.map(({ sentence }) => sentence),
    body: [
      run.failure === undefined ? prose(run.sentence) : '',
      list(evidenceLines(run).map((line) => `**Evidence:** ${line}`)),
      legendOf(run),
      everyAnswer(run),
    ],
    lines: run.sentence === run.failure?.happened ? [] : [`${run.zone}: ${run.sentence}`],
    changed: run.changed,
    fields: (brief) => {
      const { zone, mode, hostnames, changed, reason, sentence, warnings, failure } = run;
      const evidence = brief ? [] : run.evidence.map((one) => ({ ...one, at: isoMoment(one.at) }));
      return { zone, mode, hostnames, changed, reason, sentence, evidence, warnings, failure };
    },
    least: () => {
      const { zone, reason, sentence, failure } = run;
      return { zone, reason, sentence, failure: failure?.code };
    },
  };
}

function wordsFor({ outcome, mode, changed }: DisableRun): string {
  const done = mode === 'withdraw' ? 'withdrawn' : 'switched off';
  const words: Readonly<Record<DisableRun['outcome'], string>> = {
    disabled: capital(done),
    unchanged: `${capital(done)} already`,
    planned: `Would be ${done}`,
    'rolled-back': `Rolled back, not ${done}`,
    failed: changed ? `${capital(done)}, but not verified` : `Not ${done}`,
  };
  return words[outcome];
}
