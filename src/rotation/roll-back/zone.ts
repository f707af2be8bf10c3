import { deleteCertificate } from '../../cloudflare/certificates.ts';
import { setZoneSwitch } from '../../cloudflare/switches.ts';
import type { Context } from '../apply/context.ts';
import type { StillFree } from '../apply/retire.ts';
import { observeCertificates } from '../observe/read-certificates.ts';
import { isLive } from '../observe/live.ts';
import { removeOrphan, whyNotBackTo } from './way-back.ts';
import type { Undone } from './way-back.ts';

/**
 * Zone level: the switch goes back to what it was if this run moved it; otherwise the successor is
 * deleted while its predecessor lives, and only if this run uploaded it.
 */
export async function rollBackZone(context: Context): Promise<Undone> {
  const { journal, ledger, observation, world } = context;
  if (ledger.switchedOn) {
    const other = await uploadedByOthers(context);
    if (other !== undefined) {
      return {
        kind: 'no-way-back',
        sentence: `Somebody else has uploaded ${other} meanwhile, so the zone stays switched on.`,
      };
    }
    await journal.phase(
      'roll-back',
      () => switchOff(context),
      () => 'switched off again, as it was before',
    );
    if (world.stop.aborted)
      return { kind: 'one-call', sentence: 'The zone was switched off again, as it was before.' };
    const orphan = await removeOrphan(context);
    return {
      kind: 'restored',
      sentence: 'Origin pulls of the zone are off again, as they were before.',
      orphan,
    };
  }
  const wasOff = observation.level === 'zone' && !observation.switchOn;
  if (wasOff) {
    const orphan = await removeOrphan(context);
    return {
      kind: 'nothing-moved',
      sentence: 'Nothing was in force yet; the upload was taken back.',
      orphan,
    };
  }
  return await deleteSuccessor(context);
}

/** Switching off would take the certificate from them as well. */
async function uploadedByOthers(context: Context): Promise<string | undefined> {
  const { ledger, observation, world } = context;
  // After a cancel there is time for one call, and it is not this one.
  if (world.stop.aborted) return undefined;
  const known = new Set([ledger.successor, ...observation.certificates.map(({ id }) => id)]);
  const now = await observeCertificates(world.api, observation.zone.id, 'zone');
  return now.find((certificate) => isLive(certificate) && !known.has(certificate.id))?.id;
}

async function deleteSuccessor(context: Context): Promise<Undone> {
  const { journal, ledger, observation, target, world } = context;
  const way = await wayBack(context);
  if (way.kind === 'none') return { kind: 'no-way-back', sentence: way.why };
  if (world.stop.aborted) {
    await deleteCertificate(world.api, observation.zone.id, target.level, way.successor);
    return {
      kind: 'one-call',
      sentence: `The deletion of the new certificate ${way.successor} was asked for.`,
    };
  }
  // Without its predecessor the successor would be the only one of the zone.
  const stillFree: StillFree = async () => {
    const why = await whyNotBackTo(context, way.predecessor);
    return why === undefined ? undefined : { fate: 'kept', why: `${why}, so the new one stays.` };
  };
  const orphan = await journal.phase(
    'roll-back',
    () => removeOrphan(context, stillFree),
    (left) =>
      left === undefined
        ? 'the new certificate is deleted again'
        : 'the new certificate could not be deleted',
  );
  const stillThere = await whyNotBackTo(context, way.predecessor);
  if (orphan !== undefined || stillThere !== undefined) {
    return {
      kind: 'no-way-back',
      sentence: `Going back failed: ${stillThere ?? `the new certificate ${orphan ?? ''} could not be deleted`}.`,
    };
  }
  ledger.uploaded = undefined;
  return {
    kind: 'restored',
    sentence: `${way.predecessor} is the newest certificate of the zone again.`,
    orphan,
  };
}

type WayBack =
  | { readonly kind: 'to'; readonly predecessor: string; readonly successor: string }
  | { readonly kind: 'none'; readonly why: string };

/** Back only to something that worked, and only by deleting what this run uploaded. */
async function wayBack(context: Context): Promise<WayBack> {
  const { ledger, observation, world } = context;
  if (observation.level !== 'zone' || observation.presented.kind !== 'certificate') {
    return none('there was no certificate before it to go back to');
  }
  const predecessor = observation.presented.certificate.id;
  if (ledger.uploaded === undefined)
    return none('it was not uploaded by this run, so this run does not delete it');
  if (observation.baselines.some(({ baseline }) => baseline.kind === 'lacks-certificate')) {
    return none(`the site failed with ${predecessor} as well`);
  }
  // After a cancel there is time for one call: what was observed at the start has to do.
  const why = world.stop.aborted ? undefined : await whyNotBackTo(context, predecessor);
  return why === undefined ? { kind: 'to', predecessor, successor: ledger.uploaded } : none(why);
}

async function switchOff(context: Context): Promise<void> {
  const { observation, world } = context;
  const outcome = await setZoneSwitch(world.api, observation.zone.id, false);
  if (outcome.kind !== 'applied') throw outcome.error;
}

function none(why: string): WayBack {
  return { kind: 'none', why: `The new certificate stays in force: ${why}.` };
}
