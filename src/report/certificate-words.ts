import type { TargetResult } from '../rotation/result.ts';
import type { CertificateFacts, Predecessor } from '../zone/result-parts.ts';
import { plain } from './limits.ts';
import { code, fence, fold, prose } from './markdown.ts';
import { capital, counted, daysLeftWords, FATE_WORDS, isoMoment, moment } from './wording.ts';

/** Certificates for people: by subject and end; ids and fingerprints are for the fold. */

const MOST_PREVIOUS = 25;

/** True if something is known to be in force and it is not the successor. */
export function inForceDiffers(
  target: TargetResult,
): target is TargetResult & { readonly inForce: CertificateFacts } {
  return target.inForce !== undefined && !sameCertificate(target.inForce, target.successor);
}

function sameCertificate(one: CertificateFacts, other: CertificateFacts): boolean {
  if (one.fingerprint !== undefined && other.fingerprint !== undefined) {
    return one.fingerprint === other.fingerprint;
  }
  return one.id !== undefined && one.id === other.id;
}

/** `CN=origin pull until 2027-03-01, 98 days left`; by its id where no subject is known. */
export function subjectUntil(facts: CertificateFacts): string {
  return `${code(facts.subject || (facts.id ?? 'unknown'))} until ${dayUntil(facts)}`;
}

/** `2027-03-01, 98 days left`. */
export function dayUntil({ notAfter, daysLeft }: Pick<CertificateFacts, 'notAfter' | 'daysLeft'>): string {
  const words = daysLeftWords(daysLeft);
  const day = isoMoment(notAfter)?.slice(0, 10) ?? 'an unknown day';
  return words === undefined ? day : `${day}, ${words}`;
}

/** `in 98 days`, for a table: a date would be broken over several lines on a narrow screen. */
export function expiresIn({ notAfter, daysLeft }: Pick<CertificateFacts, 'notAfter' | 'daysLeft'>): string {
  const words = daysLeftWords(daysLeft);
  if (words === undefined) return dayUntil({ notAfter, daysLeft });
  return words.replace(/^(.*) left$/u, 'in $1');
}

/** Predecessors, but not one that is in force again, or still. */
export function previousOf({ predecessors, inForce }: TargetResult): readonly Predecessor[] {
  return predecessors.filter(({ id }) => id === undefined || id !== inForce?.id);
}

/** What became of it, with its id, since its subject is often that of the new one; and why, unless that `isTold`. */
export function fateLine({ fate, why, ...facts }: Predecessor, isTold: boolean, where = ''): string {
  const gone = fate === 'deleted' || fate === 'already-gone';
  const until = subjectUntil(gone ? { ...facts, daysLeft: undefined } : facts);
  const id = facts.id === undefined ? '' : ` (${code(facts.id)})`;
  const line = `**${capital(FATE_WORDS[fate])}:** ${until}${where}${id}`;
  return isTold || why === '' ? line : `${line}. ${prose(why, 600)}`;
}

/** All certificates of a target as other tools print them, to copy and compare. */
export function valuesFold(target: TargetResult): string {
  const { zone, hostnames, successor } = target;
  const place = [`zone=${zone.name ?? zone.asked}`, ...(zone.id === undefined ? [] : [`zone id=${zone.id}`])];
  const names = hostnames.slice(0, 1000).map((hostname) => `hostname=${hostname}`);
  const parts = [
    ...values('new certificate', successor),
    ...(inForceDiffers(target) ? values('certificate in force', target.inForce) : []),
    ...previousOf(target)
      .slice(0, MOST_PREVIOUS)
      .flatMap((one) => values('previous certificate', one)),
  ];
  const lines = [...place, ...names, ...parts].map((line) => plain(line, 600));
  const title =
    hostnames.length > 3 ? `${counted(hostnames.length, 'hostname')}, values to copy` : 'Values to copy';
  return fold(title, fence(lines));
}

function values(which: string, facts: CertificateFacts): readonly string[] {
  const { id, fingerprint, serialNumber, subject, issuer, notAfter } = facts;
  const pairs = {
    id,
    subject,
    issuer,
    'valid until': isoMoment(notAfter) === undefined ? undefined : moment(notAfter),
    serial: serialNumber,
    sha256: fingerprint,
    'SHA256 Fingerprint': fingerprint?.toUpperCase().replaceAll(/..(?=.)/gu, '$&:'),
  };
  const known = Object.entries(pairs).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  return known.length === 0 ? [] : [`${which}:`, ...known];
}
