import { BEGIN } from '../../cast.ts';
import type { Cast } from '../../cast.ts';
import { play } from '../../play.ts';
import type { Played } from '../../play.ts';
import { SHORT_WAITS } from '../../scenario.ts';
import type { Scenario } from '../../scenario.ts';
import type { SimulatedWorld } from '../../simulated-world.ts';
import { liveCertificates } from '../../truth.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds in which another run is at work at the zone level, which no lock guards. */

const SECOND = 1000;

function zone(nth: number, more: Partial<Scenario>): Scenario {
  return scene(nth, {
    level: 'zone',
    probed: false,
    timings: { ...SHORT_WAITS, listLag: 0, deletion: 3000 },
    ...more,
    variants: { ...QUIET, revivedUploadedOn: 'renewed', revivedDeployOrder: 'newest', ...more.variants },
  });
}

/** What the run uploaded, by the id of its last upload. */
function uploadOf(world: SimulatedWorld): string | undefined {
  const { event } = world.writes.findLast(
    ({ by, event: one }) => by === 'run 1' && one.kind === 'certificate-uploaded',
  ) ?? { event: undefined };
  return event?.kind === 'certificate-uploaded' ? event.certificateId : undefined;
}

function bring(world: SimulatedWorld, { certificate, privateKey }: Cast['third']): void {
  world.byHand('POST', '', { certificate, private_key: privateKey });
}

/** What a run left as it ended: nothing live, and no word of it. */
function emptied({ world, runs }: Played): readonly string[] {
  const [run] = runs;
  if (run?.endedAt === undefined || run.result?.outcome !== 'rotated') return [];
  const live = liveCertificates(world, 'zone', run.endedAt);
  return live.length === 0 ? ['run 1 said rotated over an empty zone'] : [];
}

/** Both runs have looked, and both delete: ours the former one, the other one ours. */
export const bothDelete: Hunt = async (nth, cast) => {
  const played = await play(zone(nth, { stale: nth % 2 === 1 }), cast, [{}], (world) => {
    let done = false;
    world.model.onEvent((event) => {
      if (done || event.kind !== 'certificate-deleted') return;
      done = true;
      world.time.at(world.time.now + 100 + 100 * nth, () => {
        world.harmedAt = world.time.now;
        world.byHand('DELETE', `/${uploadOf(world) ?? ''}`);
      });
    });
  });
  return { problems: [...played.problems, ...emptied(played)] };
};

/** What somebody does besides, as both delete: then nothing may be uploaded again. */
const BESIDES: readonly (readonly [why: string, deed: (world: SimulatedWorld, cast: Cast) => void])[] = [
  ['another one serves the zone', (world, cast) => bring(world, cast.third)],
  ['origin pulls are off', (world) => world.byHand('PUT', '/settings', { enabled: false })],
  [
    'the origin refuses it',
    (world, cast) => {
      const { now } = world.time;
      const before = world.trustAt.bind(world);
      const pinned = { ...world.trust, authorities: [cast.predecessor.certificate] };
      const trustAt: SimulatedWorld['trustAt'] = (moment) =>
        moment < now || moment >= world.mendedAt ? before(moment) : pinned;
      Object.assign(world, { trustAt });
    },
  ],
];

/** Both delete, and there is a reason to upload nothing again. */
export const bothDeleteForGood: Hunt = async (nth, cast) => {
  const [why, deed] = BESIDES[nth % BESIDES.length] ?? ['', () => undefined];
  let deleted = Number.POSITIVE_INFINITY;
  const played = await play(zone(nth, { origin: 'enforcing' }), cast, [{}], (world) => {
    world.model.onEvent((event) => {
      if (deleted <= world.time.now || event.kind !== 'certificate-deleted') return;
      deleted = world.time.now;
      world.time.at(deleted + 100, () => {
        world.harmedAt = world.time.now;
        deed(world, cast);
        world.byHand('DELETE', `/${uploadOf(world) ?? ''}`);
      });
    });
  });
  const again = uploadsOf(played.world, 'run 1', deleted);
  return {
    problems: [...played.problems, ...(again.length === 0 ? [] : [`run 1 uploaded again, although ${why}`])],
  };
};

export function uploadsOf({ writes }: SimulatedWorld, name: string, after: number): readonly string[] {
  return writes.flatMap(({ at, by, event }) =>
    by === name &&
    at > after &&
    (event.kind === 'certificate-uploaded' || event.kind === 'certificate-revived')
      ? [event.certificateId]
      : [],
  );
}

/** Another run takes the same certificate back and uploads it again during our grace. */
export const reborn: Hunt = async (nth, cast) =>
  await play(zone(nth, {}), cast, [{}], (world) => {
    world.time.at(BEGIN + (30 + nth) * SECOND, () => world.byHand('DELETE', `/${uploadOf(world) ?? ''}`));
    world.time.at(BEGIN + (40 + nth) * SECOND, () => bring(world, cast.successor));
  });

/** Another one was uploaded a moment before the run's own, which a killed run had brought. */
export const together: Hunt = async (nth, cast) => {
  const played = await play(
    zone(nth, { deletePrevious: nth % 2 === 0, timings: { ...SHORT_WAITS, deployment: 30 * SECOND } }),
    cast,
    [{ ending: { kind: 'kill', of: 'writes', call: 0, when: 'after' } }, {}],
    (world) => {
      // After the first run has looked, and before it uploads.
      world.time.at(BEGIN + 300 + 20 * nth, () => bring(world, cast.third));
    },
  );
  const told = played.runs[1]?.result?.outcome ?? '';
  const claims = told === 'rotated' || told === 'unchanged';
  return {
    problems: [...played.problems, ...(claims ? [`run 2 said ${told}, and nobody knows the order`] : [])],
  };
};
