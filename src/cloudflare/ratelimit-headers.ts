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
  return items(header).flatMap(({ name, values }) => {
    const left = values.get('r');
    const reset = values.get('t');
    if (left === undefined || reset === undefined || left > MOST_CALLS || reset > LONGEST_WINDOW) return [];
    return [{ name, left, resetMs: reset * 1000 }];
  });
}

/** Reads `Ratelimit-Policy: "burst";q=100;w=60`. */
export function readQuotas(header: string | undefined): readonly Quota[] {
  return items(header).flatMap(({ name, values }) => {
    const calls = values.get('q');
    const window = values.get('w');
    if (calls === undefined || window === undefined || calls < 1 || calls > MOST_CALLS) return [];
    return window < 1 || window > LONGEST_WINDOW ? [] : [{ name, calls, windowMs: window * 1000 }];
  });
}

interface Item {
  readonly name: string;
  readonly values: ReadonlyMap<string, number>;
}

/** More policies than this are nonsense. */
const MOST_ITEMS = 8;
const PARAMETER = /^([a-z])=(\d{1,9})$/;

function items(header: string | undefined): readonly Item[] {
  if (header === undefined) return [];
  return header
    .slice(0, 1024)
    .split(',')
    .slice(0, MOST_ITEMS)
    .flatMap((text) => {
      const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
      if (name === '') return [];
      const values = new Map<string, number>();
      for (const parameter of parameters) {
        const [, key = '', digits] = PARAMETER.exec(parameter) ?? [];
        // The first of a name counts.
        if (digits !== undefined && !values.has(key)) values.set(key, Number(digits));
      }
      return [{ name: name.replaceAll('"', ''), values }];
    });
}
