import { ActionError, type RollbackRequired } from '../errors.ts';
import { takeBaseline } from '../probe/baseline.ts';
import type { BaselineOf } from '../probe/verdict.ts';
import type { ProbeSettings } from '../probe/settings.ts';
import { verifyThroughEdge, type ProbeWindow, type Verification } from '../probe/window.ts';
import type { RunLog } from './run-log.ts';
import { assertRunning } from './wait.ts';
import type { World } from './world.ts';

/** What is probed through the edge around a change. */
export interface Site {
  readonly world: World;
  readonly runLog: RunLog;
  readonly probes: ProbeSettings;
  readonly baselines: readonly BaselineOf[];
  readonly expected: Verification['expected'];
  /** `certificateFault`: it looks as a missing or refused client certificate does. */
  readonly badNews: (sentence: string, certificateFault: boolean) => RollbackRequired;
  /** What to do where the time was up before the probes were done. */
  readonly cutShort: string;
}

/** Before a change; a look that a cancel cut short is no evidence. */
export async function takeBaselines(
  world: World,
  probes: ProbeSettings,
  runLog: RunLog,
): Promise<readonly BaselineOf[]> {
  return await Promise.all(
    probes.urls.map(async (url) => {
      const { baseline, evidence } = await takeBaseline(world, url, probes);
      if (!world.stop.aborted) runLog.evidence([evidence]);
      return { url, baseline };
    }),
  );
}

type Concluded = Extract<ProbeWindow, { readonly kind: 'verified' | 'inconclusive' }>;

/**
 * Probes after a change.
 *
 * @param until monotonic milliseconds until which probes are spread; undefined: no longer than needed
 * @throws RollbackRequired where visitors are refused since the change; ActionError where the run had to end first
 */
export async function probeChanged(
  site: Site,
  urls: readonly string[],
  until: number | undefined,
): Promise<Concluded> {
  const seen = await probe(site, site.probes, urls, 'after', until);
  switch (seen.kind) {
    case 'verified':
    case 'inconclusive':
      return seen;
    case 'bad-news':
      throw site.badNews(seen.sentence, seen.certificateFault);
    case 'interrupted':
      if (seen.failing) throw site.badNews(seen.sentence, seen.certificateFault);
      if (seen.by === 'stop') assertRunning(site.world);
      throw new ActionError('TIMED_OUT', {
        happened: 'The time given by `timeout` ran out before the probes were done.',
        remedy: site.cutShort,
      });
  }
}

/**
 * Probes while Cloudflare's API gives no answer.
 *
 * @param until monotonic milliseconds
 * @param over ends it
 */
export async function badNewsWhileBlind(
  site: Site,
  urls: readonly string[],
  until: number,
  over: AbortSignal,
): Promise<RollbackRequired | undefined> {
  const { world, runLog } = site;
  if (urls.length === 0) return undefined;
  runLog.say('Cloudflare cannot be asked for the moment; the probes go on');
  const inTime = { ...world, stop: AbortSignal.any([world.stop, over]) };
  const seen = await probe({ ...site, world: inTime }, site.probes, urls, 'after', until);
  const bad = seen.kind === 'bad-news' || (seen.kind === 'interrupted' && seen.failing && !over.aborted);
  return bad ? site.badNews(seen.sentence, seen.certificateFault) : undefined;
}

/** Time for the passes that follow once the last edge has followed. */
const PASSES = 30_000;

/**
 * Probes again once things are as before. Edges keep using what was removed for a while, so failures count only
 * at the end. Never throws.
 *
 * @param follow milliseconds that edges may take
 */
export async function probeRestored(
  site: Site,
  urls: readonly string[],
  follow: number,
): Promise<ProbeWindow> {
  const { timeout } = site.probes;
  const patient = { ...site.probes, timeout: Math.max(timeout, follow + Math.min(timeout, PASSES)) };
  return await probe(site, patient, urls, 'after-rollback', undefined);
}

async function probe(
  { world, runLog, baselines, expected }: Site,
  settings: ProbeSettings,
  urls: readonly string[],
  when: Verification['when'],
  until: number | undefined,
): Promise<ProbeWindow> {
  const known = new Map(baselines.map(({ url, baseline }) => [url, baseline]));
  const said = { ...world, say: runLog.say };
  const seen = await verifyThroughEdge(said, { urls, baselines: known, expected, settings, when, until });
  runLog.evidence(seen.evidence);
  return seen;
}
