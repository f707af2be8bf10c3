import { byThisRun } from '../ledger.ts';
import type { Ledger } from '../ledger.ts';
import type { Observation, ObservedCertificate, Presented } from '../observe/observation.ts';

/**
 * What is in force as the run ends, in words, from what was observed and what was sent since. It
 * never says more than that: a call whose answer was lost is "perhaps".
 */
export function inForceNow(observation: Observation | undefined, ledger: Ledger): string {
  if (observation === undefined) return 'Nothing was changed.';
  if (!ledger.wrote) return `Nothing was changed: ${before(observation)}.`;
  if (ledger.undone) return `As before the run: ${before(observation)}.${orphanOf(ledger)}`;
  const upload = uploadOf(ledger);
  const traffic =
    observation.level === 'zone' ? zoneTraffic(observation, ledger) : hostnameTraffic(observation, ledger);
  const deletions = ledger.deleteSent
    ? 'The deletion of predecessors has begun; the next run finishes it.'
    : 'No predecessor was deleted.';
  return [upload, traffic, deletions].filter((part) => part !== '').join(' ');
}

function uploadOf(ledger: Ledger): string {
  if (ledger.uploadUnsettled)
    return 'The new certificate may or may not have reached Cloudflare; the next run finds out.';
  if (ledger.successor === undefined) return 'The new certificate was not uploaded.';
  const how = ledger.uploaded === undefined ? 'was there before this run' : 'was uploaded by this run';
  return `The new certificate ${ledger.successor} ${how}${WITHDRAWN[ledger.withdrawn]}.`;
}

const WITHDRAWN: Readonly<Record<Ledger['withdrawn'], string>> = {
  no: '',
  asked: '; its deletion was asked for and is not confirmed',
  gone: ' and deleted again',
};

function orphanOf(ledger: Ledger): string {
  const { orphan, successor, uploaded, withdrawn } = ledger;
  if (uploaded === undefined && withdrawn === 'gone')
    return ` The certificate ${successor ?? ''}, ${byThisRun(ledger)}, was deleted.`;
  if (orphan === undefined) return '';
  const what = `certificate ${orphan}, ${byThisRun(ledger)},`;
  return withdrawn === 'asked'
    ? ` The deletion of the ${what} was asked for and is not confirmed; nothing uses it.`
    : ` The ${what} is still there; nothing uses it.`;
}

function zoneTraffic(observation: Observation & { readonly level: 'zone' }, ledger: Ledger): string {
  if (!observation.switchOn && !ledger.switchedOn) return 'Origin pulls of the zone are off, as before.';
  if (!observation.switchOn) {
    if (ledger.offUnsettled)
      return 'Origin pulls of the zone are perhaps off again: this run had switched them on, and the answer to switching them off was lost.';
    return ledger.switchUnsettled
      ? 'Origin pulls of the zone were perhaps switched on by this run: the answer was lost, and they were not seen to be on.'
      : 'Origin pulls of the zone were switched on by this run.';
  }
  if (ledger.successor === undefined && !ledger.uploadUnsettled) return `${capital(before(observation))}.`;
  const former =
    observation.presented.kind === 'certificate' ? observation.presented.certificate.id : undefined;
  if (ledger.withdrawn !== 'no')
    return `Then ${ledger.backTo ?? former ?? 'an older certificate'} is the newest of the zone; whether Cloudflare uses it again is not confirmed.`;
  if (ledger.seenInForce) return 'It is active, and Cloudflare uses it.';
  if (ledger.deleteSent) return 'What Cloudflare uses since then was not seen.';
  const until = former === undefined ? '' : ` Until then ${former} stays in force.`;
  return `Cloudflare uses the newest certificate once it is active.${until}`;
}

function hostnameTraffic(observation: Observation & { readonly level: 'hostname' }, ledger: Ledger): string {
  const moved = ledger.moved.map((move) => move.hostname);
  const back = ledger.back.map((move) => move.hostname);
  if (moved.length + back.length === 0) return `No hostname was moved: ${before(observation)}.`;
  const to = ledger.backTo ?? 'what they had before';
  const left = observation.hostnames.filter((hostname) => ![...moved, ...back].includes(hostname));
  return [
    listed(
      'Pointed at the new certificate',
      moved.filter((hostname) => !ledger.unseen.has(hostname)),
    ),
    listed(
      'Perhaps pointed at it: they were not seen there',
      moved.filter((hostname) => ledger.unseen.has(hostname)),
    ),
    listed(
      `Pointed back to ${to}`,
      back.filter((hostname) => !ledger.unseen.has(hostname)),
    ),
    listed(
      `Pointed back to ${to}, and not seen there since`,
      back.filter((hostname) => ledger.unseen.has(hostname)),
    ),
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
  const all = observation.level === 'zone' ? [observation.presented] : [...observation.presented.values()];
  const [first, ...others] = all.map((presented) =>
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

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
