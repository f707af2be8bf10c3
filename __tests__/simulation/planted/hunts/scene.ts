import type { Cast } from '../../cast.ts';
import { PLAIN, SHORT_WAITS } from '../../scenario.ts';
import type { Scenario } from '../../scenario.ts';

/** Plays one world, told by its number alone, and says what was wrong with it. */
export type Hunt = (nth: number, cast: Cast) => Promise<{ readonly problems: readonly string[] }>;

const LEVELS = ['zone', 'hostname'] as const;

/** Both levels in turn, with short waits. */
export function scene(nth: number, more: Partial<Scenario>): Scenario {
  return { ...PLAIN, level: LEVELS[nth % 2] ?? 'zone', timings: SHORT_WAITS, seed: nth + 1, ...more };
}

/** What would let a world end in another way than the one that is looked for. */
export const QUIET = { deployment: 'plain', deletion: 'plain', zoneFallback: 'older' } as const;
