import type { Stage } from './stage.ts';

/** One story the demo can play. */
export interface Scenario {
  readonly title: string;
  /** Hostnames visitors ask for, if others than the usual two. */
  readonly hosts?: readonly string[];
  /** Real milliseconds between two rounds of traffic, if others than usual. */
  readonly trafficMs?: number;
  readonly play: (stage: Stage) => Promise<void>;
  /** Whether handshakes of a host may fail in this story. */
  readonly mayFail: (host: string) => boolean;
  /** What was shown if all went well. */
  readonly proved: string;
}
