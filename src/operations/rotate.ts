import { rotate } from '../rotation/rotate.ts';
import type { TargetOutcome, TargetResult } from '../rotation/result.ts';
import type { Target } from '../rotation/target.ts';
import type { RotationWorld } from '../rotation/world.ts';
import type { RunResult } from './result.ts';
import { byZone, inParallel } from './zones.ts';

export interface RotateAllOptions {
  readonly dryRun: boolean;
  readonly onFailure: 'stop' | 'continue';
}

/** Zones at work side by side. With `on-failure: stop`, this is also the most that one mistake reaches. */
export const ZONES_AT_ONCE = 16;

/**
 * Rotates all targets: zones side by side; within a zone first its hostnames, so that no hostname
 * depends on a zone certificate that is on its way out, then the zone itself. A failure within a zone
 * stops its later targets; with `stop`, also zones not yet begun.
 */
export async function rotateAll(
  targets: readonly Target[],
  world: RotationWorld,
  options: RotateAllOptions,
): Promise<readonly TargetResult[]> {
  let failed = false;
  const zones = byZone(targets);
  const results = await inParallel(zones, ZONES_AT_ONCE, async (zone) => {
    if (failed && options.onFailure === 'stop') return [];
    const done = await rotateZone(zone, world, options);
    failed ||= done.some(isFailure);
    return done;
  });
  return results.flat();
}

async function rotateZone(
  targets: readonly Target[],
  world: RotationWorld,
  options: RotateAllOptions,
): Promise<readonly TargetResult[]> {
  const hostnames = targets.filter((target) => target.level === 'hostname');
  const done = await Promise.all(hostnames.map((target) => rotate(target, world, options)));
  for (const target of targets.filter(({ level }) => level === 'zone')) {
    if (done.some(isFailure)) break;
    done.push(await rotate(target, world, options));
  }
  return done;
}

export function isFailure(result: TargetResult): boolean {
  return result.outcome === 'failed' || result.outcome === 'rolled-back';
}

const WORST_FIRST: readonly TargetOutcome[] = ['failed', 'rolled-back', 'planned', 'rotated', 'unchanged'];

/** The whole run: the worst of its targets decides. */
export function runResult(
  targets: readonly TargetResult[],
  run: Pick<RunResult, 'dryRun' | 'startedAt' | 'endedAt' | 'calls'>,
): RunResult {
  const outcome = WORST_FIRST.find((one) => targets.some((target) => target.outcome === one)) ?? 'unchanged';
  return { operation: 'rotate', outcome, targets, ...run };
}
