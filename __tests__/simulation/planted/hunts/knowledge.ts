import { variantChoices } from '../../../../sandbox/model/variants.ts';
import { BEGIN } from '../../cast.ts';
import type { Cast } from '../../cast.ts';
import { play, playTogether } from '../../play.ts';
import { SHORT_WAITS } from '../../scenario.ts';
import type { SimulatedWorld } from '../../simulated-world.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds that mislead whoever concludes from too little. */

const SECOND = 1000;

function bring(world: SimulatedWorld, { certificate, privateKey }: Cast['third']): void {
  const path = world.scenario.level === 'zone' ? '' : '/hostnames/certificates';
  world.byHand('POST', path, { certificate, private_key: privateKey });
}

const TEXTS = variantChoices.certificateText;

/** Cloudflare returns certificates with other line breaks; a second run finishes what a killed one began. */
export const lineBreaks: Hunt = async (nth, cast) =>
  await play(
    scene(nth, { variants: { ...QUIET, certificateText: TEXTS[(nth + 1) % TEXTS.length] ?? 'lf' } }),
    cast,
    [{ ending: { kind: 'kill', of: 'writes', call: 0, when: 'after' } }, {}],
  );

/** The certificate in force before has the successor's serial number, from another authority. */
export const namesakes: Hunt = async (nth, cast) =>
  await play(scene(nth, { variants: QUIET }), { ...cast, predecessor: cast.namesake }, [{}]);

/** A person deletes the new certificate during the grace, and every list shows it for a minute more. */
export const laggingList: Hunt = async (nth, cast) =>
  await play(
    scene(nth, { level: 'zone', variants: QUIET, timings: { ...SHORT_WAITS, listLag: 60 * SECOND } }),
    cast,
    [{}],
    (world) => {
      world.time.at(BEGIN + (90 + nth) * SECOND, () => {
        const uploaded = world.writes.find(({ event }) => event.kind === 'certificate-uploaded');
        if (uploaded?.event.kind !== 'certificate-uploaded') return;
        world.harmedAt = world.time.now;
        world.byHand('DELETE', `/${uploaded.event.certificateId}`);
      });
    },
  );

/** Somebody has uploaded the same certificate and then a newer one, and no list shows either yet. */
export const olderCopy: Hunt = async (nth, cast) =>
  await play(
    scene(nth, {
      level: 'zone',
      probed: nth % 2 === 0,
      deletePrevious: nth % 4 < 2,
      variants: { ...QUIET, revivedUploadedOn: 'renewed' },
      timings: { ...SHORT_WAITS, listLag: (20 + nth) * SECOND, mutation: 0, lockLinger: 0 },
    }),
    cast,
    [{}],
    (world) => {
      world.time.at(BEGIN + 1, () => bring(world, cast.successor));
      world.time.at(BEGIN + 2, () => bring(world, cast.third));
    },
  );

/** Somebody uploads another certificate while the run looks around; it is older than the run's own. */
export const stranger: Hunt = async (nth, cast) =>
  await play(scene(nth, { level: 'zone', variants: QUIET, probed: nth % 2 === 0 }), cast, [{}], (world) => {
    world.time.at(BEGIN + (100 + 50 * nth), () => bring(world, cast.third));
  });

/** Somebody points another hostname at the former certificate during the grace. */
export const takenIntoUse: Hunt = async (nth, cast) =>
  await play(
    scene(nth, { level: 'hostname', variants: { ...QUIET, associationList: 'available' } }),
    cast,
    [{}],
    (world) => {
      world.time.at(BEGIN + (20 + nth) * SECOND, () => {
        const config = [
          { hostname: 'new.example.com', cert_id: world.ids.get('predecessor'), enabled: true },
        ];
        world.byHand('PUT', '/hostnames', { config });
      });
    },
  );

/** An association takes minutes, and the answer to the PUT begins with the row of another hostname. */
export const slowAssociations: Hunt = async (nth, cast) =>
  await play(
    scene(nth, {
      level: 'hostname',
      variants: { ...QUIET, putAnswer: 'own-last' },
      timings: { ...SHORT_WAITS, association: [150 * SECOND, 200 * SECOND] },
      ...(nth % 2 === 0 ? { successor: 'other-issuer', originTrusts: 'old' } : {}),
    }),
    cast,
    [{}],
  );

/** The runner's clock is a day ahead, and a second run finishes what a killed one began. */
export const clockAhead: Hunt = async (nth, cast) =>
  await play(scene(nth, { variants: QUIET, skew: 86_400 * SECOND, probed: nth % 4 < 2 }), cast, [
    { ending: { kind: 'kill', call: nth % 2 === 0 ? 6 + nth : 10 + nth, when: 'after' } },
    {},
  ]);

/** A second run begins at each call of the first. */
export const together: Hunt = async (nth, cast) =>
  await playTogether(
    scene(nth, { stale: nth % 8 > 3, probed: nth % 16 > 7, echo: true }),
    cast,
    { atCall: Math.floor(nth / 4) },
    nth % 4 < 2 ? 'third' : 'successor',
  );
