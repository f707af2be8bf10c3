import { getZoneSwitch } from '../../cloudflare/zones.ts';
import type { StillFree } from '../../zone/delete-and-confirm.ts';
import { isLive, type ObservedCertificate } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { switchBack } from '../../zone/switch.ts';
import { waitFor } from '../../zone/wait.ts';
import { IN_LIST, lookInList } from '../apply/upload.ts';
import { mine, type RollbackContext } from './rollback-context.ts';
import { noWayBack, ONE_CALL, removeUpload, whyNotBackTo, withdraw, type Undone } from './way-back.ts';

/**
 * Zone level: the switch goes back to what it was if this run moved it; otherwise the successor is
 * deleted while its predecessor lives, and only if this run uploaded it.
 */
export async function rollBackZone(rollback: RollbackContext): Promise<Undone> {
  const { writeRecord, observation } = rollback;
  if (writeRecord.switchedOn) {
    const other = await uploadedByOthers(rollback);
    if (other !== undefined)
      return noWayBack(`Somebody else has uploaded ${other} in the meantime, so the zone stays switched on.`);
    await goBack(rollback);
    await removeUpload(rollback, whileOff(rollback));
    return { kind: 'restored', sentence: 'Origin pulls of the zone are off again, as they were before.' };
  }
  if (observation.level === 'zone' && !observation.switchOn) {
    await removeUpload(rollback, whileOff(rollback));
    return { kind: 'nothing-moved', sentence: 'Nothing was in force yet.' };
  }
  return await deleteSuccessor(rollback);
}

/** Undefined if that could not be read. */
async function isOn({ tryRead, observation }: RollbackContext): Promise<boolean | undefined> {
  return (await tryRead((api) => getZoneSwitch(api, observation.zone.id)))?.value;
}

/** Whoever has switched the zone on meanwhile may have nothing else to show. */
function whileOff(rollback: RollbackContext): StillFree {
  return async () => {
    const on = await isOn(rollback);
    if (on === false) return undefined;
    const why =
      on === undefined
        ? 'Whether the zone is still off could not be read.'
        : 'The zone is switched on by now.';
    return { fate: 'kept', why };
  };
}

/** Whether somebody else has switched off a zone that was on: nothing that this run restores is presented then. */
export async function wasSwitchedOff(rollback: RollbackContext): Promise<boolean> {
  const { observation, writeRecord } = rollback;
  if (observation.level !== 'zone' || !observation.switchOn) return false;
  writeRecord.offByOthers = (await isOn(rollback)) === false;
  return writeRecord.offByOthers;
}

/** Whether a late copy of the cut-over had switched the zone on again, and it was switched off once more. */
export async function switchStrayedBack(rollback: RollbackContext): Promise<boolean> {
  const { observation } = rollback;
  if (observation.level !== 'zone' || observation.switchOn) return false;
  if ((await isOn(rollback)) !== true) return false;
  rollback.runLog.say('the zone is switched on again; switching it off once more');
  await goBack(rollback);
  return true;
}

/** Switching off would take the certificate from them as well. */
async function uploadedByOthers({
  tryRead,
  writeRecord,
  observation,
}: RollbackContext): Promise<string | undefined> {
  const known = new Set([writeRecord.successor, ...observation.certificates.map(({ id }) => id)]);
  const now = await tryRead((api) => observeCertificates(api, observation.zone.id, 'zone'));
  return now?.value.find((certificate) => isLive(certificate) && !known.has(certificate.id))?.id;
}

async function goBack(rollback: RollbackContext): Promise<void> {
  await rollback.runLog.phase(
    'roll-back',
    () => switchOff(rollback),
    () => 'switched off again, as it was before',
  );
}

async function switchOff(rollback: RollbackContext): Promise<void> {
  const { runLog, writeRecord, observation, target } = rollback;
  const atMost = target.policy.activationTimeout;
  try {
    await switchBack(false, rollback, { zoneId: observation.zone.id, atMost, say: runLog.say });
    writeRecord.switchedOn = false;
  } finally {
    writeRecord.offUnsettled = writeRecord.switchedOn && rollback.sent() !== 'nothing';
  }
}

async function deleteSuccessor(rollback: RollbackContext): Promise<Undone> {
  const { writeRecord, critical, world } = rollback;
  const way = await wayBack(rollback);
  if (way.kind === 'none') return noWayBack(`The new certificate stays in force: ${way.why}.`);
  const { successor, predecessor } = way;
  // Without an older one the successor would be the only one of the zone.
  const stillFree: StillFree = async () => {
    const now = await wayBack(rollback);
    return now.kind === 'to' ? undefined : { fate: 'kept', why: `${now.why}, so the new one stays.` };
  };
  const { fate, why } = await withdraw(rollback, successor, 'roll-back', { world: critical, stillFree });
  if (fate !== 'deleted')
    return world.stop.aborted && writeRecord.withdrawn === 'asked'
      ? ONE_CALL
      : noWayBack(
          `Rolling back to ${predecessor} did not succeed: the new certificate ${successor} is not known to be deleted. ${why}`,
        );
  const now = await wayBack(rollback);
  writeRecord.backTo = predecessor;
  if (now.kind === 'none') return noWayBack(`Rolling back failed: ${now.why}.`);
  writeRecord.backTo = [...now.perhaps, now.predecessor].join(' or ');
  return {
    kind: 'restored',
    sentence:
      now.perhaps.length === 0
        ? `${now.predecessor} is the newest certificate of the zone again.`
        : `Whether Cloudflare uses ${writeRecord.backTo} now is not known.`,
  };
}

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
async function wayBack(rollback: RollbackContext): Promise<WayBack> {
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
