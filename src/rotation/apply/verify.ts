import type { Level } from '../../cloudflare/certificates.ts';
import { ActionError, RollbackRequired } from '../../errors.ts';
import { probeChanged, type Site } from '../../zone/probe-site.ts';
import { isPresentedFor } from '../plan/presentation.ts';
import { askForFresh, type Context } from './apply-context.ts';

export interface Verified {
  /** Every configured probe passed; true as well where none is configured. */
  readonly passed: boolean;
  /** The origin itself named the successor. */
  readonly proven: boolean;
  readonly sentence: string;
}

const NOTHING_TO_PROBE: Verified = { passed: true, proven: false, sentence: 'nothing to probe' };

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
  const { observation, runLog } = context;
  const urls = urlsToProbe(context).filter(
    (url) => hostnames === undefined || hostnames.has(new URL(url).hostname),
  );
  if (urls.length === 0) return NOTHING_TO_PROBE;
  const shown = await probeChanged(siteOf(context), urls, until);
  const { sentence } = shown;
  if (shown.kind === 'verified') return { passed: true, proven: shown.proven, sentence };
  // No visitor is refused, so nothing is undone; but it would be untrue to call the successor in force.
  if (shown.servedOther === true && observation.level === 'zone')
    throw new ActionError('VERIFICATION_FAILED', {
      happened: `Visitors get through, but with a different certificate than the new one. ${sentence}`,
      remedy:
        'Nothing was deleted. Run again in a few minutes. If this does not change, Cloudflare takes another certificate of the zone for the one deployed last: issue a fresh certificate, put it into the secret, and run again.',
    });
  runLog.warn({ reason: 'NOT_VERIFIED', sentence });
  return { passed: false, proven: false, sentence };
}

/** Probing as a phase of its own, where there is something to probe. */
export async function probePhase(context: Context, probing: () => Promise<Verified>): Promise<Verified> {
  if (urlsToProbe(context).length === 0) return NOTHING_TO_PROBE;
  return await context.runLog.phase('probe', probing, ({ sentence }) => sentence);
}

export function siteOf({ observation, world, runLog, target }: Context): Site {
  return {
    world,
    runLog,
    probes: target.policy.probes,
    baselines: observation.baselines,
    expected: target.successor.leaf,
    badNews: (sentence, certificateFault) => badNews(observation.level, sentence, certificateFault),
    cutShort: 'Run again: the next run continues from here, and probes again before it deletes anything.',
  };
}

/** A probe shows something of the successor only where Cloudflare presents it. */
export function urlsToProbe({ writeRecord, observation, plan, target }: Context): readonly string[] {
  return target.policy.probes.urls.filter((url) =>
    isPresentedFor(new URL(url).hostname, observation, plan, writeRecord.successor),
  );
}

function badNews(level: Level, sentence: string, certificateFault: boolean): RollbackRequired {
  const [what, first] = certificateFault
    ? ['visitors were refused', 'Make the origin trust the new certificate']
    : ['the site failed', 'This does not look like a refused certificate: fix the site first'];
  return new RollbackRequired('VERIFICATION_FAILED', {
    happened: `After the change, ${what}. ${sentence}`,
    remedy: `${first}, then run again.${askForFresh(level)}`,
  });
}
