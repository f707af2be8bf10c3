import type { DeleteRun, JudgedCertificate } from '../../operations/operation-result.ts';
import { subjectUntil } from '../certificate-words.ts';
import { code, list, prose } from '../markdown.ts';
import { factsOf } from '../report-document.ts';
import { capital, FATE_WORDS, MARKS } from '../wording.ts';
import { toldFailure, type OperationStory } from '../story.ts';

const MOST = 100;

const WORDS: Readonly<Record<DeleteRun['outcome'], string>> = {
  deleted: 'Deleted',
  unchanged: 'Nothing to delete',
  planned: 'Planned',
  failed: 'Nothing deleted',
};

/** What a deletion has to tell: every certificate it looked at, and what became of it. */
export function deleteStory(run: DeleteRun): OperationStory {
  const { zone, outcome, reason, sentence, certificates, warnings, failure } = run;
  const begun = certificates.some(({ fate }) => fate === 'deleted');
  const kept = outcome === 'unchanged' && certificates.some(({ fate }) => fate === 'in-use');
  const words = outcome === 'failed' && begun ? 'Deleted in part' : kept ? 'Nothing deleted' : WORDS[outcome];
  // What was deleted has been told under way.
  const untold = failure === undefined && outcome !== 'deleted';
  return {
    mark: MARKS[outcome],
    title: `${words}: ${zone}`,
    failedTitle: 'Deletion failed',
    failures: failure === undefined ? [] : [toldFailure(failure)],
    warnings: warnings.map((warning) => warning.sentence),
    body: [
      // The list names what a dry run would delete.
      untold && outcome !== 'planned' ? prose(sentence) : '',
      list(
        certificates.map((one) => certificateLine(one, failure)),
        MOST,
      ),
    ],
    lines: untold ? [`${zone}: ${sentence}`] : [],
    changed: certificates.some(({ fate }) => fate === 'deleted' || fate === 'delete-unconfirmed'),
    fields: (brief) => ({
      zone,
      reason,
      sentence,
      certificates: brief ? [] : certificates.map((one) => ({ ...one, ...factsOf(one) })),
      warnings,
      failure,
    }),
    least: () => ({ zone, reason, sentence, failure: failure?.code }),
  };
}

/** Why, unless the failure above has just said it. */
function certificateLine(
  { level, fate, why, ...facts }: JudgedCertificate,
  failure: DeleteRun['failure'],
): string {
  const said = fate === 'deleted' || failure?.happened.includes(why) === true;
  const id = facts.id === undefined ? '' : ` ${code(facts.id)}`;
  const gone = fate === 'deleted' && (facts.daysLeft ?? 0) > 0;
  const known = gone ? { ...facts, daysLeft: undefined } : facts;
  const line = `**${capital(FATE_WORDS[fate])}:** ${subjectUntil(known)}, ${level} level${id}`;
  return said ? line : `${line}. ${prose(why, 600)}`;
}
