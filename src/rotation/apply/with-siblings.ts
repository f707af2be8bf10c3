import { BadNews } from './bad-news.ts';
import type { Context } from './context.ts';
import { rememberedSince } from './grace-watch.ts';
import { associationOf } from '../observe/observation.ts';
import type { Observation, ObservedCertificate } from '../observe/observation.ts';
import { findByFingerprint } from '../observe/live.ts';
import type { IdlePlan, Plan, RotationPlan } from '../plan/plan.ts';
import type { Predecessor } from '../result.ts';
import type { SecondLook } from './second-look.ts';
import { MOVED_BY_THIS_RUN } from '../siblings.ts';
import type { Found } from '../siblings.ts';
import type { Target } from '../target.ts';
import { assertRunning, pause, seconds } from './waiting.ts';

/** What the other hostname targets of the zone are to know of one. */
export function foundBy(target: Target, observation: Observation, plan: Plan): Found {
  if (observation.level === 'zone') return { formers: new Set(), removes: new Map() };
  const ids = observation.hostnames.flatMap(
    (hostname) => associationOf(observation.associations, hostname)?.certificateId ?? [],
  );
  const copy = findByFingerprint(observation.certificates, target.successor.leaf);
  const resumed = copy !== undefined && ids.includes(copy.id);
  return {
    formers: resumed ? undefined : new Set(ids),
    removes: plan.kind === 'rotate' ? removesOf(plan, observation) : new Map(),
  };
}

function removesOf(plan: RotationPlan, observation: Observation): ReadonlyMap<string, number> {
  const own = movedOff(plan);
  const since = plan.adopt === undefined ? undefined : rememberedSince({ observation }, plan.adopt);
  return new Map(plan.remove.map(({ id }) => [id, own.has(id) ? MOVED_BY_THIS_RUN : (since ?? 0)]));
}

/** Certificates this run itself moves the target's hostnames off. */
export function movedOff(plan: RotationPlan): ReadonlySet<string> {
  return new Set(plan.moves.flatMap(({ former }) => former?.certificateId ?? []));
}

/** @throws BadNews where a target listed before failed: what this one uploaded is taken back */
export async function untilMyTurnToMove({ siblings }: Context): Promise<void> {
  if (await siblings.turn('move')) return;
  throw new BadNews('EARLIER_TARGET_FAILED', {
    happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
    remedy: 'Mend that target, then run again.',
  });
}

type Fate = Pick<Predecessor, 'fate' | 'why'>;

/** What is left to another target of this run, which means to delete it as well. */
export function fateElsewhere({ siblings }: Context, id: string): Fate | undefined {
  const other = siblings.deletedBy(id);
  return other === undefined
    ? undefined
    : { fate: 'kept', why: `${other}, another target of this run, deletes it.` };
}

/** Why it must stay although nothing uses it. */
export function fateForOthers({ siblings }: Context, look: SecondLook, id: string): Fate | undefined {
  const why = siblings.objection(id);
  if (why !== undefined) return { fate: 'kept', why };
  if (!look.unripe.some((certificate) => certificate.id === id)) return undefined;
  return {
    fate: 'kept',
    why: 'A hostname of the zone changed its certificate a moment ago, and may have been on it. The next run deletes it.',
  };
}

/**
 * Waits until no other target of the run needs what this one would delete, and looks again: an unused
 * certificate stays as long as any hostname of the zone may have been moved off it within the grace.
 */
export async function lookOnceOthersAreDone(
  context: Context,
  look: () => Promise<SecondLook>,
): Promise<SecondLook> {
  const { siblings } = context;
  await rest(context, siblings.graceLeft());
  for (let round = 1; ; round += 1) {
    const seen = await look();
    const left = Math.max(seen.unripeFor, siblings.graceLeft());
    if (left <= 0 || round === MOST_ROUNDS || !(await rest(context, left))) return seen;
  }
}

/** Hostnames that others keep changing are not waited for without end. */
const MOST_ROUNDS = 3;

/** False where it would outlast the run. */
async function rest({ journal, world }: Context, milliseconds: number): Promise<boolean> {
  assertRunning(world);
  if (milliseconds <= 0) return true;
  if (world.clock.monotonic() + milliseconds >= world.deadline()) return false;
  journal.say(`grace of other hostnames of the zone: ${seconds(milliseconds)} until the predecessor may go`);
  await pause(world, Math.max(milliseconds, 1));
  assertRunning(world);
  return true;
}

/** A target that was in force, and whose only work another one of this run has taken over, had nothing to do. */
export function leftToSiblings(context: Context, successor: ObservedCertificate): IdlePlan | undefined {
  const { ledger, plan } = context;
  const elsewhere = plan.remove.flatMap((certificate) => {
    const fate = fateElsewhere(context, certificate.id);
    return fate === undefined ? [] : [{ certificate, reason: 'OF_THIS_RUN' as const, why: fate.why }];
  });
  if (ledger.wrote || plan.moves.length > 0 || plan.remove.length === 0) return undefined;
  if (elsewhere.length < plan.remove.length) return undefined;
  const { warnings, spared } = plan;
  return {
    kind: 'idle',
    reason: 'ALREADY_IN_FORCE',
    successor,
    spared: [...spared, ...elsewhere],
    warnings,
  };
}
