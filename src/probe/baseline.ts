import type { Outside } from '../outside.ts';
import { probeEdge } from './edge.ts';
import { edgeEvidence, withoutQuery, type Evidence } from './evidence.ts';
import type { ProbeSettings } from './settings.ts';
import { isDone, isGivenUp, endsBadly, isRollbackRequired, isFailing } from './streak.ts';
import type { Pace, Streak } from './streak.ts';
import { judgeBaseline, type Baseline, type Verdict } from './verdict.ts';

/** Unhealthy answers of one kind in a row that are believed: one may be a hiccup. */
const BELIEVED = 3;
const ATTEMPTS = 7;
const PAUSE = 1_000;

/**
 * Asks a URL before any change until the answer is healthy, or has been unhealthy in the same way
 * three times in a row, or the run is stopped or out of time. Never throws.
 */
export async function takeBaseline(
  world: Outside,
  url: string,
  settings: ProbeSettings,
): Promise<{ readonly baseline: Baseline; readonly evidence: Evidence }> {
  const kinds: Baseline['kind'][] = [];
  for (;;) {
    const answer = await probeEdge(world, url, settings);
    const baseline = judgeBaseline(answer);
    kinds.push(baseline.kind);
    const over = world.stop.aborted || world.clock.monotonic() >= world.deadline();
    if (isBelieved(kinds) || over) {
      const judged = { ...baseline, verdict: VERDICTS[baseline.kind] };
      return { baseline, evidence: edgeEvidence('before', url, answer, judged) };
    }
    await world.sleep(PAUSE * (0.75 + world.random() / 2), world.stop);
  }
}

function isBelieved(kinds: readonly Baseline['kind'][]): boolean {
  const latest = kinds.at(-1);
  const alike = kinds.slice(-BELIEVED).filter((kind) => kind === latest).length;
  return latest === 'healthy' || alike === BELIEVED || kinds.length === ATTEMPTS;
}

const VERDICTS: Readonly<Record<Baseline['kind'], Verdict['verdict']>> = {
  healthy: 'pass',
  'lacks-certificate': 'fail',
  failing: 'fail',
  inconclusive: 'inconclusive',
};

export type Conclusion = { readonly sentence: string } & (
  | {
      /** Every URL passed often enough in a row, the last time at the end of the wait. */
      readonly kind: 'verified';
      /** Every URL's last answer named the expected certificate. */
      readonly proven: boolean;
    }
  /** Traffic fails since the change: to be rolled back. */
  | { readonly kind: 'bad-news'; readonly url: string; readonly certificateFault: boolean }
  | {
      /** Neither verified nor bad: keep the predecessor and say so. */
      readonly kind: 'inconclusive';
      /** To the end the origin let visitors in, and named another certificate; undefined if no probe was made. */
      readonly servedOther?: boolean;
    }
  | {
      /** Cancelled or out of time before a decision. */
      readonly kind: 'interrupted';
      readonly by: 'stop' | 'deadline';
      /** Amid bad news: some URL failed several times in a row, too often for a hiccup. */
      readonly failing: boolean;
      /** Of that failure. */
      readonly certificateFault: boolean;
    }
);

export interface Watch {
  readonly url: string;
  readonly baseline: Baseline | undefined;
  readonly streak: Streak;
}

interface Moment {
  /** Monotonic milliseconds. */
  readonly now: number;
  readonly stopped: boolean;
  readonly deadline: number;
}

/** Whether the probing is over and what it showed; undefined while it must go on. Pure. */
export function conclude(watched: readonly Watch[], pace: Pace, moment: Moment): Conclusion | undefined {
  if (watched.length === 0)
    return { kind: 'inconclusive', sentence: 'No probe was made, so nothing was verified.' };
  const givenUp = watched.filter(({ streak }) => isGivenUp(streak, pace, moment.now));
  const bad =
    watched.find(({ streak, baseline }) => !pace.patient && isRollbackRequired(streak, baseline)) ??
    givenUp.find(({ streak }) => endsBadly(streak));
  if (bad !== undefined) return badNews(bad);
  const done = watched.filter(({ streak }) => isDone(streak, pace));
  if (done.length === watched.length) return verified(watched, pace);
  const [first] = givenUp;
  if (first !== undefined && done.length + givenUp.length === watched.length)
    return inconclusive(first, pace);
  if (moment.stopped) return interrupted(watched, 'stop');
  return moment.now >= moment.deadline ? interrupted(watched, 'deadline') : undefined;
}

function verified(watched: readonly Watch[], { successes, until }: Pace): Conclusion {
  const proven = watched.every(({ streak }) => streak.last?.servedSuccessor === true);
  const { length } = watched;
  const passed = `${length === 1 ? 'the probe' : length === 2 ? 'both probes' : `all ${length} probes`} passed`;
  const often = successes === 1 ? '' : ` ${successes} times in a row`;
  const last = until === undefined ? '' : ', the last time at the end of the wait for lagging edges';
  const worth = proven
    ? ', and the origin named the expected certificate.'
    : '. This proves the certificate only if the origin demands one.';
  const sentence = `Seen from the runner's edge, ${passed}${often}${last}${worth}`;
  return { kind: 'verified', proven, sentence };
}

function badNews({ url, streak }: Watch): Conclusion {
  const { certificateFault = false, sentence = '' } = streak.lastFailure ?? {};
  return { kind: 'bad-news', url, certificateFault, sentence: `${withoutQuery(url)} fails. ${sentence}` };
}

function inconclusive({ url, streak }: Watch, { successes, timeout }: Pace): Conclusion {
  const seconds = Math.round(timeout / 1000);
  const often = successes === 1 ? '' : ` ${successes} times in a row`;
  const last = streak.last === undefined ? '' : ` ${streak.last.sentence}`;
  return {
    kind: 'inconclusive',
    servedOther: streak.last?.verdict === 'inconclusive' && streak.last.servedSuccessor === false,
    sentence: `${withoutQuery(url)} did not pass${often} within ${seconds} s.${last}`,
  };
}

function interrupted(watched: readonly Watch[], by: 'stop' | 'deadline'): Conclusion {
  const failing = watched.find(({ streak, baseline }) => isFailing(streak, baseline));
  const why = by === 'stop' ? 'The run was cancelled' : 'The run ran out of time';
  const so = failing === undefined ? '' : ` ${badNews(failing).sentence}`;
  const sentence = `${why} before the probes were done.${so}`;
  const certificateFault = failing?.streak.lastFailure?.certificateFault ?? false;
  return { kind: 'interrupted', by, failing: failing !== undefined, certificateFault, sentence };
}
