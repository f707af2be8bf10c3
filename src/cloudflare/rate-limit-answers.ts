/** Calls left until the count starts anew, or calls allowed in every such span. */
export interface Allowance {
  readonly name: string;
  readonly calls: number;
  readonly ms: number;
}

/** Cloudflare's own window is five minutes; a longer one would only stop us for good. */
const LONGEST_WINDOW = 300;
const MOST_CALLS = 1_000_000;

/** Reads `Ratelimit: "default";r=50;t=30`; items that make no sense are left out. */
export function readRemaining(header: string | undefined): readonly Allowance[] {
  return allowances(header, 'r', 't', 0);
}

/** Reads `Ratelimit-Policy: "burst";q=100;w=60`. */
export function readQuotas(header: string | undefined): readonly Allowance[] {
  return allowances(header, 'q', 'w', 1);
}

/** More policies than this are nonsense. */
const MOST_ITEMS = 8;
const PARAMETER = /^([a-z])=(\d{1,9})$/;

function allowances(header = '', count: string, span: string, least: number): readonly Allowance[] {
  const items = header.slice(0, 1024).split(',').slice(0, MOST_ITEMS);
  return items.flatMap((text) => {
    const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
    // The first of a name counts: it comes last here.
    const values = new Map(
      parameters.toReversed().map((one): [string | undefined, number] => {
        const [, key, digits] = PARAMETER.exec(one) ?? [];
        return [key, Number(digits)];
      }),
    );
    const [calls = -1, seconds = -1] = [values.get(count), values.get(span)];
    const fits = calls >= least && calls <= MOST_CALLS && seconds >= least && seconds <= LONGEST_WINDOW;
    return name === '' || !fits ? [] : [{ name: name.replaceAll('"', ''), calls, ms: seconds * 1000 }];
  });
}

/** A call that has begun. Times are monotonic ms. */
export interface Turn {
  readonly startedAt: number;
}

/** What the server tells of its own count: so many calls left until some moment. */
export interface ToldWindows {
  /** How long the next call must wait beside those under way; 0: not at all. */
  readonly wait: (now: number, underWay: ReadonlySet<Turn>) => number;
  /** Calls left by what was told, less those under way; infinite where nothing was told that still holds. */
  readonly left: (now: number, underWay: ReadonlySet<Turn>) => number;
  readonly has: (name: string) => boolean;
  /** The call is over; an answer without the header may have been counted all the same. */
  readonly ended: (turn: Turn, now: number, told: readonly Allowance[]) => void;
}

interface Window {
  readonly left: number;
  /** The count begins anew not before the one and not after the other: `t` is in whole seconds. */
  readonly earliest: number;
  readonly latest: number;
  /** When the answer came that told it. */
  readonly seenAt: number;
}

const RESOLUTION_MS = 1000;
/** More names than this are nonsense. */
const MOST_WINDOWS = 16;

export function createToldWindows(): ToldWindows {
  const windows = new Map<string, Window>();

  return {
    wait: (now, underWay) => {
      let longest = 0;
      for (const window of windows.values()) longest = Math.max(longest, waitFor(window, now, underWay));
      return longest;
    },
    left: (now, underWay) => {
      const counts = [...windows.values()].filter(({ latest }) => now < latest).map(({ left }) => left);
      return Math.min(...counts) - underWay.size;
    },
    has: (name) => windows.has(name),
    ended: (turn, now, told) => {
      for (const remaining of told) {
        const known = windows.get(remaining.name);
        if (known === undefined && windows.size >= MOST_WINDOWS) continue;
        windows.set(remaining.name, merge(known, read(remaining, turn, now), turn));
      }
      for (const [name, window] of windows) {
        if (told.some((remaining) => remaining.name === name)) continue;
        // Begun after the count began anew, and told nothing of it: the server no longer counts by this name.
        if (turn.startedAt >= window.latest) windows.delete(name);
        else windows.set(name, { ...window, left: window.left - 1 });
      }
    },
  };
}

function waitFor(window: Window, now: number, underWay: ReadonlySet<Turn>): number {
  // Calls under way may not be in the server's count yet: they are taken off what it said is left.
  if (now < window.latest) return window.left - underWay.size < 1 ? window.latest - now : 0;
  // Nobody knows what is left now. One call finds out, or as many as there were left before.
  const since = [...underWay].filter((turn) => turn.startedAt >= window.latest).length;
  return since < Math.max(1, window.left) ? 0 : RESOLUTION_MS;
}

function read({ calls, ms }: Allowance, turn: Turn, now: number): Window {
  return {
    left: calls,
    earliest: turn.startedAt + ms - RESOLUTION_MS,
    latest: now + ms + RESOLUTION_MS,
    seenAt: now,
  };
}

/** Answers to calls made at the same time come in any order: only among those does the lower count win. */
function merge(known: Window | undefined, told: Window, turn: Turn): Window {
  if (known === undefined) return told;
  const sameWindow = told.earliest <= known.latest && known.earliest <= told.latest;
  const concurrent = turn.startedAt < known.seenAt;
  if (!sameWindow) return concurrent && told.latest < known.earliest ? known : told;
  return {
    left: concurrent ? Math.min(told.left, known.left) : told.left,
    earliest: Math.max(told.earliest, known.earliest),
    latest: Math.min(told.latest, known.latest),
    seenAt: told.seenAt,
  };
}
