import { withoutQuery } from './evidence.ts';
import { isDone, isGivenUp } from './pace.ts';
import type { Pace } from './pace.ts';
import { endsBadly, isBadNews, isFailing } from './streak.ts';
import type { Streak } from './streak.ts';
import type { Baseline } from './verdict.ts';

export type Conclusion =
  | {
      /** Every URL passed often enough in a row, the last time at the end of the wait. */
      readonly kind: 'verified';
      /** Every URL's last answer named the expected certificate. */
      readonly proven: boolean;
      readonly sentence: string;
    }
  | {
      /** Traffic fails since the change: to be rolled back. */
      readonly kind: 'bad-news';
      readonly url: string;
      readonly certificateFault: boolean;
      readonly sentence: string;
    }
  /** Neither verified nor bad: keep the predecessor and say so. */
  | {
      readonly kind: 'inconclusive';
      /** To the end the origin let visitors in, and named another certificate; undefined if no probe was made. */
      readonly servedOther?: boolean;
      readonly sentence: string;
    }
  | {
      /** Cancelled or out of time before a decision. */
      readonly kind: 'interrupted';
      readonly by: 'stop' | 'deadline';
      /** Amid bad news: some URL failed several times in a row, too often for a hiccup. */
      readonly failing: boolean;
      readonly sentence: string;
    };

/** One URL and what its probes have shown so far. */
export interface Watch {
  readonly url: string;
  readonly baseline: Baseline | undefined;
  readonly streak: Streak;
}

export interface Moment {
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
    watched.find(({ streak, baseline }) => !pace.patient && isBadNews(streak, baseline)) ??
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
  const passed = `${watched.length === 1 ? 'the probe' : `each of ${watched.length} probes`} passed`;
  const often = successes === 1 ? '' : ` ${successes} times in a row`;
  const last = until === undefined ? '' : ', the last time at the end of the wait for lagging edges';
  const worth = proven
    ? 'and the origin named the expected certificate'
    : 'which proves the certificate as far as the origin enforces one';
  return {
    kind: 'verified',
    proven,
    sentence: `Seen from the runner's edge, ${passed}${often}${last}, ${worth}.`,
  };
}

function badNews({ url, streak }: Watch): Conclusion {
  const failure = streak.lastFailure;
  return {
    kind: 'bad-news',
    url,
    certificateFault: failure?.certificateFault === true,
    sentence: `${withoutQuery(url)} fails. ${failure?.sentence ?? ''}`,
  };
}

function inconclusive({ url, streak }: Watch, { timeout }: Pace): Conclusion {
  const seconds = Math.round(timeout / 1000);
  const last = streak.last === undefined ? '' : ` ${streak.last.sentence}`;
  return {
    kind: 'inconclusive',
    servedOther: streak.last?.verdict === 'inconclusive' && streak.last.servedSuccessor === false,
    sentence: `${withoutQuery(url)} was not verified within ${seconds} s.${last}`,
  };
}

function interrupted(watched: readonly Watch[], by: 'stop' | 'deadline'): Conclusion {
  const failing = watched.find(({ streak, baseline }) => isFailing(streak, baseline));
  const why = by === 'stop' ? 'The run was cancelled' : 'The run was out of time';
  const so = failing === undefined ? '' : ` ${badNews(failing).sentence}`;
  return {
    kind: 'interrupted',
    by,
    failing: failing !== undefined,
    sentence: `${why} before the probes were done.${so}`,
  };
}
