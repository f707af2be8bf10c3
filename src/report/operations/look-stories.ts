import type { HeldCertificate, MatrixRun, StatusFinding } from '../../operations/operation-result.ts';
import type { StatusRun, ZoneStatus } from '../../operations/operation-result.ts';
import { someOf } from '../../zone/words.ts';
import { dayUntil } from '../certificate-words.ts';
import { blocks, code, fold, htmlCode, overview, table, warningList } from '../markdown.ts';
import { capital, counted, MARKS } from '../wording.ts';
import { expiryChart } from './expiry-chart.ts';
import { worstZonesFirst } from './operation-documents.ts';
import { findingsIn, findingsList, toldFailure, type Story, type ToldFailure } from '../story.ts';
import { firstToExpire, zoneDetails, zoneGlance, zoneTable } from './zone-section.ts';

const OPEN_FOLDS = 3;

/** What a status run has to tell: what is due first, then each zone. */
export function statusStory(run: StatusRun): Story {
  const { zones } = run;
  return {
    mark: MARKS[run.outcome],
    title: titleOf(run),
    failedTitle: 'Status not readable',
    failures: zoneFailures(zones),
    warnings: warningSentences(zones),
    body: [findingsList(zones, 'due'), findingsList(zones, 'warning'), ...sections(zones, run.endedAt)],
    lines: zones.flatMap((zone) => zoneLines(zone, zones.length === 1)),
  };
}

/** What a matrix run has to tell: the jobs it outputs, and why. */
export function matrixStory(run: MatrixRun): Story {
  const { zones, entries, outcome, leftOut } = run;
  const unread = zoneFailures(zones);
  const rows = entries.map(({ zone, due }) => [code(zone, 1000), String(due)]);
  const others = findingsIn(zones, 'due').length > 0;
  const notices = [
    ...(leftOut.length === 0
      ? []
      : [
          `${counted(leftOut.length, 'more zone is', 'more zones are')} due, from ${leftOut[0] ?? ''} on, for which the output has no room. Run \`operation: matrix\` again once these jobs are done.`,
        ]),
    ...(outcome === 'failed' ? [] : unread).map(
      ({ name, failure }) => `${name} could not be checked, so it gets a job. ${failure?.happened ?? ''}`,
    ),
  ];
  return {
    mark: MARKS[outcome],
    title:
      outcome === 'failed'
        ? 'No zone of the manifest could be checked'
        : entries.length === 0
          ? `${others ? 'Nothing that a rotation by the manifest would fix' : 'Nothing'} is due in ${counted(zones.length, 'zone')}`
          : `${entries.length} of ${counted(zones.length, 'zone')} ${entries.length === 1 ? 'needs' : 'need'} a job`,
    failedTitle: 'Matrix failed',
    // What one zone suffers from is for its own job to say; it must not hold up the others.
    failures: outcome === 'failed' ? unread : [],
    warnings: [
      ...notices,
      // What a target of the manifest is due for, its job sees to.
      ...warningSentences(zones, ({ expected, kind }) => kind === 'warning' || !expected),
    ],
    body: [
      overview(table(['Job', 'Targets due'], rows), entries.length, 'jobs'),
      warningList(notices),
      findingsList(zones, 'due'),
    ],
    lines: entries.map(({ zone, due }) => `Job for ${zone}: ${counted(due, 'target')} due.`),
  };
}

function zoneFailures(zones: readonly ZoneStatus[]): readonly ToldFailure[] {
  return zones.flatMap(({ zone, failure }) => toldFailure(failure, zone.asked));
}

/** For annotations: what is due before what is only worth knowing. */
function warningSentences(
  zones: readonly ZoneStatus[],
  isTold: (finding: StatusFinding) => boolean = () => true,
): readonly string[] {
  return [...findingsIn(zones, 'due'), ...findingsIn(zones, 'warning')]
    .filter(isTold)
    .map(({ target, sentence, remedy }) => `${target}: ${sentence} ${remedy}`);
}

function titleOf({ zones, outcome }: StatusRun): string {
  const of = zones.length === 1 ? `zone ${zones[0]?.zone.asked ?? ''}` : counted(zones.length, 'zone');
  // As many as there are lines below: a target has one.
  const due = new Set(findingsIn(zones, 'due').map(({ target }) => target)).size;
  const failed = zones.filter((zone) => zone.outcome === 'failed').length;
  switch (outcome) {
    case 'ok':
      return zones.every(isWhole) ? `All is well in ${of}` : `Nothing is due in what could be seen of ${of}`;
    case 'due':
      return `${counted(due, 'thing is', 'things are')} due in ${of}`;
    case 'failed':
      return `${zones.length === 1 ? capital(of) : `${failed} of ${of}`} could not be checked${due > 0 ? `, and ${counted(due, 'thing is', 'things are')} due` : ''}`;
  }
}

/** Nothing is well where no certificate is shown, though nothing may be due. */
const SENDS_NOTHING: ReadonlySet<string> = new Set(['ZONE_NOT_ACTIVE', 'SSL_MODE_SENDS_NOTHING']);

/** Whether all was seen that may be due. */
function isWhole({ hostnamesComplete, certificates, findings }: ZoneStatus): boolean {
  const dated = certificates.every(({ use, notAfter }) => use !== 'in-force' || notAfter !== undefined);
  return hostnamesComplete && dated && !findings.some(({ reason }) => SENDS_NOTHING.has(reason));
}

function sections(zones: readonly ZoneStatus[], now: number): readonly string[] {
  const [only, ...others] = zones;
  const read = worstZonesFirst(zones).filter(({ outcome }) => outcome !== 'failed');
  const chart = expiryChart(read, now);
  if (only !== undefined && others.length === 0)
    return only.outcome === 'failed' ? [] : [zoneGlance(only), chart, zoneDetails(only)];
  const folds = read.map((status) =>
    fold(
      `${MARKS[status.outcome]} ${htmlCode(status.zone.asked)}`,
      blocks(zoneGlance(status), zoneDetails(status)),
    ),
  );
  return [
    chart,
    zoneTable(worstZonesFirst(zones)),
    ...(folds.length > OPEN_FOLDS ? [fold(`Details of ${folds.length} zones`, blocks(...folds))] : folds),
  ];
}

/** A line for each zone; of a single one also for each certificate in force. What was found stands in annotations. */
function zoneLines(status: ZoneStatus, alone: boolean): readonly string[] {
  const { zone, certificates, switchOn, outcome, hostnamesComplete } = status;
  if (status.failure !== undefined) return [];
  const inForce = firstToExpire(certificates);
  const until =
    inForce[0] === undefined
      ? 'none in force'
      : `${certificates.length === 1 ? '' : 'the first '}in force until ${dayUntil(inForce[0])}`;
  const known = hostnamesComplete ? '' : ', as far as is known';
  return [
    `${zone.asked}: ${outcome}; the zone level is ${switchOn === true ? 'on' : 'off'}; ${counted(certificates.length, 'certificate')}${known}, ${until}.`,
    ...(alone ? inForce.map(certificateLine) : []),
  ];
}

function certificateLine(certificate: HeldCertificate): string {
  const { id, level, hostnames } = certificate;
  const who = level === 'zone' ? 'the zone' : someOf(hostnames);
  return `In force for ${who} until ${dayUntil(certificate)}: certificate ${id ?? 'with an unknown id'}.`;
}
