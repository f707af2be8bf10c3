import { BEGIN } from '../../cast.ts';
import { play } from '../../play.ts';
import { SHORT_WAITS } from '../../scenario.ts';
import type { Scenario } from '../../scenario.ts';
import type { SimulatedWorld } from '../../simulated-world.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds in which another hostname of the zone is shown a certificate that no row names any more. */

const SECOND = 1000;
const API = 'api.example.com';

/** One hostname is rotated, another one is on the same certificate; one edge follows late. */
function neighbours(nth: number, more: Partial<Scenario>): Scenario {
  return scene(nth, {
    level: 'hostname',
    hostnames: ['www.example.com'],
    otherHostnames: [API],
    probed: false,
    stranger: true,
    timings: SHORT_WAITS,
    edges: [{ lagMs: 0 }, { lagMs: 10 * SECOND, jitterMs: 110 * SECOND, seed: nth }],
    ...more,
    variants: { ...QUIET, associationList: 'available', danglingAssociation: 'none', ...more.variants },
  });
}

/** Another run, or a person, points a hostname at another certificate after so many seconds; it takes its time. */
function pointed(
  world: SimulatedWorld,
  seconds: number,
  hostname = API,
  takes = 1,
  certificate = (): string | undefined => world.ids.get('stranger'),
): void {
  world.time.at(BEGIN + seconds * SECOND, () => {
    const config = [{ hostname, cert_id: certificate(), enabled: true }];
    world.model.adjust({ timings: { association: takes * SECOND } });
    world.byHand('PUT', '/hostnames', { config });
  });
}

/** The other hostname moves off it during the grace, and takes minutes to arrive. */
export const slowNeighbour: Hunt = async (nth, cast) =>
  await play(neighbours(nth, {}), cast, [{}], (world) => pointed(world, 100, API, 110 + 10 * nth));

/** The other hostname has been moved off it a moment ago, and is in force. */
export const restlessNeighbour: Hunt = async (nth, cast) =>
  await play(neighbours(nth, { grace: 0 }), cast, [{}], (world) => pointed(world, 0));

/** It moves off while the run asks for the deletion, and nobody may read who is on what. */
export const unlistedNeighbour: Hunt = async (nth, cast) =>
  await play(
    neighbours(nth, { variants: { associationList: nth % 2 === 0 ? 'status-403' : 'status-404' } }),
    cast,
    [{}],
    (world) => pointed(world, 110 + 10 * nth),
  );

/** Somebody points the hostname itself elsewhere during the grace. */
export const strayed: Hunt = async (nth, cast) =>
  await play(neighbours(nth, { otherHostnames: [] }), cast, [{}], (world) =>
    pointed(world, 10 + 10 * nth, 'www.example.com'),
  );

/** A run goes back, and another hostname is being pointed back from what it uploaded as well. */
export const takenBack: Hunt = async (nth, cast) =>
  await play(neighbours(nth, { probed: true, site: 'bad-edge' }), cast, [{}], (world) => {
    const uploaded = (): string | undefined => {
      const upload = world.writes.find(({ event }) => event.kind === 'certificate-uploaded')?.event;
      return upload?.kind === 'certificate-uploaded' ? upload.certificateId : undefined;
    };
    pointed(world, 10, API, 1, uploaded);
    pointed(world, 60 + 8 * nth, API, 100, () => world.ids.get('predecessor'));
  });

/** Somebody points the canary back while it is probed: its passes are those of the predecessor. */
export const strayedCanary: Hunt = async (nth, cast) => {
  let strayedAt = Number.POSITIVE_INFINITY;
  const hostnames = ['www.example.com', API];
  const more = {
    hostnames,
    otherHostnames: [],
    probed: true,
    successor: 'other-issuer',
    originTrusts: 'old',
  } as const;
  const edges = [{ lagMs: 60 * SECOND }, { lagMs: 60 * SECOND }] as const;
  const played = await play(neighbours(nth, { ...more, edges }), cast, [{}], (world) => {
    world.model.onEvent((event) => {
      if (event.kind !== 'association-set' || strayedAt <= world.time.now) return;
      strayedAt = world.time.now + (3 + (nth % 5)) * SECOND;
      world.time.at(strayedAt, () => {
        const config = [
          { hostname: 'www.example.com', cert_id: world.ids.get('predecessor'), enabled: true },
        ];
        world.byHand('PUT', '/hostnames', { config });
      });
    });
  });
  const followed = played.world.writes.some(
    ({ at, by, event }) =>
      by === 'run 1' && at > strayedAt && event.kind === 'association-set' && event.hostname === API,
  );
  const wrong = followed ? ['run 1 let others follow a canary that was pointed away'] : [];
  return { problems: [...played.problems, ...wrong] };
};
