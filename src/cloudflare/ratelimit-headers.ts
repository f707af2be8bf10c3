export interface Remaining {
  readonly name: string;
  /** Calls left, and ms until the count starts anew. */
  readonly left: number;
  readonly resetMs: number;
}

export interface Quota {
  readonly name: string;
  readonly calls: number;
  readonly windowMs: number;
}

/** Cloudflare's own window is five minutes; a longer one would only be a way to stop us for good. */
const LONGEST_WINDOW = 300;
const MOST_CALLS = 1_000_000;

/** Reads `Ratelimit: "default";r=50;t=30`; items that make no sense are left out. */
export function readRemaining(header: string | undefined): readonly Remaining[] {
  return items(header).flatMap(({ name, value }) => {
    const left = value('r');
    const reset = value('t');
    if (left === undefined || reset === undefined || left > MOST_CALLS || reset > LONGEST_WINDOW) return [];
    return [{ name, left, resetMs: reset * 1000 }];
  });
}

/** Reads `Ratelimit-Policy: "burst";q=100;w=60`. */
export function readQuotas(header: string | undefined): readonly Quota[] {
  return items(header).flatMap(({ name, value }) => {
    const calls = value('q');
    const window = value('w');
    if (calls === undefined || window === undefined || calls < 1 || calls > MOST_CALLS) return [];
    return window < 1 || window > LONGEST_WINDOW ? [] : [{ name, calls, windowMs: window * 1000 }];
  });
}

interface Item {
  readonly name: string;
  readonly value: (key: string) => number | undefined;
}

/** More policies than this are nonsense. */
const MOST_ITEMS = 8;

function items(header: string | undefined): readonly Item[] {
  return (header ?? '')
    .slice(0, 1024)
    .split(',')
    .slice(0, MOST_ITEMS)
    .flatMap((text) => {
      const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
      if (name === '') return [];
      const value = (key: string): number | undefined => {
        const digits = parameters
          .map((part) => new RegExp(`^${key}=(\\d{1,9})$`).exec(part)?.[1])
          .find(Boolean);
        return digits === undefined ? undefined : Number(digits);
      };
      return [{ name: name.replaceAll('"', ''), value }];
    });
}
