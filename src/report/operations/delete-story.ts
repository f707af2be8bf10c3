import type { DeleteRun, JudgedCertificate } from '../../operations/delete/result.ts';
import { dayUntil } from '../certificate-table.ts';
import { code, NOTHING, prose, table } from '../markdown.ts';
import { FATE_WORDS } from '../wording.ts';
import type { Story } from './story.ts';

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
    body: [run.failure === undefined ? prose(run.sentence) : '', certificates(run)],
    lines: run.failure === undefined ? [`${run.zone}: ${run.sentence}`] : [],
  };
}

function certificates({ certificates: all, failure }: DeleteRun): string {
  if (all.length === 0) return '';
  return table(
    ['Certificate', 'Level', 'Valid until', 'What became of it'],
    all.map((one) => [
      one.id === undefined ? NOTHING : code(one.id),
      one.level,
      dayUntil(one),
      fateOf(one, failure),
    ]),
  );
}

/** Why, unless the failure above has just said it. */
function fateOf({ fate, why }: JudgedCertificate, failure: DeleteRun['failure']): string {
  const said = failure?.happened.includes(why) === true;
  return `**${FATE_WORDS[fate]}**${said ? '' : `. ${prose(why, 600)}`}`;
}
