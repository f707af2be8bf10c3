import type { Api } from '../cloudflare/api.ts';
import type { Issuer } from '../issue/issue.ts';
import type { Outside } from '../outside.ts';
import type { OriginDial } from '../probe/origin-dial.ts';

/** Changes that take Cloudflare time. */
export type Change = 'activation' | 'association' | 'deletion';

/** When to look again: all targets of a run share the rate limit. */
export interface Polling {
  /** @param change what was sent a moment ago; undefined: what is waited for may be there already */
  readonly begin: (change: Change | undefined) => Poll;
}

/** One wait. Times are milliseconds since it began. */
export interface Poll {
  /** When the next look is due, after one at `looked`; undefined: none yet. */
  readonly due: (looked: number | undefined) => number;
  /** Aborts once the next look may be due sooner. */
  readonly news: () => AbortSignal | undefined;
  /** The change was there after so long; undefined: it was not seen. */
  readonly ended: (took: number | undefined) => void;
}

/** What a run works with in Cloudflare's zones; `clock.wall` is the server's clock. */
export interface World extends Outside {
  readonly api: Api;
  readonly dial: OriginDial;
  readonly issuer: Issuer;
  readonly polling: Polling;
}
