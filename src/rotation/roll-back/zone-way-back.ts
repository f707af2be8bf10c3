import { isLive, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { waitFor } from '../../zone/wait.ts';
import { IN_LIST, lookInList } from '../apply/upload.ts';
import { mine, type RollbackContext } from './rollback-context.ts';
import { whyNotBackTo } from './way-back.ts';

type WayBack =
  | {
      readonly kind: 'to';
      readonly predecessor: string;
      readonly successor: string;
      /** What Cloudflare may use in its place: newer ones, half deleted or not read, and those of unknown order. */
      readonly perhaps: readonly string[];
    }
  | { readonly kind: 'none'; readonly why: string };

/** Back only to what lives, and only by deleting what this run brought. */
export async function wayBack(rollback: RollbackContext): Promise<WayBack> {
  const { writeRecord } = rollback;
  if (writeRecord.uploadUnsettled) await findUpload(rollback);
  const successor = mine(rollback);
  if (successor === undefined) return none('it was not uploaded by this run, so this run does not delete it');
  const reasons: string[] = [];
  const perhaps: string[] = [];
  for (const { id } of await olderOnes(rollback, successor)) {
    const unfit = await whyNotBackTo(rollback, id);
    if (unfit === undefined)
      return { kind: 'to', predecessor: id, successor, perhaps: [...perhaps, ...unknownOrder(rollback, id)] };
    reasons.push(unfit.why);
    if (!unfit.gone) perhaps.push(id);
  }
  return none(reasons.length === 0 ? 'there was no certificate before it to go back to' : reasons.join('; '));
}

/** Uploaded so shortly before it that they may have been deployed later. */
function unknownOrder({ observation }: RollbackContext, id: string): readonly string[] {
  const presented = observation.level === 'zone' ? observation.presented : undefined;
  if (presented?.kind !== 'certificate' || presented.certificate.id !== id) return [];
  return (presented.perhaps ?? []).map((one) => one.id);
}

/** What may be in force once the successor is gone, the newest first; also what is half deleted. */
async function olderOnes(
  { tryRead, observation }: RollbackContext,
  successorId: string,
): Promise<readonly ObservedCertificate[]> {
  const now = (await tryRead((api) => observeCertificates(api, observation.zone.id, 'zone')))?.value ?? [];
  const uploadedOn = now.find(({ id }) => id === successorId)?.uploadedOn ?? Number.NEGATIVE_INFINITY;
  const presented = observation.level === 'zone' ? observation.presented : undefined;
  const shown = presented?.kind === 'certificate' ? [presented.certificate] : [];
  const before = new Map([...shown, ...observation.certificates].map((one) => [one.id, one]));
  const since = now.filter(({ id, uploadedOn: on = Infinity }) => !before.has(id) && on < uploadedOn);
  return [...before.values(), ...since]
    .filter((one) => (isLive(one) || one.status === 'deletion_timed_out') && one.id !== successorId)
    .toSorted((one, other) => (other.uploadedOn ?? 0) - (one.uploadedOn ?? 0));
}

const FOUND_WITHIN = 150_000;

/** An upload whose answer was lost is looked for: visitors may be refused with it. */
async function findUpload(rollback: RollbackContext): Promise<void> {
  const { runLog, writeRecord, observation, world } = rollback;
  const found = await waitFor(world, {
    what: IN_LIST,
    atMost: FOUND_WITHIN,
    say: runLog.say,
    refusals: 'no-news',
    look: () => lookInList(rollback),
  });
  const known = observation.certificates.some(({ id }) => id === found?.id);
  if (found === undefined || known) return;
  writeRecord.uploaded = found.id;
  writeRecord.successor = found.id;
  writeRecord.uploadUnsettled = false;
}

function none(why: string): WayBack {
  return { kind: 'none', why };
}
