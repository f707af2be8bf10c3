import { ActionError } from '../errors.ts';
import type { Evidence } from '../probe/evidence.ts';
import type { Phase, PhaseName, Warning } from './result-parts.ts';

/** The record of a rotation in progress, from which the report is made. */
export interface RunLog {
  /** Runs one phase and records how long it took and how it ended. Errors pass through. */
  readonly phase: <T>(name: PhaseName, work: () => Promise<T>, describe: (value: T) => string) => Promise<T>;
  readonly skip: (name: PhaseName, detail: string) => void;
  readonly warn: (warning: Warning) => void;
  readonly evidence: (rows: readonly Evidence[]) => void;
  /** Progress, of interest while it lasts. */
  readonly say: (line: string) => void;
  /** What a person has to hear at once, however many targets there are. */
  readonly news: (line: string) => void;
  readonly phases: () => readonly Phase[];
  readonly warnings: () => readonly Warning[];
  readonly seen: () => readonly Evidence[];
}

interface RunLogPorts {
  /** The server's clock, epoch milliseconds; the local one before the first answer. */
  readonly now: () => number;
  /** Milliseconds; in them steps are measured, so that a clock that is set meanwhile moves none of them. */
  readonly monotonic: () => number;
  readonly log: TargetLog;
}

/** Where the lines of one target go. */
export interface TargetLog {
  readonly say: (line: string) => void;
  readonly news: (line: string) => void;
  /** A step is done, or was not needed. */
  readonly reached: (step: PhaseName) => void;
}

/** Of a target that runs alone, or whose name is known from `label`. */
export function plainLog(say: (line: string) => void, label = ''): TargetLog {
  const line = (text: string): void => say(label === '' ? beginning(text) : `${label}: ${text}`);
  return { say: line, news: line, reached: () => undefined };
}

export function createRunLog(ports: RunLogPorts): RunLog {
  const phases: Phase[] = [];
  const warnings: Warning[] = [];
  const evidence: Evidence[] = [];
  const { log } = ports;
  const { say, news } = log;
  const ended = (name: PhaseName, startedAt: number, outcome: Phase['outcome'], detail: string): void =>
    void phases.push({ name, startedAt, endedAt: ports.monotonic(), outcome, detail });
  return {
    phase: async (name, work, describe) => {
      const startedAt = ports.monotonic();
      try {
        const value = await work();
        const said = describe(value);
        ended(name, startedAt, 'done', beginning(said));
        log.reached(name);
        say(said);
        return value;
      } catch (error) {
        ended(name, startedAt, endOf(error), reasonOf(error));
        throw error;
      }
    },
    skip: (name, detail) => {
      log.reached(name);
      ended(name, ports.monotonic(), 'skipped', beginning(detail));
    },
    warn: (warning) => {
      if (warnings.some((known) => known.sentence === warning.sentence)) return;
      // The end of the run tells it, once for all targets.
      warnings.push(warning);
    },
    evidence: (rows) => void evidence.push(...rows),
    say,
    news,
    phases: () => {
      const epoch = ports.now() - ports.monotonic();
      return phases.map((one) => ({
        ...one,
        startedAt: one.startedAt + epoch,
        endedAt: one.endedAt + epoch,
      }));
    },
    warnings: () => [...warnings],
    seen: () => [...evidence],
  };
}

function endOf(error: unknown): Phase['outcome'] {
  const interrupted =
    error instanceof ActionError && (error.code === 'CANCELLED' || error.code === 'TIMED_OUT');
  return interrupted ? 'interrupted' : 'failed';
}

function reasonOf(error: unknown): string {
  return error instanceof ActionError ? error.happened : 'It failed.';
}

/** With a capital, unless it begins with a name, an id or an address. */
function beginning(line: string): string {
  return /^[a-z']+(?=[\s,;]|$)/u.test(line) ? line.slice(0, 1).toUpperCase() + line.slice(1) : line;
}
