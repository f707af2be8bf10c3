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
  const closing = new AbortController();
  const over = new AbortController();
  const wait = async (): Promise<void> => {
    await sleep(ms, closing.signal);
    if (!closing.signal.aborted) over.abort();
  };
  const begin = (): void => void wait();
  if (stop.aborted) begin();
  else stop.addEventListener('abort', begin, { once: true, signal: closing.signal });
  return { signal: over.signal, close: () => closing.abort() };
}
