import type { DeleteRun, DisableRun, JudgedCertificate } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { fateLine } from '../certificate-words.ts';
import { list, prose, warningList } from '../markdown.ts';
import { evidenceLines, everyAnswer, legendOf } from '../probe-strip.ts';
import { capital, MARKS } from '../wording.ts';
import { isUnclear, toldFailure, type Story } from '../story.ts';

const MOST = 100;

const WORDS: Readonly<Record<DeleteRun['outcome'], string>> = {
  deleted: 'Deleted',
  unchanged: 'Nothing to delete',
  planned: 'Planned',
  failed: 'Nothing deleted',
};

/** What a deletion has to tell: every certificate it looked at, and what became of it. */
export function deleteStory(run: DeleteRun): Story {
  const { zone, outcome, sentence, certificates, failure } = run;
  const warnings = run.warnings.map((warning) => warning.sentence);
  const begun = certificates.some(({ fate }) => fate === 'deleted');
  const kept = outcome === 'unchanged' && certificates.some(({ fate }) => fate === 'in-use');
  const unsure = outcome === 'failed' && certificates.some(({ fate }) => fate === 'delete-unconfirmed');
  const words = unsure
    ? 'Deletion not confirmed'
    : outcome === 'failed' && begun
      ? 'Deleted in part'
      : kept
        ? 'Nothing deleted'
        : WORDS[outcome];
  // What was deleted has been told under way.
  const untold = failure === undefined && outcome !== 'deleted';
  return {
    mark: MARKS[outcome],
    title: `${words}: ${zone}`,
    failedTitle: 'Deletion failed',
    failures: toldFailure(failure),
    warnings,
    body: [
      // The list names what a dry run would delete.
      untold && outcome !== 'planned' ? prose(sentence) : '',
      warningList(warnings),
      list(
        certificates.map((one) => certificateLine(one, failure)),
        MOST,
      ),
    ],
    lines: untold ? [`${zone}: ${sentence}`] : [],
  };
}

/** Why, unless the failure above has just said it. */
function certificateLine(one: JudgedCertificate, failure: DeleteRun['failure']): string {
  const isTold = one.fate === 'deleted' || failure?.happened.includes(one.why) === true;
  return fateLine(one, isTold, `, ${one.level} level`);
}

const NOBODY_LOOKED =
  '❓ none: nothing looked whether visitors get through. Look at the site; with `probe-urls` the run does.';

/** What switching off has to tell: what it was about, and what was seen of it. */
export function disableStory(run: DisableRun): Story {
  const warnings = run.warnings.map(({ sentence }) => sentence);
  // A tick stands only next to what was seen.
  const unwatched = run.outcome === 'disabled' && run.evidence.length === 0;
  const unseen = unwatched || (run.outcome === 'disabled' && isUnclear(run));
  return {
    mark: unseen ? '❓' : MARKS[run.outcome],
    title: `${wordsFor(run)}: ${run.hostnames.length === 0 ? run.zone : someOf(run.hostnames, 3)}`,
    failedTitle: run.outcome === 'rolled-back' ? 'Switching off rolled back' : 'Switching off failed',
    failures: toldFailure(run.failure),
    warnings,
    body: [
      run.failure === undefined ? prose(run.sentence) : '',
      warningList(warnings),
      list((unwatched ? [NOBODY_LOOKED] : evidenceLines(run)).map((line) => `**Evidence:** ${line}`)),
      legendOf(run),
      everyAnswer(run),
    ],
    lines: run.sentence === run.failure?.happened ? [] : [`${run.zone}: ${run.sentence}`],
  };
}

function wordsFor({ outcome, mode, changed }: DisableRun): string {
  const done = mode === 'withdraw' ? 'withdrawn' : 'switched off';
  const words: Readonly<Record<DisableRun['outcome'], string>> = {
    disabled: capital(done),
    unchanged: `${capital(done)} already`,
    planned: `Would be ${done}`,
    'rolled-back': `Rolled back, not ${done}`,
    failed: changed ? `${mode === 'withdraw' ? 'Withdrawal' : 'Switching off'} not verified` : `Not ${done}`,
  };
  return words[outcome];
}
