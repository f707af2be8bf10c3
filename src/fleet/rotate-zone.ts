import type { InZone } from '../rotation/apply/apply-context.ts';
import { mayGo } from '../rotation/apply/apply.ts';
import { EARLIER_FAILED, notStarted } from '../rotation/outcome/conclude.ts';
import { isFailure, type TargetResult } from '../rotation/result.ts';
import type { Halfway } from '../rotation/rotate.ts';
import type { Target } from '../rotation/target.ts';
import type { ObservedCertificate } from '../zone/observed.ts';
import { createRowWatch } from '../zone/row-watch.ts';
import type { World } from '../zone/world.ts';
import { mayDepart, type Stage } from './departures.ts';
import { inOrder } from './in-order.ts';
import type { Resolve } from './in-parallel.ts';
import { countSlots, whoMayBegin } from './quota-slots.ts';
import { openDeletion } from './zone-deletion.ts';

/** What the targets of a zone are rotated with. */
export interface ZoneWork {
  readonly world: World;
  readonly resolve: Resolve;
  /** Brings one target as far as it comes without the others. */
  readonly putInForce: (target: Target, inZone: InZone) => Promise<Halfway>;
  /** Told of each target as soon as it has ended. */
  readonly ended: (target: Target, result: TargetResult) => void;
}

/**
 * Rotates the hostname targets of one zone. They go through the phases together; a single one is a list of one:
 *
 * ```
 * upload ▶ active ▶ canary ▶ probe ▶ other hostnames ▶ probe and grace    each for itself, first steps in their order
 *        ▶ one check of the zone ▶ one run of deletions ▶ confirm         for all that got there
 * ```
 *
 * A target that fails or is slow leaves the phase and holds up no other. A failure stops those that have not begun, and
 * those listed later that have not moved a hostname.
 */
export async function rotateHostnames(
  targets: readonly Target[],
  work: ZoneWork,
): Promise<readonly TargetResult[]> {
  const { world } = work;
  const stages = new Map<Target, Stage>(targets.map((target) => [target, { kind: 'waiting' }]));
  const rows = createRowWatch();
  const order = inOrder(world.sleep);
  const { gathered } = order;
  const deletion = openDeletion({ world, gathered, mayDepart: (one) => mayDepart(one, stages) });
  const hasRoom = await countSlots(targets, work.resolve, world.api);

  const rotateOne = async (target: Target): Promise<void> => {
    const place = order.begin(targets.indexOf(target));
    const half = await work.putInForce(target, { rows, ...place });
    const end = async (result: TargetResult, verified: boolean): Promise<void> => {
      const failed = isFailure(result) || result.outcome === 'not-started';
      stages.set(target, { kind: 'ended', result, verified: verified && !failed });
      if (isFailure(result)) forgetWaiting(stages);
      place.leave(failed);
      work.ended(target, result);
      await goOn();
    };
    // What was in force already has nothing left to verify.
    if (half.kind === 'ended') return await end(half.result, half.result.outcome === 'unchanged');

    const { inForce, finish } = half;
    const certificates = mayGo(inForce);
    if (certificates.length > 0) stages.set(target, { kind: 'ready', inForce });
    place.leave(false);
    const gone = async (): Promise<ObservedCertificate> => {
      try {
        return await deletion.untilGone(inForce, certificates);
      } catch (error) {
        // It may have to go back now, which takes a while.
        stages.set(target, { kind: 'at-work' });
        throw error;
      }
    };
    const finished = async (): Promise<void> => await end(await finish(gone), inForce.verified.passed);
    await Promise.all([finished(), goOn()]);
  };

  /** Deletes what may go by now, and begins the targets that have room by now. */
  const goOn = async (): Promise<void> => {
    const deleting = deletion.letGo();
    const begun = whoMayBegin(stages, hasRoom, deletion.isUnderWay());
    for (const target of begun) stages.set(target, { kind: 'at-work' });
    const deleted = async (): Promise<void> => {
      if (await deleting) await goOn();
    };
    await Promise.all([deleted(), ...begun.map(rotateOne)]);
  };

  await goOn();
  return targets.map((target) => {
    const stage = stages.get(target);
    return stage?.kind === 'ended' ? stage.result : notStarted(target, EARLIER_FAILED, world.api.serverNow());
  });
}

function forgetWaiting(stages: Map<Target, Stage>): void {
  for (const [target, { kind }] of stages) if (kind === 'waiting') stages.delete(target);
}
