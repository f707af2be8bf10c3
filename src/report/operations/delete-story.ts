import type { DeleteRun, JudgedCertificate } from '../../operations/operation-result.ts';
import { subjectUntil } from '../certificate-words.ts';
import { code, list, prose } from '../markdown.ts';
import { FATE_WORDS } from '../wording.ts';
import type { Story } from './story.ts';

const MOST = 100;

const MARKS: Readonly<Record<DeleteRun['outcome'], string>> = {
  deleted: '✅',
  unchanged: '✅',
  planned: '📝',
  failed: '❌',
};
const WORDS: Readonly<Record<DeleteRun['outcome'], string>> = {
  deleted: 'Deleted',
  unchanged: 'Nothing to delete',
  planned: 'Planned',
  failed: 'Nothing deleted',
};

/** What a deletion has to tell: every certificate it looked at, and what became of it. */
export function deleteStory(run: DeleteRun): Story {
  const begun = run.certificates.some(({ fate }) => fate === 'deleted');
  const kept = run.outcome === 'unchanged' && run.certificates.some(({ fate }) => fate === 'in-use');
  const words =
    run.outcome === 'failed' && begun ? 'Deleted in part' : kept ? 'Nothing deleted' : WORDS[run.outcome];
  return {
    mark: MARKS[run.outcome],
    title: `${words}: ${run.zone}`,
    failedTitle: 'Deletion failed',
    failures: run.failure === undefined ? [] : [{ name: '', failure: run.failure }],
    warnings: run.warnings.map(({ sentence }) => sentence),
    body: [
      run.failure === undefined && run.outcome !== 'deleted' ? prose(run.sentence) : '',
      list(
        run.certificates.map((one) => certificateLine(one, run.failure)),
        MOST,
      ),
    ],
    // What was deleted has been told under way.
    lines: run.failure === undefined && run.outcome !== 'deleted' ? [`${run.zone}: ${run.sentence}`] : [],
  };
}

/** Why, unless the failure above has just said it. */
function certificateLine(
  { level, fate, why, ...facts }: JudgedCertificate,
  failure: DeleteRun['failure'],
): string {
  const said = fate === 'deleted' || failure?.happened.includes(why) === true;
  const words = FATE_WORDS[fate].slice(0, 1).toUpperCase() + FATE_WORDS[fate].slice(1);
  const id = facts.id === undefined ? '' : ` ${code(facts.id)}`;
  return `**${words}:** ${subjectUntil(facts)}, ${level} level${id}${said ? '' : `. ${prose(why, 600)}`}`;
}
