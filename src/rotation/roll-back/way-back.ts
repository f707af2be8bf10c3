import { getCertificate } from '../../cloudflare/certificates.ts';
import type { CertificateStatus } from '../../cloudflare/certificates.ts';
import { isDeploying } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { retire } from '../apply/retire.ts';
import type { StillFree } from '../apply/retire.ts';
import { byThisRun } from '../ledger.ts';
import { associationOf } from '../observe/observation.ts';
import { observed } from '../observe/read-certificates.ts';
import { mine, sawRefusals } from './undoing.ts';
import type { Undoing } from './undoing.ts';

/** How undoing went. */
export type Undone =
  /** What was in force before is in force again. */
  | { readonly kind: 'restored'; readonly sentence: string }
  /** Nothing had been moved: only the upload was taken back. */
  | { readonly kind: 'nothing-moved'; readonly sentence: string }
  /** There is no working state to go back to: the successor stays. */
  | { readonly kind: 'no-way-back'; readonly sentence: string }
  /** Cancelled: the one most important call was made, nothing was waited for. */
  | { readonly kind: 'one-call'; readonly sentence: string };

/** Hostnames that failed for want of a good certificate before the successor was shown for them. */
export function failedBefore({ ledger, observation }: Undoing): ReadonlySet<string> {
  const sick = observation.baselines
    .filter(({ baseline }) => baseline.kind === 'lacks-certificate')
    .map(({ url }) => new URL(url).hostname);
  // What is refused in force says nothing of the one before it.
  if (observation.level === 'zone') return new Set(ledger.uploaded === undefined ? [] : sick);
  const isShown = (hostname: string): boolean =>
    associationOf(observation.associations, hostname)?.certificateId === ledger.successor;
  return new Set(sick.filter((hostname) => !isShown(hostname)));
}

/**
 * Whether a certificate is one that worked: read by id just now, active, not expired. Where it cannot be
 * read in time, what was observed at the start decides.
 *
 * @returns undefined if it is, otherwise why not
 */
export async function whyNotBackTo(undoing: Undoing, id: string): Promise<string | undefined> {
  const { observation, target, world } = undoing;
  const seen = await undoing.glance((api) => getCertificate(api, observation.zone.id, target.level, id));
  if (seen === undefined) {
    // Of what was seen a while ago visitors may depend on; nothing else is deleted for it.
    if (observation.level === 'zone' && !sawRefusals(undoing.news)) return `${id} could not be read`;
    const then = observation.certificates.find((certificate) => certificate.id === id);
    // The list lags: what it showed on its way at the start was in force nevertheless.
    const fit =
      then === undefined || then.status === 'unknown' || isDeploying(then.status) ? 'active' : then.status;
    return whyUnfit(id, fit, then?.rawStatus ?? fit, then?.leaf?.notAfter, world.api.serverNow());
  }
  if (seen.value === undefined) return `${id} is no longer there`;
  const { status, rawStatus, expiresOn } = seen.value;
  const expiry = observed(seen.value).leaf?.notAfter ?? expiresOn;
  return whyUnfit(id, status, rawStatus, expiry, world.api.serverNow());
}

function whyUnfit(
  id: string,
  status: CertificateStatus,
  rawStatus: string,
  expiry: number | undefined,
  now: number,
): string | undefined {
  if (status !== 'active') return `${id} is \`${rawStatus}\``;
  return expiry !== undefined && expiry <= now ? `${id} has expired` : undefined;
}

/**
 * Removes what this run brought, so that nothing of ours is left; one that must stay is reported.
 *
 * @param stillFree asked before every repeated delete
 * @param patience milliseconds to ride out "in use"
 */
export async function removeUpload(
  undoing: Undoing,
  stillFree?: StillFree,
  patience?: number,
): Promise<void> {
  const { journal, ledger, observation, target, world } = undoing;
  const id = mine(undoing);
  if (id === undefined) return;
  if (world.stop.aborted) return leaveUpload(undoing, id, 'The run was cancelled before.');
  let asked = false;
  const mayBeGone = (): void => {
    asked = true;
  };
  const { say } = journal;
  try {
    const fate = await journal.phase(
      'withdraw',
      () => retire(world, observation.zone.id, target.level, id, say, stillFree, patience, mayBeGone),
      ({ why }) => `${id}, ${byThisRun(ledger)}: ${why}`,
    );
    if (fate.fate === 'delete-unconfirmed') ledger.withdrawn = 'asked';
    if (fate.fate !== 'deleted') return leaveUpload(undoing, id, fate.why);
    ledger.withdrawn = 'gone';
    ledger.orphan = undefined;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    if (asked) ledger.withdrawn = 'asked';
    leaveUpload(undoing, id, error.happened);
  }
}

export function leaveUpload({ journal, ledger }: Undoing, id: string, why: string): void {
  ledger.orphan = id;
  const what =
    ledger.withdrawn === 'asked'
      ? `The deletion of the certificate ${id}, ${byThisRun(ledger)}, is not confirmed.`
      : `The certificate ${id}, ${byThisRun(ledger)}, was not removed.`;
  const next = why.endsWith('The next run checks again.') ? '' : ' The next run deals with it.';
  journal.warn({ reason: 'ORPHAN_LEFT', sentence: `${what} ${why}${next}` });
}
