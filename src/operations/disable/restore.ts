import { ActionError, RollbackRequired } from '../../errors.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { verifyThroughEdge } from '../../probe/window.ts';
import type { ProbeWindow } from '../../probe/window.ts';
import { openOvertime, unsettled } from '../../zone/overtime.ts';
import type { Overtime } from '../../zone/overtime.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import type { RunLog } from '../../zone/run-log.ts';
import { waitFor, assertRunning } from '../../zone/wait.ts';
import type { RotationWorld } from '../../zone/world.ts';
import type { DisableLook } from './observe-disable.ts';
import type { DisableSteps } from './plan-disable.ts';
import { carryOut } from './switch-off.ts';
import type { Doing } from './switch-off.ts';

/** How often it is brought back that does not show. */
const TIMES = 3;
/** Longer than an association takes to show, and than visitors should wait for a call that got lost. */
const SHOWS_WITHIN = 45_000;

/**
 * Brings back what was there before, also after the end of the run and after a cancel; then the call is made, but
 * not waited for. Made again where it is refused, or does not show: it got lost, or a late copy undid it.
 *
 * @returns the world in its overtime, to look from
 * @throws ActionError if the way back fails
 */
export async function restore(steps: DisableSteps, doing: Omit<Doing, 'wait'>): Promise<RotationWorld> {
  const overtime = openOvertime(doing.world, doing.say);
  try {
    await untilBack(steps, doing, overtime);
  } catch (error) {
    if (!(error instanceof ActionError) || error.code !== 'CANCELLED') throw error;
    if (overtime.sent() === 'perhaps') throw unsettled(error);
    if (overtime.sent() === 'nothing') throw error;
  } finally {
    overtime.close();
  }
  return overtime.world;
}

async function untilBack(
  steps: DisableSteps,
  doing: Omit<Doing, 'wait'>,
  { insisting, world }: Overtime,
): Promise<void> {
  const wait: Doing['wait'] = (one) => waitFor(world, { ...one, refusals: 'no-news' });
  for (let time = 1; ; time += 1) {
    const atMost = time < TIMES ? Math.min(SHOWS_WITHIN, doing.atMost) : doing.atMost;
    const doubt = await carryOut(steps, 'back', { ...doing, world: insisting, atMost, wait });
    if (doubt === undefined) return;
    if (time === TIMES) throw doubt;
    doing.say('what was there before does not show again; bringing it back once more');
  }
}

interface Watching {
  readonly request: DisableRequest;
  readonly look: DisableLook;
  readonly world: RotationWorld;
  readonly runLog: RunLog;
}

/**
 * Probes through the edge after switching off, for as long as traffic may take to follow: no lagging edge hides
 * bad news.
 *
 * @throws RollbackRequired where visitors are refused since the change; ActionError where the run had to end first
 */
export async function verify(watching: Watching): Promise<void> {
  const { request, world, runLog } = watching;
  if (request.probes.urls.length === 0) return;
  const until = world.clock.monotonic() + PROPAGATION;
  const seen = await probe(watching, 'after', until < world.deadline() ? until : undefined);
  runLog.evidence(seen.evidence);
  switch (seen.kind) {
    case 'verified':
      return;
    case 'inconclusive':
      return runLog.warn({ reason: 'NOT_VERIFIED', sentence: seen.sentence });
    case 'bad-news':
      throw badNews(seen.sentence);
    case 'interrupted':
      if (seen.failing) throw badNews(seen.sentence);
      if (seen.by === 'stop') assertRunning(world);
      throw new ActionError('TIMED_OUT', {
        happened: 'The time given by `timeout` ran out before the probes were done.',
        remedy: 'Look at the site: another run would find it already switched off, and probe nothing.',
      });
  }
}

/**
 * Probes while nothing else is to be seen.
 *
 * @param until monotonic milliseconds
 * @param over ends it
 */
export async function badNewsOf(
  watching: Watching,
  until: number,
  over: AbortSignal,
): Promise<RollbackRequired | undefined> {
  const { request, world, runLog } = watching;
  if (request.probes.urls.length === 0) return undefined;
  runLog.say('Cloudflare cannot be asked for the moment; the probes go on');
  const probes = { ...world.probes, stop: AbortSignal.any([world.stop, over]) };
  const seen = await probe({ ...watching, world: { ...world, probes } }, 'after', until);
  runLog.evidence(seen.evidence);
  const bad = seen.kind === 'bad-news' || (seen.kind === 'interrupted' && seen.failing && !over.aborted);
  return bad ? badNews(seen.sentence) : undefined;
}

/** Probes again once things are as before, which only bad news of probes leads to; says what was seen, never throws. */
export async function verifyRestored(watching: Watching): Promise<string> {
  const seen = await probe(watching, 'after-rollback', undefined);
  watching.runLog.evidence(seen.evidence);
  return seen.sentence;
}

function probe(
  { request, look, world, runLog }: Watching,
  when: 'after' | 'after-rollback',
  until: number | undefined,
): Promise<ProbeWindow> {
  return verifyThroughEdge(
    { ...world.probes, say: runLog.say },
    {
      urls: request.probes.urls,
      baselines: new Map(look.baselines.map(({ url, baseline }) => [url, baseline])),
      expected: undefined,
      settings: request.probes,
      when,
      until,
    },
  );
}

function badNews(sentence: string): RollbackRequired {
  return new RollbackRequired('VERIFICATION_FAILED', {
    happened: `After switching off, visitors were refused. ${sentence}`,
    remedy: 'Make the origin accept visitors without a client certificate, then run again.',
  });
}
