import type { Baseline, Verdict } from './verdict.ts';

/** What the probes of one URL have shown since the change. Times are monotonic milliseconds. */
export interface Streak {
  readonly passesInARow: number;
  /** Since when it has been waiting for enough passes in a row. */
  readonly waitingSince: number;
  /** `-Infinity` before the first. */
  readonly lastAskedAt: number;
  /** `-Infinity` before the first. */
  readonly lastPassAt: number;
  /** Answers in which the origin itself said that the certificate is missing or refused. */
  readonly definiteRefusals: number;
  /** Certificate faults with no pass in between. */
  readonly faults: { readonly count: number; readonly since: number };
  /** The latest passes and failures, no more than must pass in a row. */
  readonly conclusive: readonly ('pass' | 'fail')[];
  readonly last: Verdict | undefined;
  readonly lastFailure: Verdict | undefined;
}

export function newStreak(now: number): Streak {
  return {
    passesInARow: 0,
    waitingSince: now,
    lastAskedAt: -Infinity,
    lastPassAt: -Infinity,
    definiteRefusals: 0,
    faults: { count: 0, since: now },
    conclusive: [],
    last: undefined,
    lastFailure: undefined,
  };
}

/**
 * Enough passes in a row. The first plain refusals ask for as many again each: where one of several
 * origins refuses the certificate, a handful of passes comes by luck.
 */
export function isVerified(streak: Streak, successes: number): boolean {
  return streak.passesInARow >= successes * (1 + Math.min(streak.definiteRefusals, DEFINITE_REFUSALS - 1));
}

/** The streak after one more answer, asked for at `askedAt`. `successes`: passes in a row that verify. */
export function extend(streak: Streak, verdict: Verdict, askedAt: number, successes: number): Streak {
  const seen = { ...streak, lastAskedAt: askedAt, last: verdict };
  const waitingSince =
    isVerified(streak, successes) && verdict.verdict !== 'pass' ? askedAt : streak.waitingSince;
  if (verdict.verdict === 'inconclusive') {
    const waiting = { ...seen, passesInARow: 0, waitingSince };
    // Let in with another certificate: not what was waited for, but whatever failed before has passed.
    return verdict.servedSuccessor === false
      ? { ...waiting, conclusive: [], faults: { count: 0, since: askedAt } }
      : waiting;
  }
  const conclusive = [...streak.conclusive, verdict.verdict].slice(-successes);
  if (verdict.verdict === 'pass') {
    const passesInARow = streak.passesInARow + 1;
    return { ...seen, passesInARow, lastPassAt: askedAt, faults: { count: 0, since: askedAt }, conclusive };
  }
  const since = streak.faults.count === 0 ? askedAt : streak.faults.since;
  const failed = { ...seen, passesInARow: 0, waitingSince, conclusive, lastFailure: verdict };
  if (!verdict.certificateFault) return failed;
  return {
    ...failed,
    faults: { count: streak.faults.count + 1, since },
    definiteRefusals: streak.definiteRefusals + (verdict.definite ? 1 : 0),
  };
}

/** An origin that says three times that it refuses the certificate means it, even with passes between: one of several may. */
const DEFINITE_REFUSALS = 3;
/** 520, 525 and 403 also come from hiccups: at 30 % of them, six with no pass between happen in one of 1400 starts. */
const FAULTS = 6;
const FAULTS_SPAN = 8_000;

/**
 * Bad news that need not wait for the time to be up. Not where the URL failed the same way before
 * the change: edges lag, and there is nothing better to go back to.
 */
export function isRollbackRequired(streak: Streak, baseline: Baseline | undefined): boolean {
  if (baseline?.kind === 'lacks-certificate') return false;
  const { count, since } = streak.faults;
  return (
    streak.definiteRefusals >= DEFINITE_REFUSALS ||
    (count >= FAULTS && streak.lastAskedAt - since >= FAULTS_SPAN)
  );
}

/** At the end of the time: was there a failure among the latest answers that showed anything? */
export function endsBadly(streak: Streak): boolean {
  return streak.conclusive.includes('fail');
}

/** How many failures in a row, or plain refusals, make a cancelled run roll back rather than leave things. */
const AMID = { failures: 3, refusals: 2 };

/** Amid bad news: not yet settled, but no single hiccup either. */
export function isFailing(streak: Streak, baseline: Baseline | undefined): boolean {
  if (baseline?.kind === 'lacks-certificate') return false;
  const lastPass = streak.conclusive.lastIndexOf('pass');
  const failures = streak.conclusive.length - 1 - lastPass;
  return failures >= AMID.failures || streak.definiteRefusals >= AMID.refusals;
}

export interface Pace {
  /** Passes in a row that verify a URL. */
  readonly successes: number;
  /** Milliseconds in which they must come. */
  readonly timeout: number;
  /** Monotonic end of the grace, if there is one. */
  readonly until: number | undefined;
  /** Failures count once the time is up: edges go on for a while with what has just been taken back. */
  readonly patient: boolean;
}

const PAUSE = 1_000;
const SHORTEST_PAUSE = 50;
const GRACE_STEP = { shortest: 5_000, longest: 30_000 };

/**
 * The monotonic moment of the next probe of one URL: about one a second until it is verified, with
 * jitter so that runs do not march in step; then at wide steps, the last exactly at the end of the
 * grace; then never.
 */
export function nextProbe(streak: Streak, pace: Pace, random: () => number): number {
  const { lastAskedAt: asked, lastPassAt } = streak;
  const { until } = pace;
  if (!isVerified(streak, pace.successes)) {
    const pause = Math.min(PAUSE, pace.timeout / (3 * pace.successes));
    return asked + Math.max(SHORTEST_PAUSE, pause * (0.75 + random() / 2));
  }
  if (until === undefined || lastPassAt >= until) return Infinity;
  const step = Math.min(
    Math.max((until - streak.waitingSince) / pace.successes, GRACE_STEP.shortest),
    GRACE_STEP.longest,
  );
  const left = until - asked;
  return left < 1.5 * step ? Math.max(until, asked + SHORTEST_PAUSE) : asked + step;
}

export function isDone(streak: Streak, { successes, until }: Pace): boolean {
  if (!isVerified(streak, successes)) return false;
  return until === undefined || streak.lastPassAt >= until;
}

export function isGivenUp(streak: Streak, { successes, timeout }: Pace, now: number): boolean {
  return !isVerified(streak, successes) && now - streak.waitingSince >= timeout;
}
