import type { ObservedCertificate } from '../../zone/observed.ts';
import { presentedIn, type Observation, type Presented } from '../observe/observation.ts';
import type { HostnameObservation, ZoneObservation } from '../observe/observation.ts';
import { hasChanged, wentBackTo, type WriteRecord } from '../write-record.ts';

/**
 * What is in force as the run ends, in words, from what was observed and what was sent since. It
 * never says more than that: a call whose answer was lost is "perhaps".
 */
export function inForceNow(observation: Observation | undefined, writeRecord: WriteRecord): string {
  if (observation === undefined) return 'Nothing was changed.';
  const { adopted } = writeRecord;
  // One that was found only later is new as well, whoever uploaded it.
  const isFound = adopted !== undefined && observation.certificates.every(({ id }) => id !== adopted);
  if (!hasChanged(writeRecord) && !isFound) return `Nothing was changed: ${before(observation)}.`;
  const upload = uploadOf(writeRecord);
  if (writeRecord.undone) return `${asBefore(observation, writeRecord)}${roomOf(writeRecord)} ${upload}`;
  const traffic =
    observation.level === 'zone'
      ? zoneTraffic(observation, writeRecord)
      : hostnameTraffic(observation, writeRecord);
  const deletions = writeRecord.deleteSent
    ? 'Deleting the previous certificates has begun; the next run finishes it.'
    : 'No previous certificate was deleted.';
  return [upload, traffic, deletions].filter((part) => part !== '').join(' ');
}

function asBefore(observation: Observation, { backTo }: WriteRecord): string {
  return observation.level === 'zone' && backTo !== undefined
    ? `As before the run: ${backTo} is in force for the zone.`
    : `As before the run: ${before(observation)}.`;
}

function uploadOf(writeRecord: WriteRecord): string {
  if (writeRecord.uploadUnsettled)
    return 'The new certificate may or may not have reached Cloudflare; the next run finds out.';
  if (writeRecord.successor === undefined) return 'The new certificate was not uploaded.';
  const how = writeRecord.uploaded === undefined ? 'was there before this run' : 'was uploaded by this run';
  const stays = writeRecord.undone ? ', and is still there' : '';
  return `The new certificate ${writeRecord.successor} ${how}${WITHDRAWN[writeRecord.withdrawn] ?? stays}.`;
}

const WITHDRAWN: Readonly<Record<WriteRecord['withdrawn'], string | undefined>> = {
  no: undefined,
  asked: '; its deletion was asked for and is not confirmed',
  gone: ', and is deleted now',
};

/** What an earlier run had left goes before its replacement is uploaded, and does not come back. */
function roomOf({ fates }: WriteRecord): string {
  const gone = [...fates].flatMap(([id, { fate }]) => (fate === 'deleted' ? [id] : []));
  return gone.length === 0 ? '' : ` The unused certificate ${gone.join(', ')} was deleted before the upload.`;
}

function zoneTraffic(observation: ZoneObservation, writeRecord: WriteRecord): string {
  if (writeRecord.offByOthers)
    return 'Origin pulls of the zone are off: somebody else switched them off during this run.';
  if (!observation.switchOn && !writeRecord.switchedOn) return 'Origin pulls of the zone are off, as before.';
  if (!observation.switchOn) {
    if (writeRecord.offUnsettled)
      return 'Origin pulls of the zone may be off again: this run had switched them on, and they were not seen to be off again.';
    return writeRecord.switchUnsettled
      ? 'Origin pulls of the zone may have been switched on by this run: the answer was lost, and they were not seen to be on.'
      : 'Origin pulls of the zone were switched on by this run.';
  }
  if (writeRecord.successor === undefined && !writeRecord.uploadUnsettled)
    return `As before, ${before(observation)}.`;
  const previous =
    observation.presented.kind === 'certificate' ? observation.presented.certificate.id : undefined;
  if (writeRecord.withdrawn !== 'no')
    return `Then ${writeRecord.backTo ?? previous ?? 'an older certificate'} is the newest of the zone; whether Cloudflare uses it again is not confirmed.`;
  if (writeRecord.vanished)
    return 'It is gone or being deleted; Cloudflare uses the newest of the others that are active.';
  if (writeRecord.seenInForce) return 'It is active, and Cloudflare uses it.';
  if (writeRecord.deleteSent) return 'Which certificate Cloudflare has used since then was not seen.';
  if (writeRecord.active !== undefined && writeRecord.active === writeRecord.successor)
    return 'It was active when last read. Cloudflare uses the newest active certificate of the zone.';
  const until = previous === undefined ? '' : ` Until then ${previous} stays in force.`;
  return `Cloudflare uses the newest certificate once it is active.${until}`;
}

function hostnameTraffic(observation: HostnameObservation, writeRecord: WriteRecord): string {
  const moved = writeRecord.moved.map((move) => move.hostname);
  const back = writeRecord.back.map((move) => move.hostname);
  if (moved.length + back.length === 0) return `No hostname was moved: ${before(observation)}.`;
  const to = wentBackTo(writeRecord.back, writeRecord) ?? 'what they had before';
  const left = observation.hostnames.filter((hostname) => ![...moved, ...back].includes(hostname));
  const isUnseen = (hostname: string): boolean => writeRecord.unseen.has(hostname);
  const isSeen = (hostname: string): boolean => !isUnseen(hostname);
  return [
    listed('Pointed at the new certificate', moved.filter(isSeen)),
    listed('Perhaps pointed at it, but not seen there', moved.filter(isUnseen)),
    listed(`Pointed back to ${to}`, back.filter(isSeen)),
    listed(`Pointed back to ${to}, but not seen there since`, back.filter(isUnseen)),
    listed('As before', left),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function listed(what: string, hostnames: readonly string[]): string {
  return hostnames.length === 0 ? '' : `${what}: ${hostnames.join(', ')}.`;
}

/** What was in force when the run observed. */
export function before(observation: Observation): string {
  if (observation.level === 'zone') {
    return observation.switchOn
      ? `${wordsFor(observation.presented)} is in force for the zone`
      : 'origin pulls of the zone are off';
  }
  const ids = new Set([...observation.presented.values()].map(wordsFor));
  if (ids.size === 0) return 'there was no hostname to work on';
  return `${[...ids].join(' and ')} ${ids.size === 1 ? 'is' : 'are'} in force for the hostnames`;
}

/** The certificate in force before, if it was the same wherever the target reaches. */
export function certificateBefore(observation: Observation): ObservedCertificate | undefined {
  const [first, ...others] = presentedIn(observation).map((presented) =>
    presented.kind === 'certificate' && (presented.perhaps ?? []).length === 0
      ? presented.certificate
      : undefined,
  );
  return others.every((other) => other?.id === first?.id) ? first : undefined;
}

function wordsFor(presented: Presented): string {
  switch (presented.kind) {
    case 'certificate':
      return [presented.certificate, ...(presented.perhaps ?? [])].map(({ id }) => id).join(' or ');
    case 'shared':
      return "Cloudflare's shared certificate";
    case 'nothing':
      return 'no client certificate';
    case 'unread':
      return 'no certificate of its own';
    case 'unknown':
      return 'a certificate that could not be identified';
  }
}
