import { SWEPT } from '../../faults.ts';
import type { FaultPlan } from '../../faults.ts';
import { play } from '../../play.ts';
import type { Site } from '../../scenario.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds in which much depends on what the probes show. */

/** The origin does not trust the successor; later on, one call meets a fault as well. */
export const refusingOrigin: Hunt = async (nth, cast) => {
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
};

const ANSWERS_ITSELF: readonly Site[] = ['redirecting', 'cached'];

/** Cloudflare answers the probe itself, from the first change on or from the beginning. */
export const edgeAnswers: Hunt = async (nth, cast) => {
  const site = ANSWERS_ITSELF[Math.floor(nth / 2) % 2] ?? 'cached';
  const always = nth % 8 >= 4;
  return await play(scene(nth, { variants: QUIET, site: always ? site : 'fine' }), cast, [{}], (world) => {
    if (always) return;
    const cutOver = nth % 2 === 0 ? 'certificate-uploaded' : 'association-set';
    world.model.onEvent(({ kind }) => {
      if (kind === cutOver && world.mendedAt > world.time.now) world.site = site;
    });
  });
};

/** Two predecessors, and the site fails once one of them is deleted. */
export const failsAfterDeletion: Hunt = async (nth, cast) =>
  await play(scene(nth, { variants: QUIET, stale: true }), cast, [{}], (world) => {
    world.model.onEvent(({ kind }) => {
      if (kind === 'certificate-deleted' && world.mendedAt > world.time.now) world.site = 'bad-edge';
    });
  });
