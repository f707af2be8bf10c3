import type { Level } from '../../cloudflare/certificates.ts';
import { ActionError, RollbackRequired } from '../../errors.ts';
import type { Baseline } from '../../probe/verdict.ts';
import { verifyThroughEdge } from '../../probe/window.ts';
import type { ProbeWindow } from '../../probe/window.ts';
import { assertRunning } from '../../zone/wait.ts';
import { isPresentedFor } from '../plan/plan-hostnames.ts';
import { askForFresh } from './apply-context.ts';
import type { Context } from './apply-context.ts';

export interface Verified {
  /** Every configured probe passed; true as well where none is configured. */
  readonly passed: boolean;
  /** The origin itself named the successor. */
  readonly proven: boolean;
  readonly sentence: string;
}

/**
 * Probes through the edge after the cut-over.
 *
 * @param hostnames probe only these; undefined: every configured URL
 * @param until monotonic milliseconds until which probes are spread; undefined: no longer than needed
 * @throws RollbackRequired where traffic fails since the change; ActionError `VERIFICATION_FAILED` if the zone's
 *   traffic is served with another certificate to the end
 */
export async function verify(
  context: Context,
  hostnames: ReadonlySet<string> | undefined,
  until: number | undefined,
): Promise<Verified> {
  const { observation, world, runLog } = context;
  const urls = urlsToProbe(context).filter(
    (url) => hostnames === undefined || hostnames.has(new URL(url).hostname),
  );
  if (urls.length === 0) return { passed: true, proven: false, sentence: 'nothing to probe' };
  const shown = await probe(context, urls, until);
  runLog.evidence(shown.evidence);
  switch (shown.kind) {
    case 'verified':
      return { passed: true, proven: shown.proven, sentence: shown.sentence };
    case 'inconclusive':
      if (shown.servedOther === true && observation.level === 'zone') throw otherServed(shown.sentence);
      runLog.warn({ reason: 'NOT_VERIFIED', sentence: shown.sentence });
      return { passed: false, proven: false, sentence: shown.sentence };
    case 'bad-news':
      throw badNews(observation.level, shown.sentence);
    case 'interrupted':
      if (shown.failing) throw badNews(observation.level, shown.sentence);
      if (shown.by === 'stop') assertRunning(world);
      throw new ActionError('TIMED_OUT', {
        happened: 'The time given by `timeout` ran out before the probes were done.',
        remedy: 'Run again: the next run continues from here, and probes again before it deletes anything.',
      });
  }
}

/**
 * Probes what this run has cut over so far, while nothing else can be read.
 *
 * @param until monotonic milliseconds
 * @param over ends it
 */
export async function badNewsOf(
  context: Context,
  until: number,
  over: AbortSignal,
): Promise<RollbackRequired | undefined> {
  const { writeRecord, observation, world, runLog } = context;
  const moved = new Set(writeRecord.moved.map(({ hostname }) => hostname));
  const urls = urlsToProbe(context).filter(
    (url) => observation.level === 'zone' || moved.has(new URL(url).hostname),
  );
  if (urls.length === 0) return undefined;
  runLog.say('Cloudflare cannot be asked for the moment; the probes go on');
  const probes = { ...world.probes, stop: AbortSignal.any([world.stop, over]) };
  const shown = await probe({ ...context, world: { ...world, probes } }, urls, until);
  runLog.evidence(shown.evidence);
  const bad = shown.kind === 'bad-news' || (shown.kind === 'interrupted' && shown.failing && !over.aborted);
  return bad ? badNews(observation.level, shown.sentence) : undefined;
}

/** A probe shows something of the successor only where Cloudflare presents it. */
export function urlsToProbe({ writeRecord, observation, plan, target }: Context): readonly string[] {
  return target.policy.probes.urls.filter((url) =>
    isPresentedFor(new URL(url).hostname, observation, plan, writeRecord.successor),
  );
}

function probe(context: Context, urls: readonly string[], until: number | undefined): Promise<ProbeWindow> {
  const { target, observation, world } = context;
  const baselines = new Map<string, Baseline>(
    observation.baselines.map(({ url, baseline }) => [url, baseline]),
  );
  const settings = target.policy.probes;
  const said = { ...world.probes, say: context.runLog.say };
  const expected = target.successor.leaf;
  return verifyThroughEdge(said, { urls, baselines, expected, settings, when: 'after', until });
}

/** No visitor is refused, so nothing is undone; but it would be untrue to call the successor in force. */
function otherServed(sentence: string): ActionError {
  return new ActionError('VERIFICATION_FAILED', {
    happened: `Visitors get through, but with a different certificate than the new one. ${sentence}`,
    remedy:
      'Nothing was deleted. Run again in a few minutes. If it stays so, Cloudflare takes another certificate of the zone for the one deployed last: issue a fresh certificate, put it into the secret, and run again.',
  });
}

function badNews(level: Level, sentence: string): RollbackRequired {
  return new RollbackRequired('VERIFICATION_FAILED', {
    happened: `After the change, visitors were refused. ${sentence}`,
    remedy: `Make the origin trust the new certificate, then run again.${askForFresh(level)}`,
  });
}
