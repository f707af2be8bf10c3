import { makePool } from '../../fleets/fleet-world.ts';
import type { Pool } from '../../fleets/fleet-world.ts';
import { playFleet } from '../../fleets/play-fleet.ts';
import type { Hunt } from './scene.ts';

let pool: Promise<Pool> | undefined;

/** Several zones with several targets each. */
export const fleet: Hunt = async (nth, cast) => {
  pool ??= makePool(cast);
  return await playFleet(nth, await pool);
};
