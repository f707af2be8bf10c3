import { createRandom } from '../../../sandbox/model/index.ts';
import { playOperation, startOperation } from '../operations/whole-run.ts';
import type { OperationOptions, OperationRun } from '../operations/whole-run.ts';
import { drawFleet } from './draw.ts';
import type { Fleet } from './draw.ts';
import { FleetWorld } from './fleet-world.ts';
import type { Pool } from './fleet-world.ts';
import { judgeFleet, judgeGoal, judgeTold } from './judge-fleet.ts';

export interface PlayedFleet {
  readonly problems: readonly string[];
  readonly world: FleetWorld;
  readonly runs: readonly { readonly result: { readonly outcome: string } | undefined }[];
}

const HOUR = 3_600_000;

/** One fleet from one number: runs that meet faults, one after another or two at once, then quiet ones to the goal. */
export async function playFleet(seed: number, pool: Pool): Promise<PlayedFleet> {
  const fleet = drawFleet(seed);
  const world = new FleetWorld(fleet, pool);
  const random = createRandom(seed + 5);
  const problems: string[] = [];
  const runs: PlayedFleet['runs'][number][] = [];
  const judged = (run: OperationRun): void => {
    const outcome = run.outputs.get('result');
    runs.push({ result: run.process.killed || outcome === undefined ? undefined : { outcome } });
    problems.push(...run.problems, ...judgeTold(world, run));
  };
  const [first, second] = fleet.runs;
  if (fleet.together && first !== undefined && second !== undefined) {
    const one = startOperation(world, { ...inputsOf(world, fleet), ...first });
    await world.time.pass(random.between(0, 200_000));
    const two = startOperation(world, { ...inputsOf(world, fleet), ...second });
    await world.time.runUntil(() => one.isOver() && two.isOver(), 3 * HOUR);
    for (const run of [one, two]) problems.push(...run.end().problems);
  } else
    for (const run of fleet.runs) {
      judged(await playOperation(world, { ...inputsOf(world, fleet), ...run }));
      await world.time.pass(random.between(1000, 120_000));
    }
  world.mendedAt = world.time.now;
  world.goneHostname = undefined;
  await world.time.pass(HOUR / 4);
  let writes = 0;
  for (let nth = 0; nth < 3; nth += 1) {
    writes = world.writes.length;
    const run = await playOperation(world, inputsOf(world, fleet));
    world.quiet.add(run.process.name);
    judged(run);
    const outcome = run.outputs.get('result') ?? '';
    if (!['rotated', 'unchanged'].includes(outcome))
      problems.push(`undisturbed, ${run.process.name} ended ${outcome}`);
    await world.time.pass(HOUR / 12);
  }
  if (world.writes.length > writes) problems.push('a run that had nothing to do wrote');
  problems.push(...judgeGoal(world), ...judgeFleet(world), ...world.breaches);
  return { problems, world, runs };
}

/** A manifest with every target, and its certificates in variables. */
export function inputsOf(
  world: FleetWorld,
  { targets, zones, onFailure }: Fleet,
): Pick<OperationOptions, 'inputs' | 'env'> {
  const manifest = {
    zones: [...zones.keys()].map((zone) => ({
      zone,
      targets: targets
        .filter((target) => target.zone === zone)
        .map(({ index, level, hostnames, probed, grace, deletePrevious, issuer }) => ({
          level,
          ...(level === 'zone' ? {} : { hostnames }),
          'certificate-env': `NEXT_${index}`,
          'grace-period': `${grace / 1000}s`,
          'delete-previous': String(deletePrevious),
          'accept-issuer-change': String(issuer === 'other'),
          ...(probed ? { 'probe-urls': [`https://${hostnames[0] ?? `web.${zone}`}/health`] } : {}),
        })),
    })),
  };
  return {
    inputs: { zone: '', manifest: JSON.stringify(manifest), 'on-failure': onFailure, timeout: '60m' },
    env: Object.fromEntries(
      targets.map((target) => {
        const { certificate, privateKey } = world.successorOf(target);
        return [`NEXT_${target.index}`, certificate + privateKey];
      }),
    ),
  };
}
