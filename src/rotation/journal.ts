import { ActionError } from '../errors.ts';
import type { Evidence, Phase, PhaseName, Warning } from './result.ts';

/** What a rotation tells of itself as it goes; the report is made from it. */
export interface Journal {
  /** Runs one phase and records how long it took and how it ended. Errors pass through. */
  readonly phase: <T>(name: PhaseName, work: () => Promise<T>, describe: (value: T) => string) => Promise<T>;
  readonly skip: (name: PhaseName, detail: string) => void;
  readonly warn: (warning: Warning) => void;
  readonly evidence: (rows: readonly Evidence[]) => void;
  readonly say: (line: string) => void;
  readonly phases: () => readonly Phase[];
  readonly warnings: () => readonly Warning[];
  readonly seen: () => readonly Evidence[];
}

export interface JournalPorts {
  /** The server's clock, epoch milliseconds; the local one before the first answer. */
  readonly now: () => number;
  /** Milliseconds; in them steps are measured, so that a clock that is set meanwhile moves none of them. */
  readonly monotonic: () => number;
  readonly say: (line: string) => void;
  /** Put before each line, so that targets that run side by side can be told apart. */
  readonly label: string;
}

export function createJournal(ports: JournalPorts): Journal {
  const phases: Phase[] = [];
  const warnings: Warning[] = [];
  const evidence: Evidence[] = [];
  const say = (line: string): void => ports.say(`${ports.label}: ${line}`);
  const record = (name: PhaseName, outcome: Phase['outcome'], detail: string): void => {
    const at = ports.monotonic();
    phases.push({ name, startedAt: at, endedAt: at, outcome, detail });
  };
  return {
    phase: async (name, work, describe) => {
      const startedAt = ports.monotonic();
      try {
        const value = await work();
        const detail = describe(value);
        phases.push({ name, startedAt, endedAt: ports.monotonic(), outcome: 'done', detail });
        say(detail);
        return value;
      } catch (error) {
        phases.push({
          name,
          startedAt,
          endedAt: ports.monotonic(),
          outcome: endOf(error),
          detail: reasonOf(error),
        });
        throw error;
      }
    },
    skip: (name, detail) => record(name, 'skipped', detail),
    warn: (warning) => {
      if (warnings.some((known) => known.sentence === warning.sentence)) return;
      warnings.push(warning);
      say(`Warning: ${warning.sentence}`);
    },
    evidence: (rows) => void evidence.push(...rows),
    say,
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
