/** 1200 requests per five minutes and user, over all tokens (API documentation); a few are left to others. */
const WINDOW = 300_000;
const CALLS = 1150;

/** When the next call may be sent. All calls of a run share one budget. Times are monotonic milliseconds. */
export interface RateBudget {
  /** How long to wait before the next call; zero where it may go now. A granted call must be sent. */
  readonly take: (now: number) => number;
  /** Learns from the `Ratelimit` header of an answer. */
  readonly learn: (now: number, header: string | undefined) => void;
  /** No call before this moment (Retry-After). */
  readonly block: (until: number) => void;
}

export function createRateBudget(): RateBudget {
  const sent: number[] = [];
  let blockedUntil = Number.NEGATIVE_INFINITY;
  let granted: { remaining: number; readonly resetAt: number } | undefined;

  const wait = (now: number): number => {
    while (sent.length > 0 && (sent[0] ?? now) <= now - WINDOW) sent.shift();
    const oldest = sent[sent.length - CALLS];
    const window = oldest === undefined ? 0 : oldest + WINDOW - now;
    if (granted !== undefined && granted.resetAt <= now) granted = undefined;
    const told = granted !== undefined && granted.remaining <= 0 ? granted.resetAt - now : 0;
    return Math.max(0, blockedUntil - now, window, told);
  };

  return {
    take: (now) => {
      const left = wait(now);
      if (left > 0) return left;
      sent.push(now);
      if (granted !== undefined) granted.remaining -= 1;
      return 0;
    },
    learn: (now, header) => {
      const remaining = parameter(header, 'r');
      const seconds = parameter(header, 't');
      if (remaining === undefined || seconds === undefined) return;
      granted = { remaining, resetAt: now + Math.min(seconds * 1000, WINDOW) };
    },
    block: (until) => {
      blockedUntil = Math.max(blockedUntil, until);
    },
  };
}

/** `"default";r=50;t=30` (draft-ietf-httpapi-ratelimit-headers). */
function parameter(header: string | undefined, name: string): number | undefined {
  const found = new RegExp(`;\\s*${name}=(\\d{1,9})(?:\\D|$)`, 'u').exec(header ?? '');
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
