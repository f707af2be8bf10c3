import { removeAtZoneLevel } from '../rotation/apply/remove-at-zone-level.ts';
import { EARLIER_FAILED, notStarted } from '../rotation/outcome/conclude.ts';
import { isFailure, type TargetResult } from '../rotation/result.ts';
import { putInForce } from '../rotation/rotate.ts';
import type { Target } from '../rotation/target.ts';
import { createRowWatch } from '../zone/row-watch.ts';
import type { World } from '../zone/world.ts';
import { inOrder } from './in-order.ts';
import { inParallel, resolver, targetsByZone, type Resolve } from './in-parallel.ts';
import { createPolling, lookTogether } from './polling.ts';
import { createProgress } from './progress.ts';
import { rotateHostnames, type ZoneWork } from './rotate-zone.ts';

interface RotateAllOptions {
  readonly dryRun: boolean;
  readonly onFailure: 'stop' | 'continue';
  /** Where a zone was asked for already. */
  readonly resolve?: Resolve;
  /** What is told while it goes on: lines of many targets for those who look for a fault, each draft and each result. */
  readonly reporting?: {
    readonly debug: (line: string) => void;
    readonly announce: (draft: TargetResult) => Promise<void>;
    readonly ended: (result: TargetResult) => void;
    /** Says how far all have come, whenever it is asked. */
    readonly standing: (told: () => string) => void;
  };
}

/**
 * Zones at work side by side: about as many as fit into one window of the rate limit (simulated,
 * `critical-path.test.ts`). With `on-failure: stop` fewer begin, since this is the most that one mistake in all
 * zones reaches; once as many have ended without failure, the others follow as with `continue`.
 */
export const ZONES_AT_ONCE = 100;
const ZONES_AT_FIRST = { stop: 16, continue: ZONES_AT_ONCE } as const;

/**
 * Rotates all targets: zones side by side; within a zone first its hostnames, so that no hostname
 * depends on a zone certificate that is on its way out, then the zone itself. A failure within a zone
 * stops its later targets; with `stop`, also zones not yet begun. Every target has a result.
 *
 * @throws ActionError `INPUT_INVALID` if a zone turns out to be named twice, before any write
 */
export async function rotateAll(
  targets: readonly Target[],
  world: World,
  { dryRun, onFailure, resolve = resolver(world.api), reporting }: RotateAllOptions,
): Promise<readonly TargetResult[]> {
  const zones = await targetsByZone(targets, resolve, ZONES_AT_ONCE);
  let left = targets.length;
  const shared: World = {
    ...world,
    api: lookTogether(world.api),
    polling: createPolling(world.api.callsLeft, () => left),
  };
  const progress = createProgress(
    targets.map(({ name }) => name),
    { now: () => world.clock.monotonic(), say: world.say, debug: reporting?.debug ?? (() => undefined) },
  );
  reporting?.standing(progress.standing);
  let failed = false;
  const work: ZoneWork = {
    world: shared,
    resolve,
    putInForce: async (target, inZone) => {
      const log = progress.logOf(target.name);
      return await putInForce(target, shared, {
        dryRun,
        resolve,
        inZone,
        log,
        announce: reporting?.announce,
      });
    },
    ended: (target, result) => {
      progress.ended(target.name);
      reporting?.ended(result);
      failed ||= isFailure(result);
    },
  };
  const rotateOne = async (zone: readonly Target[]): Promise<readonly TargetResult[]> => {
    const why = 'another zone failed, and `on-failure` is `stop`';
    const done =
      failed && onFailure === 'stop'
        ? zone.map((target) => notStarted(target, why, world.api.serverNow()))
        : await rotateZone(zone, work);
    left -= zone.length;
    return done;
  };
  const results = await inParallel(zones, ZONES_AT_FIRST[onFailure], rotateOne, ZONES_AT_ONCE);
  return results.flat();
}

async function rotateZone(targets: readonly Target[], work: ZoneWork): Promise<readonly TargetResult[]> {
  const hostnames = targets.filter((target) => target.level === 'hostname');
  const done = [...(await rotateHostnames(hostnames, work))];
  for (const target of targets.filter(({ level }) => level === 'zone'))
    done.push(
      done.some(isFailure)
        ? notStarted(target, EARLIER_FAILED, work.world.api.serverNow())
        : await rotateZoneLevel(target, work),
    );
  return done;
}

async function rotateZoneLevel(
  target: Target,
  { ended, putInForce: begin, world }: ZoneWork,
): Promise<TargetResult> {
  const half = await begin(target, { rows: createRowWatch(), ...inOrder(world.sleep).begin(0) });
  const result =
    half.kind === 'ended' ? half.result : await half.finish(() => removeAtZoneLevel(half.inForce));
  ended(target, result);
  return result;
}
