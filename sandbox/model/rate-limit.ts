/** The account-wide limit: so many calls in a window, then nothing for a while. */
export interface RateLimitSettings {
  readonly calls: number;
  readonly windowMs: number;
  readonly blockMs: number;
}

/** 1200 requests in 5 minutes, then 429 for 5 minutes. */
export const liveRateLimit: RateLimitSettings = { calls: 1200, windowMs: 300_000, blockMs: 300_000 };

export interface RateState {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Whole seconds until the oldest call leaves the window, or the block ends. */
  readonly resetSeconds: number;
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

/** Counts every call, refused ones too. */
export function createRateLimit(settings: () => RateLimitSettings): (now: number) => RateState {
  const calls: number[] = [];
  let blockedUntil = Number.NEGATIVE_INFINITY;
  return (now) => {
    const { calls: limit, windowMs, blockMs } = settings();
    if (now < blockedUntil) {
      return { allowed: false, remaining: 0, resetSeconds: seconds(blockedUntil - now) };
    }
    while (calls[0] !== undefined && calls[0] <= now - windowMs) calls.shift();
    calls.push(now);
    if (calls.length > limit) {
      blockedUntil = now + blockMs;
      calls.length = 0;
      return { allowed: false, remaining: 0, resetSeconds: seconds(blockMs) };
    }
    const oldest = calls[0] ?? now;
    return { allowed: true, remaining: limit - calls.length, resetSeconds: seconds(oldest + windowMs - now) };
  };
}
