import type { Level } from '../../cloudflare/certificates.ts';
import { RollbackRequired } from '../../errors.ts';
import type { Deletion } from '../../zone/delete-and-confirm.ts';
import type { ObservedAssociations } from '../../zone/observed.ts';
import { noteRows, observeAssociations } from '../../zone/read-lists.ts';
import type { RowWatch } from '../../zone/row-watch.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Observation } from '../observe/observation.ts';
import type { RotationPlan } from '../plan/plan.ts';
import type { Target } from '../target.ts';
import type { WriteRecord } from '../write-record.ts';

/** What the targets of a zone do one after another, in the order in which they are listed. */
export type Step = 'upload' | 'move';

/** A target beside the others of its zone. */
export interface InZone {
  /** What all of them have seen of the zone's associations. */
  readonly rows: RowWatch;
  /** Resolves once every target listed before and at work has done the step, or is slow. False: one of those failed. */
  readonly turn: (step: Step) => Promise<boolean>;
  readonly done: (step: Step) => void;
}

/** What every step of apply receives. */
export interface Context {
  readonly target: Target;
  readonly observation: Observation;
  readonly plan: RotationPlan;
  readonly world: World;
  readonly runLog: RunLog;
  readonly writeRecord: WriteRecord;
  readonly inZone: InZone;
}

/** `certificate 1234` with the level, for sentences. */
export function nameOf(context: Context, id: string): string {
  return `${context.target.level} certificate ${id}`;
}

/** What deleting one of the target's level needs. */
export function deletionOf(
  { runLog, observation, target, world }: Context,
  id: string,
): Pick<Deletion, 'world' | 'zoneId' | 'level' | 'id' | 'say'> {
  return { world, zoneId: observation.zone.id, level: target.level, id, say: runLog.say };
}

/** At zone level a certificate that is uploaded again may keep the rank it had: others then stay in force. */
export function askForFresh(level: Level): string {
  return level === 'zone'
    ? ' Issue a fresh certificate first (the key can stay the same): Cloudflare may not use a deleted one again.'
    : '';
}

/** The bad news of a run that was killed: what it put in force is refused, and what was there before is not known. */
export class RefusedInForce extends RollbackRequired {}

/** Reads the zone's associations and notes them: a deletion asks how long they have been like this. */
export async function lookAtRows(
  { observation, inZone, world }: Pick<Context, 'observation' | 'inZone' | 'world'>,
  hostnames: readonly string[],
  api = world.api,
): Promise<ObservedAssociations> {
  const asked = world.clock.monotonic();
  const seen = await observeAssociations(api, observation.zone.id, hostnames);
  noteRows(inZone.rows, seen, asked, world);
  return seen;
}

/** @throws RollbackRequired where a target listed before failed: what this one uploaded is taken back */
export async function untilMyTurnToMove({ inZone }: Context): Promise<void> {
  if (await inZone.turn('move')) return;
  throw new RollbackRequired('EARLIER_TARGET_FAILED', {
    happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
    remedy: 'Fix that target, then run again.',
  });
}
