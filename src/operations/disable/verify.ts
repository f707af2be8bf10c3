import type { DisableRequest } from '../../inputs/job.ts';
import { ActionError } from '../../errors.ts';
import { verifyThroughEdge } from '../../probe/window.ts';
import type { ProbeWindow } from '../../probe/window.ts';
import type { Journal } from '../../rotation/journal.ts';
import { BadNews } from '../../rotation/apply/bad-news.ts';
import { assertRunning } from '../../rotation/apply/waiting.ts';
import type { RotationWorld } from '../../rotation/world.ts';
import { PROPAGATION } from '../../zone/quiet.ts';
import type { DisableLook } from './look.ts';

export interface Watching {
  readonly request: DisableRequest;
  readonly look: DisableLook;
  readonly world: RotationWorld;
  readonly journal: Journal;
}

/**
 * Probes through the edge after switching off, for as long as traffic may take to follow: no lagging edge hides
 * bad news.
 *
 * @throws BadNews where visitors are refused since the change; ActionError where the run had to end first
 */
export async function verify(watching: Watching): Promise<void> {
  const { request, world, journal } = watching;
  if (request.probes.urls.length === 0) return;
  const until = world.clock.monotonic() + PROPAGATION;
  const seen = await probe(watching, 'after', until < world.deadline() ? until : undefined);
  journal.evidence(seen.evidence);
  switch (seen.kind) {
    case 'verified':
      return;
    case 'inconclusive':
      return journal.warn({ reason: 'NOT_VERIFIED', sentence: seen.sentence });
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
): Promise<BadNews | undefined> {
  const { request, world, journal } = watching;
  if (request.probes.urls.length === 0) return undefined;
  journal.say('Cloudflare cannot be asked for the moment; the probes go on');
  const probes = { ...world.probes, stop: AbortSignal.any([world.stop, over]) };
  const seen = await probe({ ...watching, world: { ...world, probes } }, 'after', until);
  journal.evidence(seen.evidence);
  const bad = seen.kind === 'bad-news' || (seen.kind === 'interrupted' && seen.failing && !over.aborted);
  return bad ? badNews(seen.sentence) : undefined;
}

/** Probes again once things are as before, which only bad news of probes leads to; says what was seen, never throws. */
export async function verifyRestored(watching: Watching): Promise<string> {
  const seen = await probe(watching, 'after-rollback', undefined);
  watching.journal.evidence(seen.evidence);
  return seen.sentence;
}

function probe(
  { request, look, world, journal }: Watching,
  when: 'after' | 'after-rollback',
  until: number | undefined,
): Promise<ProbeWindow> {
  return verifyThroughEdge(
    { ...world.probes, say: journal.say },
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

function badNews(sentence: string): BadNews {
  return new BadNews('VERIFICATION_FAILED', {
    happened: `After switching off, visitors were refused. ${sentence}`,
    remedy: 'Make the origin accept visitors without a client certificate, then run again.',
  });
}
