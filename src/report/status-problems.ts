import type { StatusRun } from '../operations/status/result.ts';
import { plain } from './neutral-text.ts';
import type { Findings, Problem } from './problems.ts';

/** Stands for a status run that ended before it had a result; the next one takes it away. */
export const THE_STATUS_RUN = 'the status check itself';

/**
 * Findings of a status run, for the one issue. It settles what was due; a rotation that failed stays in
 * the issue until a rotation succeeds.
 */
export function findingsOfStatus(run: StatusRun): Findings {
  const read = run.zones.filter(({ outcome }) => outcome !== 'failed');
  const due = read.flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'due'));
  const unread = run.zones.flatMap(({ zone, failure }): readonly Problem[] =>
    failure === undefined
      ? []
      : [problem(statusOf(zone.asked), 'failed', failure.happened, failure.remedy, run.endedAt)],
  );
  const byTarget = [...Map.groupBy(due, ({ target }) => target)].map(([target, findings]) => {
    const sentence = findings.map((finding) => finding.sentence).join(' ');
    const remedies = [...new Set(findings.map((finding) => finding.remedy))].join(' ');
    return problem(target, 'due', sentence, remedies, run.endedAt);
  });
  const named = read.flatMap(({ zone, hostnames }) => [
    `${zone.asked} (zone)`,
    ...hostnames.map(({ hostname }) => `${zone.asked} (${hostname})`),
  ]);
  return {
    covers: [THE_STATUS_RUN, ...read.map(({ zone }) => statusOf(zone.asked))],
    coversDue: [...named, ...read.flatMap(({ compared }) => compared)].map((name) => plain(name, 200)),
    problems: [...unread, ...byTarget],
  };
}

function statusOf(zone: string): string {
  return plain(`${zone} (status)`, 200);
}

function problem(
  target: string,
  kind: Problem['kind'],
  sentence: string,
  remedy: string,
  seenAt: number,
): Problem {
  return { target: plain(target, 200), kind, sentence: plain(sentence), remedy: plain(remedy), seenAt };
}
