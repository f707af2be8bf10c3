import { mistrusted } from '../../cloudflare/api-error.ts';
import { setZoneSwitch } from '../../cloudflare/zones.ts';
import { ActionError } from '../../errors.ts';
import { send } from '../../zone/change.ts';
import { associationOf, type ObservedCertificate } from '../../zone/observed.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { untilSwitched } from '../../zone/switch.ts';
import { assertRunning } from '../../zone/wait.ts';
import { hostnamesOn } from '../observe/observation.ts';
import type { Move } from '../plan/plan.ts';
import { lookAtRows, type Context } from './apply-context.ts';
import { associate } from './associate.ts';
import { probePhase, verify } from './verify.ts';
import { changingIn, readWatched } from './watch.ts';

/**
 * Hostnames in one call. A certificate serves a hundred at most, so whatever only the next probe would
 * show reaches a quarter of them, and a full certificate costs three calls more than all at once would.
 */
export const BATCH = 25;

/** Hostnames that move together. Those with a probe are probed before the next batch begins. */
interface Batch {
  readonly name: 'canary' | 'associate';
  readonly moves: readonly Move[];
  readonly proves: ReadonlySet<string>;
}

/**
 * Lets traffic use the successor: the switch; per hostname the canary, then the others in batches.
 *
 * @returns whether anything came into force while this run looked on
 * @throws ActionError `VERIFICATION_FAILED` if probes between two batches show neither good nor bad
 */
export async function cutOver(context: Context, active: ObservedCertificate): Promise<boolean> {
  const { plan, runLog } = context;
  if (plan.switchOn)
    await runLog.phase(
      'switch-on',
      () => switchOn(context),
      () => 'origin pulls of the zone are on',
    );
  const batches = batchesOf(context, active.id);
  for (const [index, { name, moves, proves }] of batches.entries()) {
    if (moves.length > 0)
      await runLog.phase(
        name,
        () => associate(context, active.id, moves),
        () => `${names(moves)} ${moves.length === 1 ? 'uses' : 'use'} ${active.id}`,
      );
    // All URLs are probed once the last batch is in place.
    if (proves.size === 0 || index === batches.length - 1) continue;
    await prove(context, proves);
    await assertStillThere(context, active.id, proves);
  }
  return plan.switchOn || plan.moves.length > 0;
}

/**
 * Zone level: has Cloudflare show the zone's certificate to the origin.
 *
 * @throws ApiError or ActionError where it was not switched on, or is not seen to be
 */
export async function switchOn(context: Context): Promise<void> {
  const { writeRecord, observation, world } = context;
  assertRunning(world);
  writeRecord.cutOverAt = world.clock.monotonic();
  const noted = (perhaps: boolean): void => {
    writeRecord.switchedOn = perhaps;
  };
  const sent = mistrusted(await send(() => setZoneSwitch(world.api, observation.zone.id, true), noted));
  if (sent.kind === 'refused') {
    writeRecord.switchedOn = false;
    throw sent.error;
  }
  writeRecord.switchUnsettled = true;
  const unseen = await untilSwitched(true, sent, changingIn(context));
  if (unseen !== undefined) throw unseen.error;
  writeRecord.switchUnsettled = false;
}

function batchesOf({ observation, plan, target }: Context, successorId: string): readonly Batch[] {
  const { canary, moves } = plan;
  const probed = new Set(target.policy.probes.urls.map((url) => new URL(url).hostname));
  const proving = (hostnames: readonly string[]): ReadonlySet<string> =>
    new Set(hostnames.filter((hostname) => probed.has(hostname)));
  const first = moves.filter((move) => move.hostname === canary);
  const rest = moves.filter((move) => move.hostname !== canary);
  const batches = Array.from({ length: Math.ceil(rest.length / BATCH) }, (_, index): Batch => {
    const batch = rest.slice(index * BATCH, (index + 1) * BATCH);
    return { name: 'associate', moves: batch, proves: proving(batch.map(({ hostname }) => hostname)) };
  });
  if (canary === undefined) return batches;
  // An interrupted run may have moved others besides the canary, and cannot know how they fared.
  const there = hostnamesOn(observation, successorId).filter((hostname) =>
    moves.every((move) => move.hostname !== hostname),
  );
  return [{ name: 'canary', moves: first, proves: proving([canary, ...there]) }, ...batches];
}

/** Without a clear pass no further hostname moves; no visitor is refused either, so nothing is undone. */
async function prove(context: Context, hostnames: ReadonlySet<string>): Promise<void> {
  const verified = await probePhase(context, () => verify(context, hostnames, edgesFollowBy(context)));
  if (verified.passed) return;
  throw new ActionError('VERIFICATION_FAILED', {
    happened: `It could not be seen whether visitors get through with the new certificate, so no further hostname was moved. ${verified.sentence}`,
    remedy:
      'Nothing was undone or deleted. Run again: the next run probes again before it moves the others. If this keeps happening, choose a probe URL that the origin itself answers.',
  });
}

/** A late call of an earlier run, or somebody else, may have pointed it back meanwhile: then it proved nothing. */
async function assertStillThere(
  context: Context,
  successorId: string,
  hostnames: ReadonlySet<string>,
): Promise<void> {
  const probed = [...hostnames];
  const rows = await readWatched(context, 'the hostnames that were probed', () =>
    lookAtRows(context, probed),
  );
  const strayed = probed.find((name) => associationOf(rows, name)?.certificateId !== successorId);
  if (strayed === undefined) return;
  throw new ActionError('WORLD_CHANGED', {
    happened: `${strayed} is no longer on the new certificate: a late call of an earlier run, or somebody else, pointed it elsewhere while it was probed. So no further hostname was moved.`,
    remedy: 'Nothing was undone or deleted. Run again: it begins with that hostname.',
  });
}

/**
 * Monotonic moment by which the runner's edge shows the successor, where it came into force just now.
 * Without an echo a pass before it may be the previous certificate's, and would prove nothing; with one,
 * the probe waits for it.
 */
export function edgesFollowBy({ target, world }: Context): number | undefined {
  const { gracePeriod, probes } = target.policy;
  if (probes.echoHeader !== undefined) return undefined;
  const wait = Math.min(gracePeriod, PROPAGATION);
  return wait > 0 ? world.clock.monotonic() + wait : undefined;
}

function names(moves: readonly Move[]): string {
  return moves.length > 3 ? `${moves.length} hostnames` : moves.map((move) => move.hostname).join(', ');
}
