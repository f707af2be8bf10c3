import type { StatusRun, ZoneStatus } from '../operations/status/result.ts';
import { plain } from './neutral-text.ts';
import type { Findings, Problem } from './problems.ts';

/**
 * Findings of a status run, for the one issue. It settles what was due; a rotation that failed stays in
 * the issue until a rotation succeeds.
 *
 * @param settled names under which a run like this one may have failed before it had a result
 */
export function findingsOfStatus(run: StatusRun, settled: readonly string[] = []): Findings {
  const read = run.zones.filter(({ outcome }) => outcome !== 'failed');
  const unread = run.zones.flatMap(({ zone, failure }): readonly Problem[] =>
    failure === undefined
      ? []
      : [problem(statusOf(zone.asked), 'failed', failure.happened, failure.remedy, run.endedAt)],
  );
  const seenWhole = read.filter(({ hostnamesComplete }) => hostnamesComplete).filter(isKnownToPresent);
  const named = read
    .filter(isKnownToPresent)
    .flatMap(({ zone, hostnames }) => [
      `${zone.asked} (zone)`,
      ...hostnames.map(({ hostname }) => `${zone.asked} (${hostname})`),
    ]);
  return {
    covers: [...settled.map((name) => plain(name, 200)), ...read.map(({ zone }) => statusOf(zone.asked))],
    coversDue: [...named, ...read.flatMap(({ compared }) => compared)].map((name) => plain(name, 200)),
    zonesSeen: seenWhole.flatMap(({ zone }) => namesOf(zone)).map((name) => plain(name, 200)),
    problems: [...unread, ...read.flatMap((zone) => dueIn(zone, run.endedAt))],
  };
}

/** What could not be read settles nothing. */
function isKnownToPresent({ findings }: ZoneStatus): boolean {
  return !findings.some(({ reason }) => reason === 'PRESENTED_UNKNOWN');
}

/** What is due in one zone, one problem for each target. */
function dueIn({ zone, findings }: ZoneStatus, seenAt: number): readonly Problem[] {
  const due = findings.filter(({ kind }) => kind === 'due');
  return [...Map.groupBy(due, ({ target }) => target)].map(([target, all]) => {
    const sentence = all.map((finding) => finding.sentence).join(' ');
    const remedies = [...new Set(all.map((finding) => finding.remedy))].join(' ');
    const found = problem(target, 'due', sentence, remedies, seenAt);
    return { ...found, zone: plain(zone.id ?? zone.asked, 200) };
  });
}

function namesOf({ asked, id, name }: ZoneStatus['zone']): readonly string[] {
  return [asked, id, name].filter((one) => one !== undefined);
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
