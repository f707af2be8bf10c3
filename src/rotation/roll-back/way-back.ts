import { getCertificate, type Certificate } from '../../cloudflare/certificates.ts';
import { isDeploying, isTombstone } from '../../cloudflare/shapes.ts';
import { ActionError } from '../../errors.ts';
import { deleteAndConfirm, type Deletion, type Fate, type StillFree } from '../../zone/delete-and-confirm.ts';
import { observed } from '../../zone/read-lists.ts';
import { deletionOf } from '../apply/apply-context.ts';
import { byThisRun } from '../write-record.ts';
import { mine, sawRefusals, type RollbackContext } from './rollback-context.ts';

/** How rollback went. */
export interface Undone {
  readonly kind:
    /** What was in force before is in force again. */
    | 'restored'
    /** Nothing had been moved: only the upload was taken back. */
    | 'nothing-moved'
    /** There is no working state to go back to: the successor stays. */
    | 'no-way-back'
    /** Cancelled: the one most important call was made, nothing was waited for. */
    | 'one-call';
  readonly sentence: string;
}

export function noWayBack(sentence: string): Undone {
  return { kind: 'no-way-back', sentence };
}

export const ONE_CALL: Undone = {
  kind: 'one-call',
  sentence:
    'The call that restores what was in force was made; the run was cancelled before it was confirmed.',
};

/** Why a certificate is none to go back to. */
export interface Unfit {
  readonly why: string;
  /** Cloudflare no longer has it; otherwise it may use it all the same. */
  readonly gone: boolean;
}

/**
 * Whether a certificate is one that worked: read by id just now, active, not expired. Where it cannot be
 * read in time, what was observed at the start decides.
 *
 * @returns undefined if it is, otherwise why not
 */
export async function whyNotBackTo(rollback: RollbackContext, id: string): Promise<Unfit | undefined> {
  const { observation, target, world } = rollback;
  const seen = await rollback.tryRead((api) => getCertificate(api, observation.zone.id, target.level, id));
  if (seen === undefined) {
    // Of what was seen a while ago visitors may depend on; nothing else is deleted for it.
    if (observation.level === 'zone' && !sawRefusals(rollback.news))
      return { why: `${id} could not be read`, gone: false };
    const then = observation.certificates.find((certificate) => certificate.id === id);
    // The list lags: what it showed on its way at the start was in force nevertheless.
    const fit =
      then === undefined || then.status === 'unknown' || isDeploying(then.status) ? 'active' : then.status;
    const known = { id, status: fit, rawStatus: then?.rawStatus ?? fit };
    return whyUnfit(known, then?.leaf?.notAfter, world.api.serverNow());
  }
  if (seen.value === undefined) return { why: `${id} is no longer there`, gone: true };
  const expiry = observed(seen.value).leaf?.notAfter ?? seen.value.expiresOn;
  return whyUnfit(seen.value, expiry, world.api.serverNow());
}

function whyUnfit(
  { id, status, rawStatus }: Pick<Certificate, 'id' | 'status' | 'rawStatus'>,
  expiry: number | undefined,
  now: number,
): Unfit | undefined {
  if (status !== 'active') return { why: `${id} is \`${rawStatus}\``, gone: isTombstone(status) };
  return expiry !== undefined && expiry <= now ? { why: `${id} has expired`, gone: false } : undefined;
}

/**
 * Removes what this run brought, so that nothing of ours is left; one that must stay is reported.
 *
 * @param stillFree asked before every repeated delete
 * @param patience milliseconds to ride out "in use"
 */
export async function removeUpload(
  rollback: RollbackContext,
  stillFree?: StillFree,
  patience?: number,
): Promise<void> {
  const { world } = rollback;
  const id = mine(rollback);
  if (id === undefined) return;
  if (world.stop.aborted) return leaveUpload(rollback, id, 'The run was cancelled before.');
  try {
    const { fate, why } = await withdraw(rollback, id, 'withdraw', { stillFree, patience });
    if (fate !== 'deleted') return leaveUpload(rollback, id, why);
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    leaveUpload(rollback, id, error.happened);
  }
}

/** Deletes what this run brought, and notes how far that has come. */
export async function withdraw(
  rollback: RollbackContext,
  id: string,
  phase: 'roll-back' | 'withdraw',
  how: Partial<Pick<Deletion, 'world' | 'stillFree' | 'patience'>>,
): Promise<Fate> {
  const { runLog, writeRecord } = rollback;
  const mayBeGone = (): void => {
    writeRecord.withdrawn = 'asked';
  };
  const fate = await runLog.phase(
    phase,
    () => deleteAndConfirm({ ...deletionOf(rollback, id), ...how, mayBeGone }),
    ({ why }) => `${id}, ${byThisRun(writeRecord)}: ${why}`,
  );
  if (fate.fate === 'deleted') writeRecord.withdrawn = 'gone';
  return fate;
}

export function leaveUpload({ runLog, writeRecord }: RollbackContext, id: string, why: string): void {
  const what =
    writeRecord.withdrawn === 'asked'
      ? `The deletion of the certificate ${id}, ${byThisRun(writeRecord)}, is not confirmed.`
      : `The certificate ${id}, ${byThisRun(writeRecord)}, was not removed.`;
  const next = why.endsWith('The next run checks again.') ? '' : ' The next run deals with it.';
  runLog.warn({ reason: 'ORPHAN_LEFT', sentence: `${what} ${why}${next}` });
}
