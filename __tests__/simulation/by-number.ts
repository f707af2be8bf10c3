import { makeCast } from './cast.ts';
import { makePool } from './fleets/fleet-world.ts';
import { playFleet } from './fleets/play-fleet.ts';
import { makeSigners } from './issuing/signers.ts';
import { playIssuing } from './issuing/worlds.ts';
import { playYear } from './issuing/year.ts';
import type { Generation } from './odd-answers.ts';
import { playSeed } from './play.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/**
 * What is played: one target whose certificate was given, or issued, whole years in which it is, or zones with
 * several targets each.
 */
export type Kind = 'given' | 'issued' | 'year' | 'fleet';

export interface How {
  readonly kind: Kind;
  /** Each as the whole action; undefined: as the number says. */
  readonly staged: boolean | undefined;
  readonly generation: Generation;
}

/** What one world came to, whatever was played in it. */
export interface PlayedByNumber {
  readonly world: SimulatedWorld;
  readonly problems: readonly string[];
  /** Without a result it was killed. */
  readonly runs: readonly { readonly result: { readonly outcome: string } | undefined }[];
}

/** Plays one world after another, each told by its number alone. */
export async function playerOf({
  kind,
  staged,
  generation,
}: How): Promise<(seed: number) => Promise<PlayedByNumber>> {
  const cast = await makeCast();
  if (kind === 'given') return async (seed) => await playSeed(seed, cast, staged, generation);
  if (kind === 'fleet') {
    const pool = await makePool(cast);
    return async (seed) => await playFleet(seed, pool);
  }
  const signers = await makeSigners(cast);
  if (kind === 'issued') return async (seed) => await playIssuing(seed, signers, staged, generation);
  return async (seed) => {
    const { days, ...year } = await playYear(seed, signers, false);
    return { ...year, runs: days.flatMap(({ runs }) => runs) };
  };
}
