import { BEGIN } from '../cast.ts';
import type { Ending } from '../faults.ts';
import { noFaults } from '../faults.ts';
import { playOperation } from '../operations/whole-run.ts';
import { PLAIN, SHORT_WAITS } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { WITHOUT_ODD_ANSWERS } from '../odd-answers.ts';
import type { Fleet, FleetTarget } from './draw.ts';
import { FleetWorld } from './fleet-world.ts';
import type { Pool } from './fleet-world.ts';
import { judgeFleet, judgeTold, toldOf } from './judge-fleet.ts';
import { inputsOf } from './play-fleet.ts';

/** A zone with some targets, in a situation of its own. */
export interface ZoneScene {
  readonly targets: readonly Partial<FleetTarget>[];
  readonly lineage?: Fleet['lineage'];
  readonly goneHostname?: string;
  /** Certificates of other services. */
  readonly fillers?: number;
  readonly timings?: Scenario['timings'];
  /** How the runs before the last one end. */
  readonly before?: readonly Ending[];
  /** What happens in it. */
  readonly stage?: (world: FleetWorld) => void;
  /** What each target is to be told as, in the end. */
  readonly told: readonly string[];
  readonly judge?: (world: FleetWorld) => readonly string[];
}

const ZONE = 'example.com';

/** Plays the scene with runs that meet no fault. */
export async function playScene(seed: number, pool: Pool, scene: ZoneScene): Promise<readonly string[]> {
  const fleet = fleetOf(seed, scene);
  const world = new FleetWorld(fleet, pool);
  scene.stage?.(world);
  const problems: string[] = [];
  for (const ending of scene.before ?? []) {
    await playOperation(world, { ...inputsOf(world, fleet), faults: noFaults, ending });
    await world.time.pass(60_000);
  }
  const run = await playOperation(world, inputsOf(world, fleet));
  const told = fleet.targets.map((target) => toldOf(run, target));
  if (told.join() !== scene.told.join())
    problems.push(`the targets ended ${told.join(', ')}, not ${scene.told.join(', ')}`);
  return [
    ...problems,
    ...run.problems,
    ...judgeTold(world, run),
    ...judgeFleet(world),
    ...(scene.judge?.(world) ?? []),
    ...world.breaches,
  ];
}

/** Seconds after the beginning at which a hostname was pointed at the successor of its target first. */
export function pointedAt(world: FleetWorld, target: FleetTarget): number {
  const write = world.writes.find(
    ({ by, event }) =>
      by !== 'a person' && event.kind === 'association-set' && target.hostnames.includes(event.hostname),
  );
  return write === undefined ? Number.POSITIVE_INFINITY : (write.at - BEGIN) / 1000;
}

function fleetOf(
  seed: number,
  { targets, lineage = 'own', goneHostname, fillers = 0, timings }: ZoneScene,
): Fleet {
  return {
    seed,
    zones: new Map([[ZONE, true]]),
    targets: targets.map((more, index) => ({
      index,
      zone: ZONE,
      level: 'hostname',
      hostnames: more.level === 'zone' ? [] : [`s${index}.${ZONE}`],
      former: index,
      issuer: 'same',
      probed: true,
      grace: 30_000,
      deletePrevious: true,
      ...more,
    })),
    lineage,
    fillers,
    onFailure: 'continue',
    runs: [],
    together: false,
    scenario: {
      ...PLAIN,
      seed,
      level: 'hostname',
      predecessor: false,
      hostnames: [],
      originTrusts: 'old',
      goneHostname,
      timings: { ...SHORT_WAITS, ...timings },
      variants: {
        ...WITHOUT_ODD_ANSWERS,
        deployment: 'plain',
        deletion: 'plain',
        zoneFallback: 'older',
        associationList: 'available',
        quotaCountsTombstones: false,
      },
    },
  };
}
