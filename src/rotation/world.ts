import type { Api } from '../cloudflare/api.ts';
import type { OriginDial } from '../probe/origin.ts';
import type { ProbeWorld } from '../probe/edge.ts';
import type { TargetResult } from './result.ts';

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
  /** How many targets are at work side by side: they share the rate limit, so they poll less often. */
  readonly crowd: () => number;
  /** One line of progress for people. */
  readonly say: (line: string) => void;
  /** Called once, before the first write, so that a killed run leaves its facts to people. */
  readonly announce: (draft: TargetResult) => void;
}
