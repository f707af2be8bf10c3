import type { Level } from '../../cloudflare/certificates.ts';
import { RollbackRequired } from '../../errors.ts';
import type { Deletion } from '../../zone/delete-and-confirm.ts';
import type { ObservedAssociations, ObservedCertificate } from '../../zone/observed.ts';
import { noteRows, observeAssociations } from '../../zone/read-lists.ts';
import type { RunLog } from '../../zone/run-log.ts';
import type { World } from '../../zone/world.ts';
import type { Observation } from '../observe/observation.ts';
import type { RotationPlan, IdlePlan } from '../plan/plan.ts';
import type { Siblings } from '../siblings.ts';
import type { Target } from '../target.ts';
import type { WriteRecord } from '../write-record.ts';

/** What every step of apply receives. */
export interface Context {
  readonly target: Target;
  readonly observation: Observation;
  readonly plan: RotationPlan;
  readonly world: World;
  readonly runLog: RunLog;
  readonly writeRecord: WriteRecord;
  readonly siblings: Siblings;
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
  { observation, siblings, world }: Pick<Context, 'observation' | 'siblings' | 'world'>,
  hostnames: readonly string[],
  api = world.api,
): Promise<ObservedAssociations> {
  const asked = world.clock.monotonic();
  const seen = await observeAssociations(api, observation.zone.id, hostnames);
  noteRows(siblings.rows, seen, asked, world);
  return seen;
}

/** Certificates this run itself moves the target's hostnames off. */
export function movedOff(plan: RotationPlan): ReadonlySet<string> {
  return new Set(plan.moves.flatMap(({ former }) => former?.certificateId ?? []));
}

/** @throws RollbackRequired where a target listed before failed: what this one uploaded is taken back */
export async function untilMyTurnToMove({ siblings }: Context): Promise<void> {
  if (await siblings.turn('move')) return;
  throw new RollbackRequired('EARLIER_TARGET_FAILED', {
    happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
    remedy: 'Fix that target, then run again.',
  });
}

/** A target that was in force, and whose only work another one of this run has taken over, had nothing to do. */
export function leftToSiblings(context: Context, successor: ObservedCertificate): IdlePlan | undefined {
  const { writeRecord, plan } = context;
  if (writeRecord.wrote || plan.moves.length > 0 || plan.remove.length === 0) return undefined;
  const elsewhere = plan.remove.flatMap((certificate) => {
    const fate = writeRecord.fates.get(certificate.id);
    return fate?.elsewhere === true ? [{ certificate, reason: 'OF_THIS_RUN' as const, why: fate.why }] : [];
  });
  if (elsewhere.length < plan.remove.length) return undefined;
  const { warnings, spared } = plan;
  return { kind: 'idle', reason: 'ALREADY_IN_FORCE', successor, spared: [...spared, ...elsewhere], warnings };
}
