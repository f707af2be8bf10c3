import { setZoneSwitch } from '../../cloudflare/switches.ts';
import { ActionError } from '../../errors.ts';
import { untilActive, untilOthersSettle } from './activation.ts';
import { associate } from './associate.ts';
import type { Context } from './context.ts';
import { discard } from './discard.ts';
import { openGrace } from './grace-watch.ts';
import type { GraceWatch } from './grace-watch.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { removePredecessors } from './remove.ts';
import { PROPAGATION } from '../plan/grace.ts';
import { newest } from '../observe/live.ts';
import type { Move } from '../plan/plan.ts';
import { upload } from './upload.ts';
import { verify } from './verify.ts';
import type { Verified } from './verify.ts';
import { assertRunning, seconds } from './waiting.ts';
import { untilMyTurnToMove } from './with-siblings.ts';

/**
 * Executes the plan, phase by phase:
 *
 * upload or adopt ▶ wait active ▶ cut over (canary first) ▶ probe ▶ grace ▶ observe again ▶ delete ▶ confirm
 *
 * @throws BadNews where what was in force has to be restored; ActionError where the run ends as things are
 */
export async function apply(context: Context): Promise<ObservedCertificate> {
  const { plan, journal, world, ledger, siblings } = context;
  const seenAt = world.clock.monotonic();
  if (plan.discard !== undefined) await discard(context, plan.discard);
  if (plan.adopt === undefined) await untilOthersSettle(context);
  const standing =
    plan.adopt ??
    (await journal.phase(
      'upload',
      () => upload(context),
      (one) => `uploaded as ${one.id}`,
    ));
  ledger.successor = standing.id;
  siblings.done('upload');
  if (plan.adopt !== undefined) journal.skip('upload', `already there as ${standing.id}; taken over`);
  const wasActive = plan.adopt?.status === 'active';
  const active = wasActive
    ? standing
    : await journal.phase(
        'activate',
        () => untilActive(context, standing),
        () => `${standing.id} is active`,
      );
  refuseOlderCopy(context, active);
  await untilMyTurnToMove(context);
  const moved = await cutOver(context, active);
  siblings.done('move');
  const witnessedAt = wasActive && !moved ? undefined : world.clock.monotonic();
  const grace = openGrace(context, active, { seenAt, witnessedAt, moved });
  const verified = await settle(context, grace, witnessedAt !== undefined);
  if (verified.passed) siblings.verified(grace.left);
  if (plan.remove.length > 0) await removePredecessors(context, active, verified, grace);
  return active;
}

/** An upload that found an older live copy changed nothing (1406): what is in force is another certificate. */
function refuseOlderCopy(context: Context, successor: ObservedCertificate): void {
  const { observation, plan, ledger } = context;
  if (observation.level !== 'zone' || plan.adopt !== undefined || ledger.uploaded === successor.id) return;
  const others = observation.certificates.filter((one) => one.id !== successor.id);
  if (newest([...others, successor])?.id === successor.id) return;
  throw new ActionError('WORLD_CHANGED', {
    happened: `This certificate is already in the zone as ${successor.id}, older than another one there, so uploading it changed nothing.`,
    remedy:
      'Issue a fresh certificate (a new one for the same key will do), put it into the secret, and run again.',
  });
}

/** Returns whether this run itself brought the successor into force. */
async function cutOver(context: Context, active: ObservedCertificate): Promise<boolean> {
  const { plan, journal } = context;
  if (plan.switchOn)
    await journal.phase(
      'switch-on',
      () => switchOn(context),
      () => 'origin pulls of the zone are on',
    );
  const { canary, moves } = plan;
  const first = moves.filter((move) => move.hostname === canary);
  const rest = moves.filter((move) => move.hostname !== canary);
  if (first.length > 0) {
    await journal.phase(
      'canary',
      () => associate(context, active.id, first),
      () => `${canary ?? ''} uses ${active.id}`,
    );
  }
  if (canary !== undefined) {
    const probed = await journal.phase(
      'probe',
      () => verify(context, new Set([canary]), edgesFollowBy(context)),
      said,
    );
    if (!probed.passed && rest.length > 0) throw canaryUnheard(canary, rest, probed);
  }
  if (rest.length > 0) {
    await journal.phase(
      'associate',
      () => associate(context, active.id, rest),
      () => `${names(rest)} ${rest.length === 1 ? 'uses' : 'use'} ${active.id}`,
    );
  }
  return plan.switchOn || moves.length > 0;
}

/** Nobody was seen to be turned away, so nothing is undone; but nobody else follows a canary that was not heard. */
function canaryUnheard(canary: string, rest: readonly Move[], { sentence }: Verified): ActionError {
  const others = `${names(rest)} ${rest.length === 1 ? 'stays' : 'stay'}`;
  return new ActionError('VERIFICATION_FAILED', {
    happened: `${canary} was moved first, and its probe did not show that visitors get through, so ${others} on what they had. ${sentence}`,
    remedy: `Nothing was deleted. Look at the probe of ${canary}, then run again: it is probed again before the others are moved.`,
  });
}

/**
 * Monotonic moment by which the runner's edge shows the successor. Without an echo a pass before it may be
 * the former certificate's, and the canary would have proved nothing; with one, the probe waits for it.
 */
function edgesFollowBy({ target, world }: Context): number | undefined {
  const { gracePeriod, probes } = target.policy;
  if (probes.echoHeader !== undefined) return undefined;
  const wait = Math.min(gracePeriod, PROPAGATION);
  return wait > 0 ? world.clock.monotonic() + wait : undefined;
}

async function switchOn(context: Context): Promise<void> {
  const { ledger, observation, world } = context;
  assertRunning(world);
  ledger.switchedOn = true;
  ledger.wrote = true;
  const outcome = await setZoneSwitch(world.api, observation.zone.id, true);
  if (outcome.kind === 'applied') return;
  if (outcome.kind === 'refused') ledger.switchedOn = false;
  throw outcome.error;
}

/**
 * Probes and grace together: probes are spread over the grace, the last one at its end. Where nothing is
 * to be deleted there is no grace, but edges follow late all the same.
 */
async function settle(context: Context, grace: GraceWatch, cameIntoForce: boolean): Promise<Verified> {
  const { journal, plan, target, world } = context;
  const left = plan.remove.length > 0 ? Math.max(0, grace.left()) : 0;
  const now = world.clock.monotonic();
  const tooLong = left > 0 && now + left >= world.deadline();
  if (tooLong) {
    journal.warn({
      reason: 'GRACE_OUTLASTS_RUN',
      sentence: `The grace period has ${seconds(left)} to go, longer than this run may take: the next run deletes the predecessor.`,
    });
  }
  const wait = tooLong ? 0 : left;
  const followed = cameIntoForce ? edgesFollowBy(context) : undefined;
  const follow = followed !== undefined && followed < world.deadline() ? followed : undefined;
  const verified =
    target.policy.probes.urls.length === 0
      ? { passed: true, proven: false, sentence: 'no probe configured' }
      : await journal.phase('probe', () => verify(context, undefined, wait > 0 ? now + wait : follow), said);
  if (wait > 0) {
    await journal.phase(
      'grace',
      () => grace.rest(),
      () => 'the grace period is over',
    );
  }
  return verified;
}

function said(verified: Verified): string {
  return verified.sentence;
}

function names(moves: readonly { readonly hostname: string }[]): string {
  return moves.length > 3 ? `${moves.length} hostnames` : moves.map((move) => move.hostname).join(', ');
}
