import { Worker } from 'node:worker_threads';
import type { Share, Told } from './long-run-share.ts';
import { Statistics } from './statistics.ts';

/** The seeds to play, and how. */
export type LongRun = Omit<Share, 'first' | 'step'>;

/** What a long run came to. */
export interface LongRunResult {
  readonly failed: readonly number[];
  readonly statistics: Statistics;
}

/** How often a line says how far it is, in worlds. */
const PROGRESS = 1000;

/** Plays many worlds, each told by its number alone, on several threads. */
export async function playLong(
  run: LongRun,
  threads: number,
  say: (line: string) => void,
  report: (seed: number, problem: string) => void,
): Promise<LongRunResult> {
  const statistics = new Statistics();
  const failed: number[] = [];
  const began = performance.now();
  let done = 0;
  const hear = (told: Told): void => {
    if (told.kind === 'ended') return statistics.include(told.counts);
    done += 1;
    if (told.problem !== undefined) {
      failed.push(told.seed);
      report(told.seed, told.problem);
    }
    if (done % Math.min(PROGRESS, Math.ceil(run.count / 10)) !== 0 && done !== run.count) return;
    const pace = (done / ((performance.now() - began) / 1000)).toPrecision(2);
    say(`${done} of ${run.count} worlds, ${pace} a second, ${failed.length} with a violation`);
  };
  const step = Math.min(threads, run.count);
  await Promise.all(
    Array.from({ length: step }, (_, index) => playShare({ ...run, first: run.from + index, step }, hear)),
  );
  if (done !== run.count) throw new Error(`${done} of ${run.count} worlds were played.`);
  return { failed: failed.toSorted((one, other) => one - other), statistics };
}

function playShare(share: Share, hear: (told: Told) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('long-run-share.ts', import.meta.url), { workerData: share });
    worker.on('message', hear);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
