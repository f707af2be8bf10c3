import { PASSING_FAULTS } from '../../faults.ts';
import type { CallFacts, Fault } from '../../faults.ts';
import { play } from '../../play.ts';
import { GOES_BACK } from '../../process.ts';
import type { Scenario } from '../../scenario.ts';
import { refuseOnceWaiting, REFUSES_LATER } from '../../refusing.ts';
import type { SimulatedWorld } from '../../simulated-world.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds whose origin refuses the successor, and whose API fails at what it should not. */
const hunt =
  (
    faultOf: (nth: number, world: SimulatedWorld) => (call: CallFacts) => Fault | undefined,
    more: Partial<Scenario> = {},
    /** Where the origin changes its mind: what it trusts has no history, so visitors would count as refused all along. */
    endingAlone = false,
  ): Hunt =>
  async (nth, cast) => {
    const refusing = scene(nth, {
      variants: QUIET,
      probed: true,
      successor: 'other-issuer',
      originTrusts: 'old',
      ...more,
    });
    let world: SimulatedWorld | undefined;
    const faults = (call: CallFacts): Fault | undefined =>
      world === undefined ? undefined : faultOf(nth, world)(call);
    const played = await play(refusing, cast, [{ faults }], (made) => {
      world = made;
    });
    const { outcome } = played.runs[0]?.result ?? {};
    const stuck = outcome === 'rolled-back' ? [] : [`run 1 met an origin that refuses, and ended ${outcome}`];
    return { ...played, problems: [...(endingAlone ? [] : played.problems), ...stuck] };
  };

const cutOver = ({ scenario, writes }: SimulatedWorld): boolean =>
  writes.some(({ event }) => scenario.level === 'zone' || event.kind === 'association-set');
const goesBack = ({ trace }: SimulatedWorld): boolean => trace.some((line) => GOES_BACK.test(line));

/** Once the successor is there somebody deletes what was in force; an older one lives. */
export const olderLives: Hunt = hunt(
  (_, world) => () => {
    const id = world.ids.get('predecessor');
    if (cutOver(world) && !goesBack(world) && id !== undefined) world.byHand('DELETE', `/${id}`);
    return undefined;
  },
  { level: 'zone', stale: true },
);

/**
 * A run is killed once visitors are shown what the origin refuses; the next one has no memory. Per hostname it goes
 * back only where an older one is of the same lineage.
 */
export const killedAndRefused: Hunt = async (nth, cast) => {
  const pinned = nth % 4 < 2;
  const refusing = scene(nth, {
    variants: QUIET,
    hostnames: ['www.example.com'],
    deletePrevious: nth % 8 < 4,
    ...(pinned
      ? { successor: 'same-issuer', originTrusts: 'pinned' }
      : { successor: 'other-issuer', originTrusts: 'old' }),
  });
  const zone = refusing.level === 'zone';
  const ending = { kind: 'kill', call: zone ? 0 : 1, when: 'after', of: 'writes' } as const;
  const played = await play(refusing, cast, [{ ending }, {}]);
  const { outcome } = played.runs[1]?.result ?? {};
  const stuck =
    outcome === (zone || pinned ? 'rolled-back' : 'failed')
      ? []
      : [`run 2 met an origin that refuses, and ended ${outcome}`];
  return { ...played, problems: [...played.problems, ...stuck] };
};

/** The same before anybody is shown it: the associations are pending still, or the edges follow late. */
export const killedAmidCutOver: Hunt = async (nth, cast) => {
  const level = nth % 3 === 2 ? 'zone' : 'hostname';
  const pending = level === 'hostname' && nth % 2 === 1;
  const lagMs = pending ? 0 : 60_000;
  const refusing = scene(nth, {
    level,
    variants: { ...QUIET, formerAssociation: 'leaving' },
    timings: { deployment: 2000, association: pending ? 60_000 : 1000, release: pending ? 0 : 30_000 },
    edges: [{ lagMs }, { lagMs }],
    probed: true,
    hostnames: ['www.example.com', 'api.example.com'].slice(0, nth % 4 < 2 ? 1 : 2),
    deletePrevious: nth % 8 < 4,
    successor: 'same-issuer',
    originTrusts: 'pinned',
  });
  const call = level === 'zone' ? 0 : 1;
  const played = await play(refusing, cast, [
    { ending: { kind: 'kill', call, when: 'after', of: 'writes' } },
    {},
  ]);
  const { outcome } = played.runs[1]?.result ?? {};
  const stuck = outcome === 'rolled-back' ? [] : [`run 2 met an origin that refuses, and ended ${outcome}`];
  return { ...played, problems: [...played.problems, ...stuck] };
};

/** It begins to refuse while another hostname is waited for. */
export const refusesLater: Hunt = async (nth, cast) => {
  const variants = { ...QUIET, associationList: 'available' } as const;
  const begins = hunt((_, world) => refuseOnceWaiting(world, cast), { ...REFUSES_LATER, variants }, true);
  return await begins(nth, cast);
};

/** One passing error at a write. */
export const passingErrors: Hunt = hunt((nth) => ({ write }) => {
  const fault = PASSING_FAULTS[Math.floor(nth / 2) % PASSING_FAULTS.length];
  return write === Math.floor(nth / 20) % 4 ? fault : undefined;
});

/** From the cut-over until the run goes back no look is readable. */
export const refusedLooks: Hunt = hunt((nth, world) => ({ method }) => {
  if (method !== 'GET' || !cutOver(world) || goesBack(world)) return undefined;
  return nth % 4 < 2 ? '10000 before' : 'timeout-before';
});

/** The call that restores is refused for a while. */
export const refusedWayBack: Hunt = hunt((_, world) => {
  const refused = world.calls.filter(({ method, fault }) => method !== 'GET' && fault === '10000 before');
  return ({ method }) =>
    method !== 'GET' && goesBack(world) && refused.length < 10 ? '10000 before' : undefined;
});
