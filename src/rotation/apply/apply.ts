import { ActionError } from '../../errors.ts';
import { isLive, newest, uploadedWith } from '../../zone/observed.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { seconds } from '../../zone/words.ts';
import { untilMyTurnToMove } from './apply-context.ts';
import type { Context } from './apply-context.ts';
import type { Standing } from './bring.ts';
import { cutOver, edgesFollowBy } from './cut-over.ts';
import { openGrace } from './grace-watch.ts';
import type { GraceWatch } from './grace-watch.ts';
import { removePredecessors } from './remove.ts';
import { probePhase, verify } from './verify.ts';
import type { Verified } from './verify.ts';
import { readWatched } from './watch.ts';

/**
 * Executes the plan, phase by phase, once the successor is there:
 *
 * cut over (canary first) ▶ probe ▶ grace ▶ observe again ▶ delete ▶ confirm
 *
 * @returns the successor; at zone level perhaps uploaded again
 * @throws RollbackRequired where what was in force has to be restored; ActionError where the run ends as things are
 */
export async function apply(standing: Standing): Promise<ObservedCertificate> {
  const { context, seenAt, successor, wasActive } = standing;
  const { plan, world, siblings } = context;
  await untilMyTurnToMove(context);
  const moved = await cutOver(context, successor);
  siblings.done('move');
  const witnessedAt = wasActive && !moved ? undefined : world.clock.monotonic();
  const grace = openGrace(context, successor, { seenAt, witnessedAt });
  const verified = await settle(context, grace, witnessedAt !== undefined);
  if (verified.passed) siblings.verified();
  const looked =
    plan.remove.length === 0 ? undefined : await removePredecessors(context, successor, verified, grace);
  if (looked === undefined && !verified.proven) await refuseOldDate(context, successor);
  return looked ?? successor;
}

/**
 * By the list as it is now, and by the successor as its id showed it. One that the first look did not show yet may
 * have been deployed later, though it was uploaded a little before.
 */
async function isLast(context: Context, successor: ObservedCertificate): Promise<boolean> {
  const { observation, target, world } = context;
  const listed = await readWatched(context, 'the list of certificates', () =>
    observeCertificates(world.api, observation.zone.id, 'zone'),
  );
  const others = listed.filter((one) => one.id !== successor.id);
  const known = new Set(observation.certificates.map(({ id }) => id));
  const strangers = others.filter((one) => isLive(one) && !known.has(one.id));
  return (
    newest([...others, successor])?.id === successor.id &&
    uploadedWith(successor, strangers, target.policy.activationTimeout).length === 0
  );
}

/**
 * What was deleted once and is uploaded again may keep its id and the date of its first upload: whether it is
 * in force then, where another one is newer by that date, only an echo can tell. If something is deleted, the
 * look before it asks the same.
 */
async function refuseOldDate(context: Context, successor: ObservedCertificate): Promise<void> {
  const { observation, writeRecord } = context;
  const alone = observation.certificates.every(({ id }) => id === successor.id);
  if (observation.level !== 'zone' || writeRecord.uploaded !== successor.id || alone) return;
  if (await isLast(context, successor)) return;
  throw new ActionError('WORLD_CHANGED', {
    happened: `${successor.id} was uploaded, and judging by upload dates, another certificate of the zone is as new or newer, or may have been deployed later, and may be in use.`,
    remedy: 'Run again: the next run says which one is newer, and what to do.',
  });
}

/**
 * Probes and grace together: probes are spread over the grace, the last one at its end. Where there is
 * nothing to delete, what came into force just now is still watched until the edges have followed.
 */
async function settle(context: Context, grace: GraceWatch, cameIntoForce: boolean): Promise<Verified> {
  const { runLog, plan, world } = context;
  const left = plan.remove.length > 0 ? Math.max(0, grace.left()) : 0;
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
      () => grace.rest(),
      () => 'the grace period is over',
    );
  }
  return verified;
}

/** Where the run ends before the edges have followed, passes may be the former certificate's. */
async function watch(context: Context, until: number | undefined): Promise<Verified> {
  const { runLog, world } = context;
  if (until === undefined || until < world.deadline()) return await verify(context, undefined, until);
  const verified = await verify(context, undefined, undefined);
  const sentence =
    'The run ends before every edge can be expected to present the new certificate, so the probes may have seen the previous one.';
  runLog.warn({ reason: 'NOT_VERIFIED', sentence });
  return { ...verified, passed: false, sentence: `${verified.sentence} ${sentence}` };
}
