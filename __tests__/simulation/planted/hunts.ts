import type { Cast } from '../cast.ts';
import { SWEPT } from '../faults.ts';
import type { FaultPlan } from '../faults.ts';
import { play, playSeed, playTogether } from '../play.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { HuntName } from './bug.ts';

type Hunt = (nth: number, cast: Cast) => Promise<{ readonly problems: readonly string[] }>;

export type Hunts = Readonly<Record<HuntName, Hunt>>;

const LEVELS = ['zone', 'hostname'] as const;

function scene(nth: number, more: Partial<Scenario>): Scenario {
  return { ...PLAIN, level: LEVELS[nth % 2] ?? 'zone', timings: SHORT_WAITS, seed: nth + 1, ...more };
}

/** Where a bug may show; each world is told by its number alone. */
export const HUNTS: Hunts = {
  worlds: async (nth, cast) => await playSeed(nth, cast, false),
  'whole runs': async (nth, cast) => await playSeed(nth, cast, true),
  /** A second run begins at each call of the first. */
  'two runs at once': async (nth, cast) =>
    await playTogether(
      scene(nth, { stale: nth % 8 > 3, probed: nth % 16 > 7, echo: true }),
      cast,
      { atCall: Math.floor(nth / 4) },
      nth % 4 < 2 ? 'third' : 'successor',
    ),
  /** The origin does not trust the successor; later on, one call meets a fault as well. */
  'an origin that refuses': async (nth, cast) => {
    const at = Math.floor(nth / 2) % 50;
    const fault = nth < 50 ? undefined : SWEPT[Math.floor(nth / 100) % SWEPT.length];
    const faults: FaultPlan = ({ index }) => (index === at ? fault : undefined);
    const refusing = scene(nth, { probed: true, successor: 'other-issuer', originTrusts: 'old' });
    const { problems, runs } = await play(refusing, cast, [{ faults }]);
    // At zone level the way back is a deletion, which some worlds never carry out.
    const { outcome, reason } = runs[0]?.result ?? {};
    const stuck = nth % 2 === 1 && reason === 'VERIFICATION_FAILED' && outcome !== 'rolled-back';
    return {
      problems: stuck ? [...problems, `run 1 met an origin that refuses, and ended ${outcome}`] : problems,
    };
  },
};
