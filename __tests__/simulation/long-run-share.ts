import { parentPort, workerData } from 'node:worker_threads';
import { playerOf } from './by-number.ts';
import type { How } from './by-number.ts';
import { Statistics } from './statistics.ts';
import type { Counts } from './statistics.ts';

/** What one thread of a long run plays: each `step`th seed from `first` on. */
export interface Share extends How {
  readonly from: number;
  readonly count: number;
  readonly first: number;
  readonly step: number;
}

export type Told =
  | { readonly kind: 'played'; readonly seed: number; readonly problem: string | undefined }
  | { readonly kind: 'ended'; readonly counts: Counts };

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const tell = (told: Told): void => parentPort?.postMessage(told);
// Written by long-run.ts, which starts this file.
const share: Share = workerData;

const play = await playerOf(share);
const statistics = new Statistics();
for (let seed = share.first; seed < share.from + share.count; seed += share.step) {
  tell({ kind: 'played', seed, problem: await problemOf(seed) });
}
tell({ kind: 'ended', counts: statistics.counts() });

async function problemOf(seed: number): Promise<string | undefined> {
  try {
    const played = await play(seed);
    statistics.add(played);
    return played.problems.length === 0 ? undefined : played.problems.slice(0, 2).join(' | ');
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
