import { ActionError, asActionError, RollbackRequired } from '../../errors.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import { failureOf, type Failure } from '../../zone/result-parts.ts';
import { createRunLog, plainLog } from '../../zone/run-log.ts';
import { probeChanged, probeRestored, type Site } from '../../zone/probe-site.ts';
import { assertRunning } from '../../zone/wait.ts';
import { watchOver, type Watched } from '../../zone/watch-over.ts';
import type { World } from '../../zone/world.ts';
import type { DisableRun, RunFacts } from '../operation-result.ts';
import { look } from './observe-disable.ts';
import { decide, type DisablePlan } from './plan-disable.ts';
import { carryOut, restore, type Doing } from './switch-off.ts';

/** What switching off reports; the caller adds the facts of the run. */
export type DisableEnding = Omit<DisableRun, 'operation' | keyof RunFacts>;

type Steps = Exclude<DisablePlan, { kind: 'refuse' | 'idle' }>;
type Ending = Pick<DisableEnding, 'outcome' | 'changed' | 'reason' | 'sentence' | 'failure'>;

/**
 * Stops client certificates for a zone or for hostnames: look, decide, switch off, probe; a failed
 * probe restores. Never throws for what can happen at Cloudflare; the ending says how it went.
 */
export async function disable(
  request: DisableRequest,
  world: World,
  dryRun: boolean,
): Promise<DisableEnding> {
  const { zone, what, probes } = request;
  const runLog = createRunLog({
    now: () => world.api.serverNow(),
    monotonic: () => world.clock.monotonic(),
    log: plainLog(world.say, zone),
  });
  const mode = what.kind === 'zone' ? 'zone' : what.mode;
  let hostnames: readonly string[] = what.kind === 'zone' ? [] : what.hostnames;
  const work = async (): Promise<Ending> => {
    const seen = await look(request, world, runLog);
    // A look that a cancel cut short says nothing of the site.
    assertRunning(world);
    const plan = decide(request, seen);
    plan.warnings.forEach(runLog.warn);
    if (plan.kind === 'refuse') {
      const failure = failureOf(new ActionError('PLAN_REFUSED', plan.text), 'Nothing was changed.');
      return ended('failed', plan.reason, plan.text.happened, false, failure);
    }
    if (plan.kind === 'idle') return ended('unchanged', 'ALREADY_OFF', plan.sentence, false);
    if (plan.kind === 'hostnames') hostnames = plan.former.map(({ hostname }) => hostname);
    if (dryRun) return ended('planned', 'TO_DISABLE', `After a real run: ${plan.sentence}`, false);
    // What happens to visitors decides, also while Cloudflare cannot be asked.
    return await switchOff(plan, seen.zone.id, request, {
      world,
      runLog,
      probes,
      baselines: seen.baselines,
      expected: undefined,
      badNews,
      cutShort: 'Look at the site: another run would find it already switched off, and probe nothing.',
      longest: PROPAGATION,
      untouched: 'Look at the site.',
      urls: () => probes.urls,
    });
  };
  const ending = await work().catch((error: unknown) => stopped(asActionError(error), false));
  return { zone, mode, hostnames, evidence: runLog.seen(), warnings: runLog.warnings(), ...ending };
}

async function switchOff(
  plan: Steps,
  zoneId: string,
  { activationTimeout: atMost }: DisableRequest,
  site: Watched,
): Promise<Ending> {
  const { world, runLog } = site;
  let wrote = false;
  const doing: Doing = {
    world,
    zoneId,
    atMost,
    say: runLog.say,
    wrote: (perhaps) => void (wrote = perhaps),
    wait: (wait) => watchOver(site, wait),
  };
  try {
    assertRunning(world);
    const doubt = await carryOut(plan, doing);
    if (doubt === undefined)
      runLog.say(plan.kind === 'hostnames' && plan.mode === 'withdraw' ? 'withdrawn' : 'switched off');
    await verify(site);
    if (doubt !== undefined) throw doubt;
    return ended('disabled', 'DISABLED', plan.sentence, true);
  } catch (error) {
    const cause = asActionError(error);
    if (cause instanceof RollbackRequired) return await goBack(plan, doing, site, cause);
    return stopped(cause, wrote);
  }
}

/** Probes for as long as traffic may take to follow, so that no lagging edge hides bad news. */
async function verify(site: Site): Promise<void> {
  const { probes, world, runLog } = site;
  if (probes.urls.length === 0) return;
  const until = world.clock.monotonic() + PROPAGATION;
  const seen = await probeChanged(site, probes.urls, until < world.deadline() ? until : undefined);
  if (seen.kind === 'inconclusive') runLog.warn({ reason: 'NOT_VERIFIED', sentence: seen.sentence });
}

function badNews(sentence: string, certificateFault: boolean): RollbackRequired {
  const [what, first] = certificateFault
    ? ['visitors were refused', 'Make the origin accept visitors without a client certificate']
    : ['the site failed', 'This does not look like a missing certificate: fix the site first'];
  return new RollbackRequired('VERIFICATION_FAILED', {
    happened: `After switching off, ${what}. ${sentence}`,
    remedy: `${first}, then run again.`,
  });
}

async function goBack(plan: Steps, doing: Doing, site: Watched, cause: ActionError): Promise<Ending> {
  site.runLog.news('rolling back to what was there before');
  try {
    const world = await restore(plan, doing);
    const seen = world.stop.aborted
      ? 'The call that restores the previous state was made; the run was cancelled before it was confirmed.'
      : (await probeRestored({ ...site, world }, site.probes.urls, PROPAGATION)).sentence;
    const failure = failureOf(cause, `As before the run. ${seen}`);
    const sentence = 'Switching off was undone, since visitors did not get through.';
    return ended('rolled-back', cause.code, sentence, false, failure);
  } catch (error) {
    const second = asActionError(error);
    const failure: Failure = {
      ...failureOf(second, 'Switched off, though visitors do not get through.'),
      code: 'ROLLBACK_FAILED',
      happened: `${cause.happened} Restoring the previous state failed as well. ${second.happened}`,
      remedy:
        'Switch it on again in the dashboard, or make the origin accept visitors without a certificate.',
    };
    const sentence = 'Visitors do not get through, and restoring the previous state failed.';
    return ended('failed', failure.code, sentence, true, failure);
  }
}

function stopped(error: ActionError, changed: boolean): Ending {
  const [sentence, inForce] = changed
    ? [
        'Whether that took effect was not verified.',
        'The change was sent to Cloudflare and was not undone; whether it took effect was not verified.',
      ]
    : ['Nothing was switched off.', 'Nothing was changed.'];
  return ended('failed', error.code, sentence, changed, failureOf(error, inForce));
}

function ended(
  outcome: Ending['outcome'],
  reason: string,
  sentence: string,
  changed: boolean,
  failure?: Failure,
): Ending {
  return { outcome, changed, reason, sentence, failure };
}
