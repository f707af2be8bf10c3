import { getZoneSwitch, setZoneSwitch } from '../../cloudflare/zones.ts';
import { retire } from '../apply/retire.ts';
import type { Fate, StillFree } from '../apply/retire.ts';
import { waitFor } from '../apply/waiting.ts';
import { findByFingerprint, isLive } from '../observe/live.ts';
import type { ObservedCertificate } from '../observe/observation.ts';
import { byThisRun } from '../ledger.ts';
import { observeCertificates } from '../observe/read-certificates.ts';
import { mine } from './undoing.ts';
import type { Undoing } from './undoing.ts';
import { failedBefore, removeUpload, whyNotBackTo } from './way-back.ts';
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
        sentence: `Somebody else has uploaded ${other} in the meantime, so the zone stays switched on.`,
      };
    }
    await goBack(undoing);
    await switchStrayedBack(undoing);
    await removeUpload(undoing, whileOff(undoing));
    return { kind: 'restored', sentence: 'Origin pulls of the zone are off again, as they were before.' };
  }
  const wasOff = observation.level === 'zone' && !observation.switchOn;
  if (wasOff) {
    await removeUpload(undoing, whileOff(undoing));
    return { kind: 'nothing-moved', sentence: 'Nothing was in force yet.' };
  }
  return await deleteSuccessor(undoing);
}

/** Whoever has switched the zone on meanwhile may have nothing else to show. */
function whileOff({ glance, observation }: Undoing): StillFree {
  return async () => {
    const on = await glance((api) => getZoneSwitch(api, observation.zone.id));
    if (on?.value === false) return undefined;
    const why =
      on === undefined
        ? 'Whether the zone is still off could not be read.'
        : 'The zone is switched on by now.';
    return { fate: 'kept', why };
  };
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
  if (way.kind === 'none')
    return { kind: 'no-way-back', sentence: `The new certificate stays in force: ${way.why}.` };
  const { fate, why } = await journal.phase(
    'roll-back',
    () => withdraw(undoing, way),
    (one) => `${way.successor}, ${byThisRun(ledger)}: ${one.why}`,
  );
  if (fate !== 'deleted') {
    return {
      kind: 'no-way-back',
      sentence: `Rolling back to ${way.predecessor} did not succeed: the new certificate ${way.successor} is not known to be deleted. ${why}`,
    };
  }
  ledger.withdrawn = 'gone';
  const now = await wayBack(undoing);
  ledger.backTo = now.kind === 'to' ? now.predecessor : way.predecessor;
  return now.kind === 'to'
    ? { kind: 'restored', sentence: `${now.predecessor} is the newest certificate of the zone again.` }
    : { kind: 'no-way-back', sentence: `Rolling back failed: ${now.why}.` };
}

async function withdraw(undoing: Undoing, way: Extract<WayBack, { readonly kind: 'to' }>): Promise<Fate> {
  const { insisting, journal, ledger, observation, target } = undoing;
  // Without an older one the successor would be the only one of the zone.
  const stillFree: StillFree = async () => {
    const now = await wayBack(undoing);
    return now.kind === 'to' ? undefined : { fate: 'kept', why: `${now.why}, so the new one stays.` };
  };
  const { id } = observation.zone;
  ledger.wrote = true;
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
  const { ledger } = undoing;
  if (ledger.uploadUnsettled) await findUpload(undoing);
  const successor = mine(undoing);
  if (successor === undefined) return none('it was not uploaded by this run, so this run does not delete it');
  const wasSick = failedBefore(undoing).size > 0;
  const reasons: string[] = [];
  for (const { id } of await olderOnes(undoing, successor)) {
    if (wasSick) return none(`the site failed with ${id} as well`);
    const why = await whyNotBackTo(undoing, id);
    if (why === undefined) return { kind: 'to', predecessor: id, successor };
    reasons.push(why);
  }
  return none(reasons.length === 0 ? 'there was no certificate before it to go back to' : reasons.join('; '));
}

/** What may be in force once the successor is gone, the newest first. */
async function olderOnes(
  { glance, observation }: Undoing,
  successorId: string,
): Promise<readonly ObservedCertificate[]> {
  const now = (await glance((api) => observeCertificates(api, observation.zone.id, 'zone')))?.value ?? [];
  const uploadedOn = now.find(({ id }) => id === successorId)?.uploadedOn ?? Number.NEGATIVE_INFINITY;
  const presented = observation.level === 'zone' ? observation.presented : undefined;
  const shown = presented?.kind === 'certificate' ? [presented.certificate] : [];
  const before = new Map([...shown, ...observation.certificates].map((one) => [one.id, one]));
  const since = now.filter(({ id, uploadedOn: on = Infinity }) => !before.has(id) && on < uploadedOn);
  return [...before.values(), ...since]
    .filter((one) => isLive(one) && one.id !== successorId)
    .toSorted((one, other) => (other.uploadedOn ?? 0) - (one.uploadedOn ?? 0));
}

const FOUND_WITHIN = 150_000;

/** An upload whose answer was lost is looked for: visitors may be refused with it. */
async function findUpload({ journal, ledger, observation, target, world }: Undoing): Promise<void> {
  const { leaf } = target.successor;
  const found = await waitFor(world, {
    what: 'the uploaded certificate to show in the list',
    atMost: FOUND_WITHIN,
    say: journal.say,
    refusals: 'no-news',
    look: async () => {
      const listed = await observeCertificates(world.api, observation.zone.id, 'zone');
      const copy = findByFingerprint(listed, leaf);
      return copy === undefined ? { done: false, status: 'not in the list' } : { done: true, value: copy };
    },
  });
  const known = observation.certificates.some(({ id }) => id === found?.id);
  if (found === undefined || known) return;
  ledger.uploaded = found.id;
  ledger.successor = found.id;
  ledger.uploadUnsettled = false;
}

function none(why: string): WayBack {
  return { kind: 'none', why };
}
