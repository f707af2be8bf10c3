import type { RunResult, StatusRun, ZoneStatus } from '../operations/operation-result.ts';
import type { TargetResult } from '../rotation/result.ts';
import type { Failure } from '../zone/result-parts.ts';
import { daysUntil } from '../zone/words.ts';
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
  return plain(workflow === undefined ? 'the run itself' : `workflow ${workflow}`, 200);
}

/**
 * Findings of a rotation; a dry run finds what is due, not what failed.
 *
 * @param expiryWarning milliseconds before its end at which a certificate is due, for all or by target
 * @param settled names under which a run like this one may have failed before it had a result
 */
export function findingsOf(
  run: RunResult,
  expiryWarning: number | ((target: string) => number),
  settled: readonly string[] = [],
): Findings {
  const within = (target: string): number =>
    typeof expiryWarning === 'number' ? expiryWarning : expiryWarning(target);
  const problems = run.targets.flatMap((target): readonly Problem[] => {
    const name = plain(target.name, 200);
    if (target.outcome === 'failed' || target.outcome === 'rolled-back') {
      return [failed(name, target, run.endedAt)];
    }
    const end = target.inForce?.notAfter;
    if (end === undefined || !Number.isFinite(end) || end - run.endedAt > within(target.name)) return [];
    const daysLeft = daysUntil(end, run.endedAt);
    const sentence = `The certificate in force is valid until ${dayUntil({ notAfter: end, daysLeft })}.`;
    const remedy = 'Issue a new certificate, store it with its key in the secrets, and run the rotation.';
    const zone = plain(target.zone.id ?? target.zone.asked, 200);
    return [{ target: name, kind: 'due', zone, sentence, remedy, seenAt: run.endedAt }];
  });
  // Of a target that was not started nothing new is known.
  const looked = run.targets.filter(({ outcome }) => outcome !== 'not-started');
  const notStarted = new Set(
    run.targets.flatMap(({ name, outcome }) => (outcome === 'not-started' ? [name] : [])),
  );
  const covers = [...settled.filter((name) => !notStarted.has(name)), ...looked.map(({ name }) => name)];
  return { covers: [...new Set(covers.map((name) => plain(name, 200)))], problems };
}

/** Findings of a run that failed before it had a result. `now` is epoch milliseconds; `names` say what it was for. */
export function findingsOfFailure(failure: Failure, now: number, names: readonly string[]): Findings {
  const texts = { sentence: plain(failure.happened), remedy: plain(failure.remedy) };
  const targets = names.map((name) => plain(name, 200));
  return {
    covers: targets,
    problems: targets.map((target) => ({ target, kind: 'failed', ...texts, seenAt: now })),
  };
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
