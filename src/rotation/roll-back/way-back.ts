import { getCertificate } from '../../cloudflare/certificates.ts';
import { ActionError } from '../../errors.ts';
import type { Context } from '../apply/context.ts';
import { observed } from '../observe/read-certificates.ts';
import { retire } from '../apply/retire.ts';
import type { StillFree } from '../apply/retire.ts';

/** How undoing went. */
export type Undone =
  /** What was in force before is in force again. */
  | { readonly kind: 'restored'; readonly sentence: string; readonly orphan: string | undefined }
  /** Nothing had been moved: only the upload was taken back. */
  | { readonly kind: 'nothing-moved'; readonly sentence: string; readonly orphan: string | undefined }
  /** There is no working state to go back to: the successor stays. */
  | { readonly kind: 'no-way-back'; readonly sentence: string }
  /** Cancelled: the one most important call was made, nothing was waited for. */
  | { readonly kind: 'one-call'; readonly sentence: string };

/**
 * Whether a certificate is one that worked: read by id just now, active, not expired.
 *
 * @returns undefined if it is, otherwise why not
 */
export async function whyNotBackTo(context: Context, id: string): Promise<string | undefined> {
  const { observation, target, world } = context;
  const read = await getCertificate(world.api, observation.zone.id, target.level, id);
  if (read === undefined) return `${id} is no longer there`;
  if (read.status !== 'active') return `${id} is \`${read.rawStatus}\``;
  const { leaf } = observed(read);
  const expiry = leaf?.notAfter ?? read.expiresOn;
  if (expiry !== undefined && expiry <= world.api.serverNow()) return `${id} has expired`;
  return undefined;
}

/**
 * Removes what this run uploaded, so that nothing of ours is left; an orphan that must stay is named.
 *
 * @param stillFree asked before every repeated delete
 */
export async function removeOrphan(context: Context, stillFree?: StillFree): Promise<string | undefined> {
  const { journal, ledger, observation, target, world } = context;
  const id = ledger.uploaded;
  if (id === undefined || world.stop.aborted) return id;
  try {
    const fate = await retire(world, observation.zone.id, target.level, id, journal.say, stillFree);
    ledger.fates.set(id, fate);
    return fate.fate === 'deleted' ? undefined : id;
  } catch (error) {
    if (!(error instanceof ActionError)) throw error;
    journal.warn({
      reason: 'ORPHAN_LEFT',
      sentence: `The certificate ${id}, uploaded by this run, could not be removed. ${error.happened} The next run deals with it.`,
    });
    return id;
  }
}
