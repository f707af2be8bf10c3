import type { HeldCertificate, StatusRun, ZoneStatus } from '../../operations/status/result.ts';
import { dayUntil } from '../certificate-table.ts';
import { blocks, code, fold, htmlCode, NOTHING, table } from '../markdown.ts';
import { count, daysLeftWords, isoMoment } from '../wording.ts';
import { dueList, findingsIn, warningsIn } from './findings-list.ts';
import { worstZonesFirst } from './status-document.ts';
import type { NamedFailure, Story } from './story.ts';
import { zoneSection } from './zone-section.ts';

const MARKS: Readonly<Record<ZoneStatus['outcome'], string>> = { ok: '✅', due: '📅', failed: '❌' };
const WORDS: Readonly<Record<ZoneStatus['outcome'], string>> = {
  ok: 'All is well',
  due: 'Due',
  failed: 'Not readable',
};

/** What a status run has to tell: what is due first, then each zone. */
export function statusStory(run: StatusRun): Story {
  const { zones } = run;
  return {
    mark: MARKS[run.outcome],
    title: titleOf(run),
    failedTitle: 'Status not readable',
    failures: zoneFailures(zones),
    warnings: warningSentences(zones),
    body: [dueList(zones), warningsIn(zones), ...sections(zones)],
    lines: zones.flatMap(zoneLines),
  };
}

export function zoneFailures(zones: readonly ZoneStatus[]): readonly NamedFailure[] {
  return zones.flatMap(({ zone, failure }) => (failure === undefined ? [] : [{ name: zone.asked, failure }]));
}

/** For annotations: what is due before what is only worth knowing. */
export function warningSentences(zones: readonly ZoneStatus[]): readonly string[] {
  return [...findingsIn(zones, 'due'), ...findingsIn(zones, 'warning')].map(
    ({ target, sentence, remedy }) => `${target}: ${sentence} ${remedy}`,
  );
}

function titleOf({ zones, outcome }: StatusRun): string {
  const of = zones.length === 1 ? `zone ${zones[0]?.zone.asked ?? ''}` : count(zones.length, 'zone');
  const due = findingsIn(zones, 'due').length;
  const failed = zones.filter((zone) => zone.outcome === 'failed').length;
  switch (outcome) {
    case 'ok':
      return zones.every(({ hostnamesComplete }) => hostnamesComplete)
        ? `All is well: ${of}`
        : `Nothing is due in what could be seen: ${of}`;
    case 'due':
      return `${count(due, 'thing is', 'things are')} due: ${of}`;
    case 'failed':
      return `${failed} of ${count(zones.length, 'zone')} could not be looked at${due > 0 ? `, and ${count(due, 'thing is', 'things are')} due` : ''}`;
  }
}

function sections(zones: readonly ZoneStatus[]): readonly string[] {
  const [only, ...others] = zones;
  if (only !== undefined && others.length === 0) return [zoneSection(only)];
  const worstFirst = worstZonesFirst(zones);
  const folds = worstFirst.filter(({ outcome }) => outcome !== 'failed').map(folded);
  return [zoneTable(worstFirst), ...folds];
}

function zoneTable(zones: readonly ZoneStatus[]): string {
  const rows = zones.map((status) => [
    code(status.zone.asked, 260),
    `${MARKS[status.outcome]} ${status.outcome === 'ok' && !status.hostnamesComplete ? 'Nothing due, seen in part' : WORDS[status.outcome]}`,
    status.switchOn === undefined ? NOTHING : status.switchOn ? 'on' : 'off',
    String(status.hostnames.length),
    nextExpiry(status.certificates),
  ]);
  return rows.length === 0
    ? ''
    : table(['Zone', 'Result', 'Zone level', 'Hostnames', 'Next to expire'], rows);
}

function nextExpiry(certificates: readonly HeldCertificate[]): string {
  const first = firstToExpire(certificates);
  return first === undefined ? NOTHING : dayUntil(first);
}

/** Of those in force. */
export function firstToExpire(certificates: readonly HeldCertificate[]): HeldCertificate | undefined {
  return certificates
    .filter(({ use, notAfter }) => use === 'in-force' && notAfter !== undefined)
    .toSorted((one, other) => (one.notAfter ?? 0) - (other.notAfter ?? 0))[0];
}

function folded(status: ZoneStatus): string {
  const title = `${MARKS[status.outcome]} ${htmlCode(status.zone.asked)}`;
  return fold(title, blocks(zoneSection(status)), false);
}

function zoneLines(status: ZoneStatus): readonly string[] {
  const { zone, certificates, findings, switchOn } = status;
  if (status.failure !== undefined) return [];
  const inForce = certificates.filter(({ use }) => use === 'in-force');
  const known = status.hostnamesComplete ? '' : ', as far as is known';
  return [
    `${zone.asked}: the zone level is ${switchOn === true ? 'on' : 'off'}, ${count(certificates.length, 'certificate')}, ${count(status.hostnames.length, 'hostname with one of its own', 'hostnames with one of their own')}${known}.`,
    ...inForce.map(certificateLine),
    ...findings.map(({ kind, target, sentence }) =>
      kind === 'due' ? `Due: ${target}: ${sentence}` : `Worth knowing: ${target}: ${sentence}`,
    ),
  ];
}

function certificateLine({ id, level, hostnames, notAfter, daysLeft }: HeldCertificate): string {
  const who = level === 'zone' ? 'the zone' : hostnames.slice(0, 5).join(', ');
  const until = isoMoment(notAfter)?.slice(0, 10) ?? 'an unknown day';
  const left = daysLeftWords(daysLeft);
  return `In force for ${who}: certificate ${id ?? 'with an unknown id'}, valid until ${until}${left === undefined ? '' : `, ${left}`}.`;
}
