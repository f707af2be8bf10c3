import type { Api } from '../cloudflare/api.ts';
import type { OriginDial } from '../probe/origin.ts';
import type { ProbeWorld } from '../probe/edge.ts';
import type { TargetResult } from './result.ts';
import type { Tempo } from './tempo.ts';

/** The targets of a run share its calls. */
export interface Share {
  /** Targets that are not done yet, this one included. */
  readonly among: number;
  /** Calls that all of them still need besides their polls. */
  readonly reserved: number;
}

/** Everything a rotation touches outside itself. Times are milliseconds. */
export interface RotationWorld {
  readonly api: Api;
  readonly clock: { wall(): number; monotonic(): number };
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly probes: ProbeWorld;
  readonly dial: OriginDial;
  /** Fires when the job is cancelled. */
  readonly stop: AbortSignal;
  /** Monotonic moment at which the run ends. */
  readonly deadline: () => number;
  /** With whom what is left of the rate limit is shared. */
  readonly share: () => Share;
  /** How long Cloudflare takes in this run, learnt by all of its targets together. */
  readonly tempo: Tempo;
  /** One line of progress for people. */
  readonly say: (line: string) => void;
  /** Waited for once, before the first write, so that a killed run leaves its facts to people. */
  readonly announce: (draft: TargetResult) => Promise<void>;
}
