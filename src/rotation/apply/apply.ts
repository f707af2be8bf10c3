import type { Fate } from '../../zone/delete-and-confirm.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { seconds } from '../../zone/words.ts';
import { untilMyTurnToMove, type Context } from './apply-context.ts';
import type { Standing } from './bring.ts';
import { cutOver, edgesFollowBy } from './cut-over.ts';
import { graceOf, untilOver } from './grace-watch.ts';
import { probePhase, urlsToProbe, verify, type Verified } from './verify.ts';

/** The successor in force, and what may be concluded from it. */
export interface InForce {
  readonly context: Context;
  readonly successor: ObservedCertificate;
  verified: Verified;
  /** Monotonic moment. */
  verifiedAt: number;
  /** While it is probed again. */
  probing?: Promise<Verified> | undefined;
  readonly graceIsOver: boolean;
}

/**
 * Executes the plan up to the point of no return, phase by phase, once the successor is there:
 *
 * cut over (canary first) ▶ probe ▶ grace
 *
 * @throws RollbackRequired where what was in force has to be restored; ActionError where the run ends as things are
 */
export async function apply(standing: Standing): Promise<InForce> {
  const { context, seenAt, successor, wasActive } = standing;
  const { world, inZone } = context;
  await untilMyTurnToMove(context);
  const moved = await cutOver(context, successor);
  inZone.done('move');
  const witnessedAt = wasActive && !moved ? undefined : world.clock.monotonic();
  const grace = graceOf(context, successor, seenAt, witnessedAt);
  const verified = await settle(context, grace, witnessedAt !== undefined);
  const verifiedAt = world.clock.monotonic();
  return { context, successor, verified, verifiedAt, graceIsOver: grace() <= 0 };
}

const NOT_VERIFIED: Fate = {
  fate: 'kept',
  why: 'The probes did not verify the new certificate, so the previous one stays.',
};
const NOT_YET: Fate = {
  fate: 'kept',
  why: 'The grace period outlasts this run; the next one deletes it.',
};

/** What it replaces and may be deleted now; of the rest it notes why it stays. */
export function mayGo({ context, verified, graceIsOver }: InForce): readonly ObservedCertificate[] {
  const { remove } = context.plan;
  const { fates } = context.writeRecord;
  if (verified.passed && graceIsOver) return remove;
  const left = remove.filter(({ id }) => !fates.has(id));
  left.forEach(({ id }) => fates.set(id, verified.passed ? NOT_YET : NOT_VERIFIED));
  return [];
}

/** A probe counts as "just before" for this long. */
const FRESH = 10_000;

/**
 * While others were waited for, the origin may have begun to refuse it. Simultaneous calls probe once.
 *
 * @returns whether it was probed again; `verified` says with what result
 * @throws RollbackRequired like the probes before
 */
export async function verifyAgain(inForce: InForce): Promise<boolean> {
  const { context, verifiedAt } = inForce;
  const { clock } = context.world;
  if (urlsToProbe(context).length === 0 || clock.monotonic() - verifiedAt <= FRESH) return false;
  inForce.probing ??= probePhase(context, () => verify(context, undefined, undefined));
  try {
    inForce.verified = await inForce.probing;
    inForce.verifiedAt = clock.monotonic();
  } finally {
    inForce.probing = undefined;
  }
  return true;
}

/**
 * Probes and grace together: probes are spread over the grace, the last one at its end. Where there is
 * nothing to delete, what came into force just now is still watched until the edges have followed.
 */
async function settle(context: Context, grace: () => number, cameIntoForce: boolean): Promise<Verified> {
  const { runLog, plan, world } = context;
  const left = plan.remove.length > 0 ? Math.max(0, grace()) : 0;
  const now = world.clock.monotonic();
  const tooLong = left > 0 && now + left >= world.deadline();
  if (tooLong) {
    runLog.warn({
      reason: 'GRACE_OUTLASTS_RUN',
      sentence: `The grace period ends in ${seconds(left)}, after this run: the next run deletes the previous certificate.`,
    });
  }
  const wait = tooLong ? 0 : left;
  const follow = cameIntoForce ? edgesFollowBy(context) : undefined;
  const verified = await probePhase(context, () => watch(context, wait > 0 ? now + wait : follow));
  if (wait > 0) {
    await runLog.phase(
      'grace',
      () => untilOver(context, grace),
      () => 'the grace period is over',
    );
  }
  return verified;
}

/** Where the run ends before the edges have followed, passes may be the previous certificate's. */
async function watch(context: Context, until: number | undefined): Promise<Verified> {
  const { runLog, world } = context;
  if (until === undefined || until < world.deadline()) return await verify(context, undefined, until);
  const verified = await verify(context, undefined, undefined);
  const sentence =
    'The run ends before every edge can be expected to present the new certificate, so the probes may have seen the previous one.';
  runLog.warn({ reason: 'NOT_VERIFIED', sentence });
  return { ...verified, passed: false, sentence: `${verified.sentence} ${sentence}` };
}
