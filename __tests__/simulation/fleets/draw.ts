import { createRandom } from '../../../sandbox/model/index.ts';
import type { Random, Variants } from '../../../sandbox/model/index.ts';
import type { Ending, FaultPlan } from '../faults.ts';
import { FAULTS, noFaults } from '../faults.ts';
import { WITHOUT_ODD_ANSWERS } from '../odd-answers.ts';
import { PLAIN } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

/** One target of a fleet, and what stood there before. */
export interface FleetTarget {
  /** Counts all targets; its certificates are those of this number in the pool. */
  readonly index: number;
  readonly zone: string;
  readonly level: 'zone' | 'hostname';
  readonly hostnames: readonly string[];
  /** Number of the target whose former certificate it is on; undefined: on none. */
  readonly former: number | undefined;
  /** By the authority that every origin trusts, or by one that they trust only once people have seen to it. */
  readonly issuer: 'same' | 'other';
  readonly probed: boolean;
  /** Milliseconds. */
  readonly grace: number;
  readonly deletePrevious: boolean;
}

/** Some zones with some targets each, from a seed. */
export interface Fleet {
  readonly seed: number;
  readonly scenario: Scenario;
  /** By name; whether the switch of the zone is on. */
  readonly zones: ReadonlyMap<string, boolean>;
  readonly targets: readonly FleetTarget[];
  /** Certificates have one subject each, or all the same. */
  readonly lineage: 'own' | 'common';
  /** Certificates of other services in each zone. */
  readonly fillers: number;
  readonly onFailure: 'stop' | 'continue';
  readonly runs: readonly FleetRun[];
  /** The second run begins while the first is at work. */
  readonly together: boolean;
}

export interface FleetRun {
  readonly faults: FaultPlan;
  readonly ending?: Ending;
}

const ZONES = ['example.com', 'shop.example', 'blog.example'];
const MOST_TARGETS = 4;
const QUOTA = 10;

/** What no run can see is not drawn: whether an older zone certificate takes over, and what revived ones count as. */
const KNOWABLE = {
  ...WITHOUT_ODD_ANSWERS,
  zoneFallback: 'older',
  revivedDeployOrder: 'newest',
  revivedUploadedOn: 'renewed',
  duplicateScope: 'level',
  deletion: 'plain',
  deploymentTimeoutRecovers: 'never',
  voidClears: 'after-linger',
  quotaCountsTombstones: false,
  associationList: 'available',
} as const satisfies Partial<Variants>;

export function drawFleet(seed: number): Fleet {
  const random = createRandom(seed * 17 + 3);
  const names = ZONES.slice(0, random.between(1, ZONES.length));
  const targets: FleetTarget[] = [];
  const lag = random.pick([0, 5000, 60_000]);
  // A grace that is shorter than edges take to follow is the user's own choice, and not held against a run.
  const graces = [0, 30_000, 120_000].filter((grace) => grace >= 2 * lag);
  for (const zone of names) targets.push(...drawZone(random, zone, targets.length, graces));
  const strange = targets.filter(({ issuer }) => issuer === 'other').length > 0;
  const tight = !strange && targets.every(({ deletePrevious }) => deletePrevious) && random.next() < 0.25;
  const fullest = Math.max(...names.map((zone) => mostAtOnce(targets.filter((one) => one.zone === zone))));
  const gone =
    random.next() < 0.1 ? random.pick(['none', ...targets.flatMap(({ hostnames }) => hostnames)]) : 'none';
  return {
    seed,
    zones: new Map(names.map((zone) => [zone, random.next() < 0.7])),
    targets,
    lineage: random.pick(['own', 'common'] as const),
    fillers: tight ? QUOTA - fullest - random.between(0, 1) : 0,
    onFailure: random.pick(['stop', 'continue'] as const),
    together: random.next() < 0.2,
    runs: Array.from({ length: random.between(0, 2) }, () => drawRun(random)),
    scenario: {
      ...PLAIN,
      seed,
      level: 'hostname',
      predecessor: false,
      hostnames: [],
      originTrusts: 'old',
      goneHostname: gone === 'none' ? undefined : gone,
      variants: {
        ...KNOWABLE,
        deployment: random.pick(['plain', 'plain', 'initializing-first', 'flap'] as const),
      },
      timings: {
        deployment: [2000, random.pick([10_000, 60_000])],
        listLag: random.pick<number | readonly [number, number]>([0, [0, 60_000]]),
        byIdLag: random.pick([0, 0, 15_000]),
        mutation: random.pick([0, 3000]),
        lockLinger: random.pick([0, 2000]),
        release: random.pick<number | readonly [number, number]>([0, [2000, 60_000]]),
        revival: 0,
      },
      edges: [
        { lagMs: random.between(0, lag), jitterMs: random.pick([0, lag]), seed },
        { lagMs: lag, jitterMs: random.pick([0, lag]), seed },
      ],
    },
  };
}

/** Certificates of hostnames while all but one have been replaced; each former one that is shared goes last. */
function mostAtOnce(targets: readonly FleetTarget[]): number {
  const own = targets.filter(({ level }) => level === 'hostname');
  const formers = own.flatMap(({ former }) => former ?? []);
  return own.length + (formers.length - new Set(formers).size) + 1;
}

function drawZone(
  random: Random,
  zone: string,
  first: number,
  graces: readonly number[],
): readonly FleetTarget[] {
  const count = random.between(1, MOST_TARGETS);
  const withZoneLevel = random.next() < 0.4;
  return Array.from({ length: count }, (_, nth) => {
    const level = withZoneLevel && nth === 0 ? ('zone' as const) : ('hostname' as const);
    const shares = nth > 1 && random.next() < 0.25;
    const index = first + nth;
    return {
      index,
      zone,
      level,
      hostnames:
        level === 'zone'
          ? []
          : Array.from({ length: random.between(1, 2) }, (__, i) => `s${index}-${i}.${zone}`),
      former: random.next() < 0.85 ? (shares ? index - 1 : index) : undefined,
      issuer: random.next() < 0.1 ? ('other' as const) : ('same' as const),
      probed: random.next() < 0.7,
      grace: graces[random.between(0, graces.length - 1)] ?? 120_000,
      deletePrevious: random.next() < 0.9,
    };
  });
}

function drawRun(random: Random): FleetRun {
  const rate = random.pick([0, 0.02, 0.1]);
  const stream = createRandom(random.between(0, 1_000_000));
  const only = random.next() < 0.3 ? random.pick(FAULTS) : undefined;
  const faults: FaultPlan =
    rate === 0 ? noFaults : () => (stream.next() < rate ? (only ?? stream.pick(FAULTS)) : undefined);
  if (random.next() < 0.5) return { faults };
  const of = random.pick([undefined, 'writes', 'roll-back'] as const);
  return {
    faults,
    ending: {
      kind: random.pick(['kill', 'cancel'] as const),
      call: random.between(0, of === undefined ? 120 : 12),
      when: random.pick(['before', 'after'] as const),
      ...(of === undefined ? {} : { of }),
    },
  };
}
