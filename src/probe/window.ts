import type { Outside } from '../outside.ts';
import { conclude, type Conclusion, type Watch } from './baseline.ts';
import type { ExpectedCertificate } from './echo.ts';
import { probeEdge, type EdgeAnswer } from './edge.ts';
import { edgeEvidence, withoutQuery, addRow, type Evidence } from './evidence.ts';
import type { ProbeSettings } from './settings.ts';
import { isDone, isGivenUp, nextProbe, extend, newStreak, type Pace } from './streak.ts';
import { judge, type Baseline } from './verdict.ts';

export interface Verification {
  readonly urls: readonly string[];
  /** By URL; a URL without one passes with 2xx. */
  readonly baselines: ReadonlyMap<string, Baseline>;
  /** The successor, or after a rollback the predecessor of the URL's hostname. Used only with an echo header. */
  readonly expected: ExpectedCertificate | undefined | ((url: string) => ExpectedCertificate | undefined);
  readonly settings: ProbeSettings;
  readonly when: 'after' | 'after-rollback';
  /** Monotonic milliseconds at which the grace ends: probes go on until then, the last at its end. */
  readonly until: number | undefined;
}

export type ProbeWindow = Conclusion & { readonly evidence: readonly Evidence[] };

/** Milliseconds: nobody who reads along waits longer for a line. */
export const HEARTBEAT = 12_000;

interface Watched extends Watch {
  /** Monotonic milliseconds of the next probe. */
  readonly nextAt: number;
  readonly rows: readonly Evidence[];
}

/**
 * Probes every URL until it is verified, fails, or its time is up. A failure resets the count, so a
 * flaky site takes longer but is not rolled back for it. Never throws, and never verifies without a probe.
 */
export async function verifyThroughEdge(world: Outside, asked: Verification): Promise<ProbeWindow> {
  const start = world.clock.monotonic();
  const fresh = { streak: newStreak(start), nextAt: start, rows: [] };
  let watched: readonly Watched[] = asked.urls.map((url) => ({
    url,
    baseline: asked.baselines.get(url),
    ...fresh,
  }));
  let sayAt = start + HEARTBEAT;
  for (;;) {
    const now = world.clock.monotonic();
    if (now >= sayAt) {
      sayAt = now + HEARTBEAT;
      world.say(heartbeat(watched, asked, now));
    }
    const pace = paceOf(watched, asked, now);
    const end = conclude(watched, pace, { now, stopped: world.stop.aborted, deadline: world.deadline() });
    if (end !== undefined) return { ...end, evidence: evidenceOf(watched) };
    const open = new Set(
      watched.filter(({ streak }) => !isDone(streak, pace) && !isGivenUp(streak, pace, now)),
    );
    const isDue = (one: Watched): boolean => open.has(one) && one.nextAt <= now;
    if (watched.some(isDue)) {
      watched = await Promise.all(
        watched.map(async (one) => (isDue(one) ? probeOnce(world, one, asked, pace) : one)),
      );
    } else {
      const nextAts = [...open].map(({ nextAt }) => nextAt);
      const next = Math.min(world.deadline(), sayAt, ...nextAts);
      await world.sleep(next - now, world.stop);
    }
  }
}

/** How it goes, in numbers: what is seen for the first time has a line of its own. */
function heartbeat(watched: readonly Watched[], { until }: Verification, now: number): string {
  const passing = watched.filter(({ streak }) => streak.last?.verdict === 'pass').length;
  const of = watched.length === 1 ? 'the probe' : `${passing} of ${watched.length} probes`;
  const state = watched.length === 1 && passing === 0 ? 'does not pass' : passing === 1 ? 'passes' : 'pass';
  const [fewest] = watched.map(({ streak }) => streak.passesInARow).toSorted((one, other) => one - other);
  const row = fewest === undefined || fewest === 0 ? '' : `, ${fewest} in a row`;
  const left = until === undefined || until <= now ? '' : `; ${Math.ceil((until - now) / 1000)} s to go`;
  return `${of} ${state}${row}${left}`;
}

/** Once a URL is given up, waiting for the end of the grace can verify nothing any more. */
function paceOf(watched: readonly Watched[], { settings, until, when }: Verification, now: number): Pace {
  const patient = when === 'after-rollback';
  const pace = { successes: settings.successes, timeout: settings.timeout, until, patient };
  return watched.some(({ streak }) => isGivenUp(streak, pace, now)) ? { ...pace, until: undefined } : pace;
}

async function probeOnce(world: Outside, one: Watched, asked: Verification, pace: Pace): Promise<Watched> {
  const { settings } = asked;
  const askedAt = world.clock.monotonic();
  const answer = await probeEdge(world, one.url, settings);
  if (world.stop.aborted && answer.kind === 'unreachable') return one;
  const verdict = judge(one.baseline, answer, expectedAt(one.url, asked));
  const before = one.streak.last?.verdict;
  if (verdict.verdict !== (before ?? 'pass')) world.say(sight(one.url, answer, verdict.verdict));
  const streak = extend(one.streak, verdict, askedAt, settings.successes);
  const row = edgeEvidence(asked.when, one.url, answer, verdict);
  return { ...one, streak, nextAt: nextProbe(streak, pace, world.random), rows: addRow(one.rows, row) };
}

/** What changed, in short: the whole sentence is part of the evidence. */
function sight(url: string, answer: EdgeAnswer, verdict: Evidence['verdict']): string {
  const seen = answer.kind === 'answer' ? `answered ${answer.status}` : 'did not answer';
  return `${withoutQuery(url)} ${seen}: ${SIGHTS[verdict]}`;
}

const SIGHTS: Readonly<Record<Evidence['verdict'], string>> = {
  pass: 'the probe passes',
  fail: 'the probe fails',
  inconclusive: 'this says nothing about the certificate',
  skipped: 'it could not be probed',
};

function expectedAt(url: string, { expected, settings }: Verification): ExpectedCertificate | undefined {
  if (settings.echoHeader === undefined) return undefined;
  return typeof expected === 'function' ? expected(url) : expected;
}

function evidenceOf(watched: readonly Watched[]): readonly Evidence[] {
  return watched.flatMap(({ rows }) => rows).toSorted((one, other) => one.at - other.at);
}
