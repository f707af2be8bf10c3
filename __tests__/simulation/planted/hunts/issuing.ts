import type { Cast } from '../../cast.ts';
import { makeSigners } from '../../issuing/signers.ts';
import type { Signers } from '../../issuing/signers.ts';
import { playIssuing } from '../../issuing/worlds.ts';
import { playYear } from '../../issuing/year.ts';
import type { Hunt } from './scene.ts';

const known = new WeakMap<Cast, Promise<Signers>>();

function signersOf(cast: Cast): Promise<Signers> {
  const signers = known.get(cast) ?? makeSigners(cast);
  known.set(cast, signers);
  return signers;
}

/** A year of daily runs that issue. */
export const year: Hunt = async (nth, cast) => await playYear(nth + 1, await signersOf(cast), false);

export const issuing: Hunt = async (nth, cast) => await playIssuing(nth + 31, await signersOf(cast), false);
