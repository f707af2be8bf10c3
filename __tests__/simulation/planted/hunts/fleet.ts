import { makePool, type Pool } from '../../fleets/fleet-world.ts';
import { playFleet } from '../../fleets/play-fleet.ts';
import { playScene, type ZoneScene } from '../../fleets/zone-scene.ts';
import { ZONE_SCENES } from '../../fleets/zone-scenes.ts';
import type { Hunt } from './scene.ts';

let pool: Promise<Pool> | undefined;

/** Several zones with several targets each. */
export const fleet: Hunt = async (nth, cast) => {
  pool ??= makePool(cast);
  return await playFleet(nth, await pool);
};

/** Some targets of one zone, in situations of their own. */
const played =
  (sceneOf: (nth: number) => ZoneScene): Hunt =>
  async (nth, cast) => {
    pool ??= makePool(cast);
    return { problems: await playScene(nth, await pool, sceneOf(nth)) };
  };

export const zoneScenes = {
  'a slow target before others': played(ZONE_SCENES['a slow target before others']),
  'a target that goes back beside others': played(ZONE_SCENES['a target that goes back beside others']),
  'a long grace beside a short one': played(ZONE_SCENES['a long grace beside a short one']),
  'an unused successor of another target': played(ZONE_SCENES['an unused successor of another target']),
  'a certificate that two targets share': played(ZONE_SCENES['a certificate that two targets share']),
  'a certificate that a target before keeps': played(ZONE_SCENES['a certificate that a target before keeps']),
  'a zone level beside hostnames': played(ZONE_SCENES['a zone level beside hostnames']),
} as const;
