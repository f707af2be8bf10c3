/** Until when something that was begun is waited for, once the run is cancelled. */
export interface Patience {
  readonly signal: AbortSignal;
  /** To be called once it has ended: a wait under way is given up with it. */
  readonly close: () => void;
}

/**
 * A signal that fires so long after the one that cancels the run.
 *
 * @param ms milliseconds after the cancel, or from now on where it came before
 */
export function openPatience(
  stop: AbortSignal,
  ms: number,
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>,
): Patience {
  const over = new AbortController();
  let waiting: AbortController | undefined;
  const wait = async (given: AbortController): Promise<void> => {
    await sleep(ms, given.signal);
    if (!given.signal.aborted) over.abort();
  };
  const begin = (): void => {
    waiting = new AbortController();
    void wait(waiting);
  };
  if (stop.aborted) begin();
  else stop.addEventListener('abort', begin, { once: true });
  return {
    signal: over.signal,
    close: () => {
      stop.removeEventListener('abort', begin);
      waiting?.abort();
    },
  };
}
