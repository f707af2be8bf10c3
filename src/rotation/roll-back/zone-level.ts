import { getZoneSwitch } from '../../cloudflare/zones.ts';
import type { StillFree } from '../../zone/delete-and-confirm.ts';
import { isLive } from '../../zone/observed.ts';
import { observeCertificates } from '../../zone/read-lists.ts';
import { switchBack } from '../../zone/switch.ts';
import type { RollbackContext } from './rollback-context.ts';
import { noWayBack, ONE_CALL, removeUpload, withdraw, type Undone } from './way-back.ts';
import { wayBack } from './zone-way-back.ts';

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
  const { runLog, writeRecord, observation, target } = rollback;
  const given = {
    zoneId: observation.zone.id,
    atMost: target.policy.activationTimeout,
    say: runLog.say,
  };
  try {
    await runLog.phase(
      'roll-back',
      () => switchBack(false, rollback, given),
      () => 'switched off again, as it was before',
    );
    writeRecord.switchedOn = false;
    writeRecord.switchedBack = true;
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
