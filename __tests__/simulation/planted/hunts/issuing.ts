import type { Cast } from '../../cast.ts';
import { noFaults } from '../../faults.ts';
import type { DrawnRun } from '../../issuing/draw.ts';
import { makeSigners } from '../../issuing/signers.ts';
import type { Signers } from '../../issuing/signers.ts';
import { DAY, NAMES } from '../../issuing/terms.ts';
import { playDrawn, playIssuing } from '../../issuing/worlds.ts';
import { playYear } from '../../issuing/year.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';
import { uploadsOf } from './zone.ts';

const known = new WeakMap<Cast, Promise<Signers>>();

function signersOf(cast: Cast): Promise<Signers> {
  const signers = known.get(cast) ?? makeSigners(cast);
  known.set(cast, signers);
  return signers;
}

/** A year of daily runs that issue. */
export const year: Hunt = async (nth, cast) => await playYear(nth + 1, await signersOf(cast), false);

export const issuing: Hunt = async (nth, cast) => await playIssuing(nth + 31, await signersOf(cast), false);

const WHOLE: DrawnRun = {
  faults: noFaults,
  ending: undefined,
  fault: undefined,
  dryRun: false,
  always: false,
  pause: 20 * 60_000,
};
const KILLED: DrawnRun = { ...WHOLE, ending: { kind: 'kill', call: 0, when: 'after', of: 'writes' } };

/**
 * As a run deletes the one before, somebody deletes what it had issued, or what an earlier run had and it took over:
 * of that the key is gone.
 */
export const issuedIsDeleted: Hunt = async (nth, cast) => {
  const takenOver = nth % 2 === 1;
  const name = takenOver ? 'run 2' : 'run 1';
  let deleted = Number.POSITIVE_INFINITY;
  const drawn = {
    scenario: scene(nth, { level: 'zone', probed: false, variants: QUIET, issued: NAMES.zone }),
    terms: {
      signer: 'authority',
      commonName: NAMES.zone,
      validity: 90 * DAY,
      renewBefore: undefined,
      clientCa: true,
    },
    before: 'pasted',
    runs: takenOver ? [KILLED, WHOLE] : [WHOLE],
    twin: undefined,
  } as const;
  let issued: string | undefined;
  const played = await playDrawn(drawn, await signersOf(cast), {}, (world) => {
    world.model.onEvent((event) => {
      if (event.kind === 'certificate-uploaded') issued ??= event.certificateId;
      if (deleted <= world.time.now || event.kind !== 'certificate-deleted') return;
      deleted = world.time.now;
      world.time.at(deleted + 100, () => {
        world.harmedAt = world.time.now;
        world.byHand('DELETE', `/${issued ?? ''}`);
      });
    });
  });
  const again = uploadsOf(played.world, name, deleted);
  const wrong = takenOver
    ? again.length > 0 && `${name} uploaded again what it had taken over without its key`
    : again.includes(issued ?? '') && `${name} uploaded again what it had issued before`;
  // A run is judged by the certificate that it brings, and one that issues again brings two.
  const others = takenOver ? played.problems : [];
  return { problems: [...others, ...(wrong === false ? [] : [wrong])] };
};
