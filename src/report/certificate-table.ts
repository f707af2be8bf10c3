import { someOf } from '../rotation/outcome/some-of.ts';
import type { CertificateFacts, TargetOutcome, TargetResult } from '../rotation/result.ts';
import { code, fence, fold, NOTHING, table } from './markdown.ts';
import { count, daysLeftWords, grouped, isoMoment, moment } from './wording.ts';
import { plain } from './neutral-text.ts';

const SHOWN_HOSTNAMES = 12;

/** The table of one target: where, from which certificate to which, and what the new one is. */
export function certificateTable(target: TargetResult): string {
  const rows: [string, string][] = [
    ['Zone', zoneCell(target)],
    ['Level', target.level === 'zone' ? 'zone' : 'hostname'],
  ];
  if (target.hostnames.length > 0) rows.push(['Hostnames', hostnamesCell(target.hostnames)]);
  rows.push(['Certificate', changeCell(target)]);
  if (inForceDiffers(target)) {
    rows.push(['**In force**', foreign(target.inForce.id)], ...factRows(target.inForce));
    rows.push([
      `**${newIs(target)}**`,
      target.successor.id === undefined ? 'no id yet' : code(target.successor.id),
    ]);
  }
  rows.push(...factRows(target.successor), ...renewalRows(target));
  return table(['', headOf(target)], rows);
}

/** Who signs what is issued, and when the next one comes. */
function renewalRows({ renewal }: TargetResult): readonly [string, string][] {
  if (renewal === undefined) return [];
  const due: [string, string][] =
    renewal.dueAt === undefined ? [] : [['Next renewal', `from ${moment(renewal.dueAt)} on`]];
  return [['Signed by', foreign(renewal.signer)], ...due];
}

/** True if something is known to be in force and it is not the successor. */
export function inForceDiffers(
  target: TargetResult,
): target is TargetResult & { readonly inForce: CertificateFacts } {
  return target.inForce !== undefined && !sameCertificate(target.inForce, target.successor);
}

export function sameCertificate(one: CertificateFacts, other: CertificateFacts): boolean {
  if (one.fingerprint !== undefined && other.fingerprint !== undefined) {
    return one.fingerprint === other.fingerprint;
  }
  return one.id !== undefined && one.id === other.id;
}

const HEAD: Readonly<Record<TargetOutcome, string>> = {
  rotated: 'New certificate, in force',
  unchanged: 'Certificate in force, unchanged',
  planned: 'Planned, nothing changed yet',
  'not-started': 'Not started',
  'rolled-back': 'Rolled back to the previous certificate',
  failed: 'Not finished',
};

function headOf(target: TargetResult): string {
  const arrived = target.outcome === 'failed' && target.inForce !== undefined && !inForceDiffers(target);
  return arrived ? 'Not finished, but the new certificate is in force' : HEAD[target.outcome];
}

/** How the successor is called where it is not what is in force. */
const NEW_IS: Readonly<Record<TargetOutcome, string>> = {
  rotated: 'New',
  unchanged: 'New',
  planned: 'To come',
  'not-started': 'To come',
  'rolled-back': 'Withdrawn',
  failed: 'Not in force',
};

/** What was rolled back and still changed something left its upload behind. */
function newIs({ outcome, changed }: TargetResult): string {
  return outcome === 'rolled-back' && changed ? 'Not in force, not removed' : NEW_IS[outcome];
}

function zoneCell(target: TargetResult): string {
  const { asked, id, name } = target.zone;
  const shown = name ?? asked;
  return id === undefined || id === shown ? code(shown) : `${code(shown)} ${code(id)}`;
}

function hostnamesCell(hostnames: readonly string[]): string {
  const names = hostnames.map((hostname) => code(hostname));
  return someOf(names, SHOWN_HOSTNAMES);
}

/** All hostnames folded, where the table shows only the first dozen. */
export function hostnamesFold(target: TargetResult): string {
  if (target.hostnames.length <= SHOWN_HOSTNAMES) return '';
  const lines = target.hostnames.slice(0, 1000).map((hostname) => plain(hostname, 260));
  return fold(`All ${count(target.hostnames.length, 'hostname')}`, fence(lines));
}

function changeCell(target: TargetResult): string {
  const old = idsBefore(target)
    .map((id) => code(id))
    .join(', ');
  const next = target.successor.id === undefined ? '' : code(target.successor.id);
  const none = target.firstSetUp ? 'none before' : '';
  const words: Readonly<Record<TargetOutcome, string>> = {
    unchanged: `${next || NOTHING} (no change)`,
    rotated: arrows(old || none, next),
    planned: arrows(old || none || 'none now', next || 'a new one, its id comes with the upload'),
    'not-started': 'nothing uploaded',
    'rolled-back': arrows(old || none, next || 'the new one', `back to ${old || 'none'}`),
    failed: arrows(old || none, next === '' ? 'nothing uploaded' : next),
  };
  return words[target.outcome];
}

function arrows(...stations: readonly string[]): string {
  return stations.filter((station) => station !== '').join(' → ');
}

/** Ids of what was replaced or was to be, without the successor's own. */
function idsBefore(target: TargetResult): readonly string[] {
  const known = target.predecessors.map(({ id }) => id);
  const inForce = inForceDiffers(target) ? [target.inForce.id] : [];
  const ids = (known.length > 0 ? known : inForce).filter((id) => id !== undefined);
  return [...new Set(ids)].filter((id) => id !== target.successor.id).slice(0, 10);
}

function factRows(facts: CertificateFacts): [string, string][] {
  return [
    ['SHA-256', facts.fingerprint === undefined ? NOTHING : code(grouped(facts.fingerprint))],
    ['Serial', foreign(facts.serialNumber)],
    ['Issuer', foreign(facts.issuer)],
    ['Valid until', validUntil(facts)],
  ];
}

function foreign(value: string | undefined): string {
  return value === undefined ? NOTHING : code(value);
}

/** `2027-03-01 12:00 UTC, 98 days left`. */
export function validUntil(facts: Pick<CertificateFacts, 'notAfter' | 'daysLeft'>): string {
  const words = daysLeftWords(facts.daysLeft);
  return words === undefined ? moment(facts.notAfter) : `${moment(facts.notAfter)}, ${words}`;
}

/** `2027-03-01, 98 days left`, for a line among many. */
export function dayUntil(facts: CertificateFacts): string {
  const words = daysLeftWords(facts.daysLeft);
  const day = isoMoment(facts.notAfter)?.replace(/T.*$/u, '') ?? 'unknown';
  return words === undefined ? day : `${day}, ${words}`;
}
