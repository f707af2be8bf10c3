import type { RunResult, StatusRun, ZoneStatus } from '../operations/operation-result.ts';
import { RENEW } from '../operations/status/status-finding.ts';
import { isFailure } from '../rotation/result.ts';
import { daysUntil } from '../zone/words.ts';
import type { Failure } from '../zone/result-parts.ts';
import { dayUntil } from './certificate-words.ts';
import { plain } from './limits.ts';

/** Something a person has to see to: a certificate that is due, or a rotation that failed. */
export interface Problem {
  /** Name of the target, or of a run that ended before it had a result. */
  readonly target: string;
  readonly kind: 'due' | 'failed';
  /** Id of its zone, or its name where no id is known. */
  readonly zone?: string | undefined;
  readonly sentence: string;
  readonly remedy: string;
  /** When it was last seen, epoch milliseconds. */
  readonly seenAt: number;
}

/** What one run found, and of which targets it may speak. */
export interface Findings {
  readonly covers: readonly string[];
  /** Targets of which only what was due is settled: what failed there is for a rotation to settle. */
  readonly coversDue?: readonly string[];
  /** Zones, by id and by name, that were seen whole: whatever was due there under any name is settled. */
  readonly zonesSeen?: readonly string[];
  readonly problems: readonly Problem[];
}

/** How a run is called whose inputs do not tell what it is for. */
export function nameOfRun(workflow: string | undefined): string {
  return short(workflow === undefined ? 'the run itself' : `workflow ${workflow}`);
}

/**
 * Findings of a rotation; a dry run finds what is due, not what failed.
 * @param expiryWarning milliseconds before its end at which the certificate of a target is due
 * @param settled names under which a run like this one may have failed before it had a result
 */
export function findingsOf(
  run: RunResult,
  expiryWarning: (target: string) => number,
  settled: readonly string[] = [],
): Findings {
  const problems = run.targets.flatMap((target): readonly Problem[] => {
    const { name, zone, failure, inForce } = target;
    if (isFailure(target)) {
      const stands = failure?.inForce === undefined ? '' : ` In force now: ${failure.inForce}`;
      const sentence = failure === undefined ? target.sentence : `${failure.happened}${stands}`;
      return [
        problem(name, 'failed', sentence, failure?.remedy ?? 'See the summary of the run.', run.endedAt),
      ];
    }
    const end = inForce?.notAfter;
    if (end === undefined || !Number.isFinite(end) || end - run.endedAt > expiryWarning(name)) return [];
    const until = dayUntil({ notAfter: end, daysLeft: daysUntil(end, run.endedAt) });
    const sentence = `The certificate in force is valid until ${until}.`;
    return [{ ...problem(name, 'due', sentence, RENEW, run.endedAt), zone: short(zone.id ?? zone.asked) }];
  });
  // Of a target that was not started nothing new is known.
  const notStarted = run.targets.filter(({ outcome }) => outcome === 'not-started');
  const unknown = new Set(notStarted.map(({ name }) => name));
  const covers = [...settled, ...run.targets.map(({ name }) => name)].filter((name) => !unknown.has(name));
  return { covers: [...new Set(covers.map(short))], problems };
}

/** Findings of a run that failed before it had a result. `now` is epoch milliseconds; `names` say what it was for. */
export function findingsOfFailure(failure: Failure, now: number, names: readonly string[]): Findings {
  const { happened, remedy } = failure;
  return {
    covers: names.map(short),
    problems: names.map((name) => problem(name, 'failed', happened, remedy, now)),
  };
}

/**
 * Findings of a status run, for the one issue. It settles what was due; a rotation that failed stays in
 * the issue until a rotation succeeds.
 * @param settled names under which a run like this one may have failed before it had a result
 */
export function findingsOfStatus(run: StatusRun, settled: readonly string[] = []): Findings {
  const read = run.zones.filter(({ outcome }) => outcome !== 'failed');
  const unread = run.zones.flatMap(({ zone, failure }): readonly Problem[] =>
    failure === undefined
      ? []
      : [problem(statusOf(zone.asked), 'failed', failure.happened, failure.remedy, run.endedAt)],
  );
  // What could not be read settles nothing.
  const known = read.filter(({ findings }) => !findings.some(({ reason }) => reason === 'PRESENTED_UNKNOWN'));
  const named = known.flatMap(({ zone, hostnames }) =>
    ['zone', ...hostnames.map(({ hostname }) => hostname)].map((name) => `${zone.asked} (${name})`),
  );
  const zonesSeen = known
    .filter(({ hostnamesComplete }) => hostnamesComplete)
    .flatMap(({ zone: { asked, id, name } }) => [asked, id, name].filter((one) => one !== undefined));
  return {
    covers: [...settled, ...read.map(({ zone }) => statusOf(zone.asked))].map(short),
    coversDue: [...named, ...read.flatMap(({ compared }) => compared)].map(short),
    zonesSeen: zonesSeen.map(short),
    problems: [...unread, ...read.flatMap((zone) => dueIn(zone, run.endedAt))],
  };
}

function dueIn({ zone, findings }: ZoneStatus, seenAt: number): readonly Problem[] {
  const due = findings.filter(({ kind }) => kind === 'due');
  return [...Map.groupBy(due, ({ target }) => target)].map(([target, all]) => {
    const sentence = all.map((finding) => finding.sentence).join(' ');
    const remedies = [...new Set(all.map((finding) => finding.remedy))].join(' ');
    return { ...problem(target, 'due', sentence, remedies, seenAt), zone: short(zone.id ?? zone.asked) };
  });
}

function statusOf(zone: string): string {
  return `${zone} (status)`;
}

function problem(
  target: string,
  kind: Problem['kind'],
  sentence: string,
  remedy: string,
  seenAt: number,
): Problem {
  return { target: short(target), kind, sentence: plain(sentence), remedy: plain(remedy), seenAt };
}

function short(name: string): string {
  return plain(name, 200);
}
