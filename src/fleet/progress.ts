import type { PhaseName } from '../zone/result-parts.ts';
import { plainLog, type TargetLog } from '../zone/run-log.ts';

/** What a run says of its targets while they are under way. */
export interface Progress {
  readonly logOf: (name: string) => TargetLog;
  readonly ended: (name: string) => void;
  /** How far all have come, to be said at once; empty where there is nothing to tell that their own lines do not. */
  readonly standing: () => string;
}

export interface ProgressPorts {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** For those who look for a fault: each target's own lines. */
  readonly debug: (line: string) => void;
}

/** Milliseconds between two lines on how far all have come. */
const AGAIN = 3000;

/** The steps worth counting, in the order in which targets come to them; the last is the end. */
const MILESTONES: readonly (readonly [PhaseName | undefined, string])[] = [
  ['upload', 'uploaded'],
  ['activate', 'active'],
  ['observe-again', 'verified'],
  [undefined, 'done'],
];

/**
 * A single target tells its own steps. Of several, whose lines would be a jumble, only news of each is said, and
 * where that changed how far all of them have come: `12 of 40 active, 3 of 40 done`.
 */
export function createProgress(names: readonly string[], ports: ProgressPorts): Progress {
  const { now, say, debug } = ports;
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0)
    return { logOf: () => plainLog(say), ended: () => undefined, standing: () => '' };
  const reached = new Map<PhaseName, Set<string>>();
  const done = new Set<string>();
  let said = { text: '', at: now() };
  const text = (): string => {
    const counts = MILESTONES.map(([step, word]) => {
      const there = step === undefined ? done : new Set([...(reached.get(step) ?? []), ...done]);
      return { there: there.size, word };
    });
    const parts = counts.filter(({ there }, index) => there > 0 && there !== counts[index + 1]?.there);
    return parts.map(({ there, word }) => `${there} of ${names.length} ${word}`).join(', ');
  };
  const standing = (): string => {
    said = { text: text(), at: now() };
    return said.text;
  };
  const tick = (): void => {
    if (now() - said.at >= AGAIN && text() !== said.text) say(standing());
  };
  return {
    logOf: (name) => ({
      say: (line) => {
        debug(`${name}: ${line}`);
        tick();
      },
      news: (line) => say(`${name}: ${line}`),
      reached: (step) => {
        const there = reached.get(step) ?? new Set();
        reached.set(step, there.add(name));
      },
    }),
    ended: (name) => void done.add(name),
    standing,
  };
}
