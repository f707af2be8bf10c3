import { echoNames, readEcho, type ExpectedCertificate } from '../../probe/echo.ts';
import { associationOf } from '../../zone/observed.ts';
import { mayLag, PROPAGATION } from '../../zone/quiet.ts';
import { probeRestored } from '../../zone/probe-site.ts';
import { siteOf } from '../apply/verify.ts';
import type { RollbackContext } from './rollback-context.ts';

/** What the probes showed once the previous state was restored. */
interface SeenAfter {
  /** Visitors are still refused, or a different certificate is presented than before: rolling back did not help. */
  readonly bad: boolean;
  readonly sentence: string;
}

/** Probes again once the previous state is restored. Never throws. */
export async function verifyRestored(rollback: RollbackContext): Promise<SeenAfter> {
  const { target, runLog, writeRecord } = rollback;
  const { urls } = target.policy.probes;
  if (urls.length === 0)
    return { bad: false, sentence: 'No probe is configured, so this could not be seen from outside.' };
  const sick = failedBefore(rollback);
  const wasRefused = (url: string): boolean => sick.has(new URL(url).hostname);
  const isSeenBack = (url: string): boolean => !writeRecord.unseen.has(new URL(url).hostname);
  // The first failure is the one reported: it should be one that did not fail before.
  const inOrder = urls.toSorted((one, other) => Number(wasRefused(one)) - Number(wasRefused(other)));
  const site = { ...siteOf(rollback), expected: (url: string) => previousAt(rollback, url) };
  const shown = await runLog.phase(
    'probe',
    () => probeRestored(site, inOrder, Math.min(target.policy.gracePeriod, PROPAGATION)),
    // The failure tells what was seen.
    ({ kind }) =>
      kind === 'verified' ? 'visitors get through again' : 'could not see whether visitors get through again',
  );
  const { sentence } = shown;
  switch (shown.kind) {
    case 'bad-news':
      // Visitors who were refused before the run are no worse off, where what they had was seen in force again; a site
      // that is down says nothing about certificates.
      return { bad: shown.certificateFault && !(wasRefused(shown.url) && isSeenBack(shown.url)), sentence };
    case 'inconclusive':
      return { bad: shown.servedOther === true, sentence };
    case 'verified':
    case 'interrupted':
      return { bad: false, sentence };
  }
}

/** Hostnames that failed for want of a good certificate with what Cloudflare surely presented for them then. */
function failedBefore({ writeRecord, observation, target }: RollbackContext): ReadonlySet<string> {
  const sick = observation.baselines
    .filter(({ baseline }) => baseline.kind === 'lacks-certificate')
    .map(({ url }) => new URL(url).hostname);
  if (observation.level === 'zone') {
    // What is refused in force, or still presented while it goes, says nothing of the one before it.
    const leaves = observation.certificates.some(({ status }) => status === 'pending_deletion');
    return new Set(writeRecord.uploaded === undefined || leaves ? [] : sick);
  }
  const { activationTimeout } = target.policy;
  const says = (hostname: string): boolean => {
    const row = associationOf(observation.associations, hostname);
    if (row === undefined) return true;
    const lags = row.status !== 'active' || mayLag(row.updatedAt, activationTimeout, observation.at);
    return row.certificateId !== writeRecord.successor && !lags;
  };
  return new Set(sick.filter(says));
}

/** What Cloudflare should present for the hostname of a URL again; undefined if the origin named another before. */
function previousAt(
  { writeRecord, observation }: RollbackContext,
  url: string,
): ExpectedCertificate | undefined {
  const name = new URL(url).hostname;
  const presented = observation.level === 'zone' ? observation.presented : observation.presented.get(name);
  const before = presented?.kind === 'certificate' ? presented.certificate : undefined;
  const moved = writeRecord.back.find(({ hostname }) => hostname === name);
  const to = observation.level === 'zone' ? writeRecord.backTo : moved?.before?.certificateId;
  const leaf = [before, ...observation.certificates].find((one) => one?.id === (to ?? before?.id))?.leaf;
  const served = observation.baselines.find((one) => one.url === url)?.baseline.served;
  if (leaf === undefined || served === undefined) return leaf;
  return echoNames(readEcho(served), leaf) ? leaf : undefined;
}
