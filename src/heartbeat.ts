import type { Host } from './host.ts';

/** Milliseconds: a little more than those that say how they go every twelve seconds take, and less than fifteen. */
const LONGEST_SILENCE = 14_000;

/** Says now and then how it goes, while nothing else is said. */
export interface Heartbeat {
  /** The host given, each line of whose log breaks the silence. */
  readonly host: Host;
  /** What is said instead of how long there was no news, unless it is empty. */
  readonly reports: (standing: () => string) => void;
  readonly end: () => void;
}

/**
 * Whatever a run waits for (an answer that does not come, a limit, a clock, many targets at once), its log shows
 * that it goes on. Parts of the run that know more say so earlier.
 */
export function startHeartbeat(host: Host): Heartbeat {
  const { clock, sink } = host;
  const over = new AbortController();
  let lineAt = clock.monotonic();
  let newsAt = lineAt;
  let standing: (() => string) | undefined;
  const line = (text: string): void => {
    lineAt = newsAt = clock.monotonic();
    sink.line(text);
  };
  const beat = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const now = clock.monotonic();
      const left = lineAt + LONGEST_SILENCE - now;
      if (left > 0) {
        await host.sleep(left, over.signal);
        continue;
      }
      lineAt = now;
      sink.line(standing?.() || `Still working: nothing new for ${Math.round((now - newsAt) / 1000)} s.`);
    }
  };
  void beat();
  return {
    host: { ...host, sink: { ...sink, line } },
    reports: (told) => {
      standing = told;
    },
    end: () => over.abort(),
  };
}
