import type { MatrixRun } from '../../operations/operation-result.ts';
import { code, fold, table, warningList } from '../markdown.ts';
import { count, MARKS } from '../wording.ts';
import { OPEN_LINES, warningSentences, zoneFailures } from './status-story.ts';
import { findingsIn, findingsList, type Story } from '../story.ts';

/** What a matrix run has to tell: the jobs it outputs, and why. */
export function matrixStory(run: MatrixRun): Story {
  const { zones, entries, outcome } = run;
  const unread = zoneFailures(zones);
  const others = findingsIn(zones, 'due').length > 0;
  const notices = [
    ...(run.leftOut.length === 0
      ? []
      : [
          `${count(run.leftOut.length, 'more zone is', 'more zones are')} due, from ${run.leftOut[0] ?? ''} on, for which the output has no room. Run \`operation: matrix\` again once these jobs are done.`,
        ]),
    ...(outcome === 'failed' ? [] : unread).map(
      ({ name, failure }) => `${name} could not be checked, so it gets a job. ${failure?.happened ?? ''}`,
    ),
  ];
  return {
    mark: MARKS[outcome],
    title:
      outcome === 'failed'
        ? 'No zone of the manifest could be checked'
        : entries.length === 0
          ? `${others ? 'Nothing that a rotation by the manifest would fix' : 'Nothing'} is due in ${count(zones.length, 'zone')}`
          : `${entries.length} of ${count(zones.length, 'zone')} ${entries.length === 1 ? 'needs' : 'need'} a job`,
    failedTitle: 'Matrix failed',
    // What one zone suffers from is for its own job to say; it must not hold up the others.
    failures: outcome === 'failed' ? unread : [],
    warnings: [
      ...notices,
      // What a target of the manifest is due for, its job sees to.
      ...warningSentences(zones, ({ expected, kind }) => kind === 'warning' || !expected),
    ],
    body: [jobs(run), warningList(notices), findingsList(zones, 'due')],
    lines: entries.map(({ zone, due }) => `Job for ${zone}: ${count(due, 'target')} due.`),
  };
}

function jobs({ entries }: MatrixRun): string {
  if (entries.length === 0) return '';
  const lines = table(
    ['Job', 'Targets due'],
    entries.map(({ zone, due }) => [code(zone, 1000), String(due)]),
  );
  return entries.length > OPEN_LINES ? fold(`All ${entries.length} jobs`, lines) : lines;
}
