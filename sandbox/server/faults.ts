import type { ApiAnswer } from '../model/index.ts';

/** Which calls a fault is for. */
export interface Matcher {
  readonly method?: string;
  /** Tested against the path below `/client/v4`. */
  readonly path?: RegExp;
  /** The how-manieth matching call, from 0; without it every one, up to `times`. */
  readonly nth?: number;
}

/** Answers that Cloudflare's API did not give. */
export type MadeUp =
  | { readonly kind: 'empty-200' | 'html-200' | 'html-403-challenge' | 'html-503' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Whether the call was applied all the same. */
      readonly applied?: boolean;
    }
  | {
      readonly kind: 'body';
      readonly body: string | Uint8Array;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly applied?: boolean;
    }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number };

/** The true answer, badly delivered. */
export type BadDelivery =
  /** Its length is announced, half of it comes, and the connection breaks. */
  | { readonly kind: 'cut-off' }
  /** Half of the JSON, properly ended. */
  | { readonly kind: 'cut-json' }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** This many bytes of spaces before it. */
  | { readonly kind: 'huge'; readonly bytes: number };

/** What goes wrong: `before` the call was applied, or after it, or in the answer. */
export type Trouble =
  | { readonly kind: 'reset-before' | 'reset-after' | 'timeout-before' | 'timeout-after' }
  /** No answer comes, and the call is applied so much later (milliseconds). */
  | { readonly kind: 'applied-late'; readonly afterMs: number }
  | MadeUp
  | BadDelivery
  /** The true answer, changed: wrong types, missing fields, foreign text. */
  | { readonly kind: 'changed'; readonly change: (answer: ApiAnswer) => ApiAnswer }
  /** The true answer, but first something else happens: a second actor, a signal, a wait. */
  | {
      readonly kind: 'meanwhile';
      readonly before?: () => Promise<void>;
      readonly after?: () => Promise<void>;
    };

export interface Fault {
  /** The index of a call, counted from 0 over all, or what a call must look like. */
  readonly at: number | Matcher;
  /** For how many matching calls; 1 for an index, endless for a matcher without `nth`. */
  readonly times?: number;
  /** Asked at each matching call whether it strikes this time; always by default. */
  readonly strikes?: () => boolean;
  readonly trouble: Trouble;
}

/** Faults in order; the first that matches a call is used. */
export interface FaultPlan {
  readonly take: (index: number, method: string, path: string) => Trouble | undefined;
  readonly add: (...faults: readonly Fault[]) => void;
  readonly clear: () => void;
}

export function createFaultPlan(initial: readonly Fault[] = []): FaultPlan {
  let planned = initial.map(watch);
  return {
    take: (index, method, path) => {
      let taken: Trouble | undefined;
      // Every fault counts the calls that match it, also those that another one took.
      for (const item of planned) {
        const hit = item.matches(index, method, path);
        if (hit && taken === undefined) taken = item.use();
      }
      return taken;
    },
    add: (...faults) => {
      planned.push(...faults.map(watch));
    },
    clear: () => {
      planned = [];
    },
  };
}

interface Watched {
  readonly matches: (index: number, method: string, path: string) => boolean;
  readonly use: () => Trouble | undefined;
}

function watch(fault: Fault): Watched {
  const { at } = fault;
  let seen = 0;
  let left = fault.times ?? (typeof at === 'number' || at.nth !== undefined ? 1 : Number.POSITIVE_INFINITY);
  return {
    matches: (index, method, path) => {
      if (typeof at === 'number') return index >= at && index < at + (fault.times ?? 1);
      if (at.method !== undefined && at.method !== method) return false;
      if (at.path !== undefined && !at.path.test(path)) return false;
      seen += 1;
      return at.nth === undefined || seen > at.nth;
    },
    use: () => {
      if (left <= 0 || fault.strikes?.() === false) return undefined;
      left -= 1;
      return fault.trouble;
    },
  };
}

const html = {
  'content-type': 'text/html; charset=UTF-8',
  server: 'cloudflare',
  'cf-ray': '8f00ba12dead0001-FRA',
};
const page = (title: string): string =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;

export interface Delivery {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const json = { 'content-type': 'application/json' };

/** The answer of a trouble that makes one up. */
export function madeUpAnswer(trouble: MadeUp): Delivery {
  switch (trouble.kind) {
    case 'empty-200':
      return { status: 200, headers: json, body: '' };
    case 'html-200':
      return { status: 200, headers: html, body: page('Welcome') };
    case 'html-403-challenge':
      return {
        status: 403,
        headers: { ...html, 'cf-mitigated': 'challenge' },
        body: page('Just a moment...'),
      };
    case 'html-503':
      return { status: 503, headers: html, body: page('Service temporarily unavailable') };
    case 'status': {
      const { status, code = 10_000, message = 'Injected by the sandbox', headers = {} } = trouble;
      const body = JSON.stringify({ success: false, errors: [{ code, message }], messages: [] });
      return { status, headers: { ...json, ...headers }, body };
    }
    case 'body':
      return { status: trouble.status ?? 200, headers: { ...json, ...trouble.headers }, body: trouble.body };
    case 'redirect':
      return { status: trouble.status ?? 307, headers: { location: trouble.location }, body: '' };
  }
}

/** Whether the call behind a made-up answer was applied: unreadable successes hide one that was. */
export function isApplied(trouble: MadeUp): boolean {
  if (trouble.kind === 'status' || trouble.kind === 'body') return trouble.applied === true;
  return trouble.kind === 'empty-200' || trouble.kind === 'html-200';
}
