import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/switches.ts';
import { retire } from '../apply/retire.ts';
import type { Fate, StillFree } from '../apply/retire.ts';
import { waitFor } from '../apply/waiting.ts';
import { observeCertificates } from '../observe/read-certificates.ts';
import { isLive } from '../observe/live.ts';
import type { Undoing } from './undoing.ts';
import { removeUpload, whyNotBackTo } from './way-back.ts';
import type { Undone } from './way-back.ts';

/**
 * Zone level: the switch goes back to what it was if this run moved it; otherwise the successor is
 * deleted while its predecessor lives, and only if this run uploaded it.
 */
export async function rollBackZone(undoing: Undoing): Promise<Undone> {
  const { ledger, observation } = undoing;
  if (ledger.switchedOn) {
    const other = await uploadedByOthers(undoing);
    if (other !== undefined) {
      return {
        kind: 'no-way-back',
        sentence: `Somebody else has uploaded ${other} meanwhile, so the zone stays switched on.`,
      };
    }
    await goBack(undoing);
    await switchStrayedBack(undoing);
    await removeUpload(undoing);
    return { kind: 'restored', sentence: 'Origin pulls of the zone are off again, as they were before.' };
  }
  const wasOff = observation.level === 'zone' && !observation.switchOn;
  if (wasOff) {
    await removeUpload(undoing);
    return { kind: 'nothing-moved', sentence: 'Nothing was in force yet.' };
  }
  return await deleteSuccessor(undoing);
}

/** Whether a late copy of the cut-over had switched the zone on again, and it was switched off once more. */
export async function switchStrayedBack(undoing: Undoing): Promise<boolean> {
  const { glance, observation } = undoing;
  if (observation.level !== 'zone' || observation.switchOn) return false;
  const seen = await glance((api) => getZoneSwitch(api, observation.zone.id));
  if (seen?.value !== true) return false;
  undoing.journal.say('the zone is switched on again; switching it off once more');
  await goBack(undoing);
  return true;
}

/** Switching off would take the certificate from them as well. */
async function uploadedByOthers({ glance, ledger, observation }: Undoing): Promise<string | undefined> {
  const known = new Set([ledger.successor, ...observation.certificates.map(({ id }) => id)]);
  const now = await glance((api) => observeCertificates(api, observation.zone.id, 'zone'));
  return now?.value.find((certificate) => isLive(certificate) && !known.has(certificate.id))?.id;
}

async function goBack(undoing: Undoing): Promise<void> {
  await undoing.journal.phase(
    'roll-back',
    () => switchOff(undoing),
    () => 'switched off again, as it was before',
  );
}

/** A lost answer is settled by reading; a copy of the call may take effect up to a minute later. */
const SETTLE = 90_000;

async function switchOff({ insisting, journal, ledger, observation, world }: Undoing): Promise<void> {
  const outcome = await setZoneSwitch(insisting.api, observation.zone.id, false);
  if (outcome.kind === 'refused') throw outcome.error;
  ledger.offUnsettled = outcome.kind === 'ambiguous';
  if (outcome.kind === 'ambiguous') {
    journal.say('the answer to the switch was lost; reading whether it was applied');
    const off = await waitFor(world, {
      what: 'the zone to be off',
      atMost: SETTLE,
      say: journal.say,
      refusals: 'no-news',
      look: async () =>
        (await getZoneSwitch(world.api, observation.zone.id))
          ? { done: false, status: 'on' }
          : { done: true, value: true },
    });
    if (off === undefined) throw outcome.error;
  }
  ledger.offUnsettled = false;
  ledger.switchedOn = false;
}

async function deleteSuccessor(undoing: Undoing): Promise<Undone> {
  const { journal, ledger } = undoing;
  const way = await wayBack(undoing);
  if (way.kind === 'none') return { kind: 'no-way-back', sentence: way.why };
  const { fate, why } = await journal.phase(
    'roll-back',
    () => withdraw(undoing, way),
    (one) => `${way.successor}, uploaded by this run: ${one.why}`,
  );
  if (fate !== 'deleted') {
    return {
      kind: 'no-way-back',
      sentence: `Going back to ${way.predecessor} did not succeed: the new certificate ${way.successor} is not known to be deleted. ${why}`,
    };
  }
  ledger.withdrawn = 'gone';
  const stillThere = await whyNotBackTo(undoing, way.predecessor);
  return stillThere === undefined
    ? { kind: 'restored', sentence: `${way.predecessor} is the newest certificate of the zone again.` }
    : { kind: 'no-way-back', sentence: `Going back failed: ${stillThere}.` };
}

async function withdraw(undoing: Undoing, way: Extract<WayBack, { readonly kind: 'to' }>): Promise<Fate> {
  const { insisting, journal, ledger, observation, target } = undoing;
  // Without its predecessor the successor would be the only one of the zone.
  const stillFree: StillFree = async () => {
    const why = await whyNotBackTo(undoing, way.predecessor);
    return why === undefined ? undefined : { fate: 'kept', why: `${why}, so the new one stays.` };
  };
  const { id } = observation.zone;
  try {
    return await retire(insisting, id, target.level, way.successor, journal.say, stillFree);
  } finally {
    if (undoing.sent() !== 'nothing') ledger.withdrawn = 'asked';
  }
}

type WayBack =
  | { readonly kind: 'to'; readonly predecessor: string; readonly successor: string }
  | { readonly kind: 'none'; readonly why: string };

/** Back only to something that worked, and only by deleting what this run uploaded. */
async function wayBack(undoing: Undoing): Promise<WayBack> {
  const { ledger, observation } = undoing;
  if (observation.level !== 'zone' || observation.presented.kind !== 'certificate') {
    return none('there was no certificate before it to go back to');
  }
  const predecessor = observation.presented.certificate.id;
  if (ledger.uploaded === undefined)
    return none('it was not uploaded by this run, so this run does not delete it');
  if (observation.baselines.some(({ baseline }) => baseline.kind === 'lacks-certificate')) {
    return none(`the site failed with ${predecessor} as well`);
  }
  const why = await whyNotBackTo(undoing, predecessor);
  return why === undefined ? { kind: 'to', predecessor, successor: ledger.uploaded } : none(why);
}

function none(why: string): WayBack {
  return { kind: 'none', why: `The new certificate stays in force: ${why}.` };
}
