import type { RotationWorld } from '../world.ts';

/** Knows when a cancel came: what may still be done is counted from that moment. */
export interface StopWatch {
  /** Monotonic milliseconds; undefined while nobody cancelled. One that came before counts from the beginning. */
  readonly firedAt: () => number | undefined;
  readonly close: () => void;
}

export function watchStop(stop: AbortSignal, clock: RotationWorld['clock']): StopWatch {
  let firedAt = stop.aborted ? clock.monotonic() : undefined;
  const fire = (): void => {
    firedAt ??= clock.monotonic();
  };
  stop.addEventListener('abort', fire, { once: true });
  return { firedAt: () => firedAt, close: () => stop.removeEventListener('abort', fire) };
}
