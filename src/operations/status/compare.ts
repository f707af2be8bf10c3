import type { ExpectedTarget } from '../../inputs/job.ts';
import { dueAt } from '../../issue/renewal.ts';
import { servedBy, zoneCertificate, type FullInventory } from '../../zone/inventory.ts';
import { findByFingerprint, isLive, type ObservedCertificate } from '../../zone/observed.ts';
import type { StatusFinding } from '../operation-result.ts';
import { compareHostnames, type Comparing } from './compare-hostnames.ts';
import { expectedLeaf, authorityEnds, isExpected, renewalOf, type ExpectedLeaf } from './issued.ts';
import { due, expiryOf, type About } from './status-finding.ts';

interface Compared {
  readonly findings: readonly StatusFinding[];
  /** Certificates in force whose expiry was judged here, and from when on each is due. */
  readonly judged: ReadonlyMap<string, number | undefined>;
}

/** Compares a target of the inputs or the manifest with what is in force, and its certificates with the calendar. Pure. */
export function compare(target: ExpectedTarget, inventory: FullInventory, now: number): Compared {
  const expected = expectedLeaf(target, inventory.certificates[target.level]);
  const about = { target: target.name, expected: true };
  const comparing = { about, target, expected, inventory };
  const serving = servingFor(comparing);
  return {
    findings: [
      ...unreadable(expected, about),
      ...(target.level === 'zone' ? compareZone(comparing) : compareHostnames(comparing)),
      ...serving.flatMap((one) =>
        target.issue === undefined
          ? expiryOf(one, about, target.expiryWarning, now).map((finding) =>
              // Where another is expected, the next certificate is at hand.
              isExpected(one, expected) === false ? { ...finding, remedy: 'Run the rotation.' } : finding,
            )
          : renewalOf(one, target.issue, about, now),
      ),
      ...(target.issue === undefined ? [] : authorityEnds(target.issue, about, now)),
    ],
    judged: new Map(serving.map((one) => [one.id, renewalDue(one, target)])),
  };
}

function renewalDue(
  { leaf }: ObservedCertificate,
  { issue, name, expiryWarning }: ExpectedTarget,
): number | undefined {
  if (leaf === undefined) return undefined;
  return issue === undefined ? leaf.notAfter - expiryWarning : dueAt(leaf, { ...issue, spreadBy: name });
}

function servingFor({ target, expected, inventory }: Comparing): readonly ObservedCertificate[] {
  const { level, hostnames, replace } = target;
  const { switchOn, certificates, associations } = inventory;
  if (level === 'zone') {
    const present = switchOn ? zoneCertificate(certificates.zone) : undefined;
    return present === undefined ? [] : [present];
  }
  const own =
    expected.kind === 'leaf' ? findByFingerprint(certificates.hostname, expected.leaf)?.id : undefined;
  return certificates.hostname.filter(({ id }) => {
    const users = servedBy(associations, id);
    if (replace !== undefined) return users.length > 0 && (id === replace || id === own);
    return users.some((hostname) => hostnames.includes(hostname));
  });
}

function unreadable(expected: ExpectedLeaf, about: About): readonly StatusFinding[] {
  if (expected.kind !== 'unreadable') return [];
  const says = `The certificate in \`${expected.input}\` cannot be read, so it could not be compared.`;
  return [due(about, 'EXPECTED_UNREADABLE', says, 'Store the certificate as PEM text in the secret.')];
}

/** What differs at zone level from what the inputs or the manifest want. Pure. */
function compareZone({ about, target, expected, inventory }: Comparing): readonly StatusFinding[] {
  const { switchOn, certificates } = inventory;
  const off = 'Authenticated origin pulls are switched off for the zone.';
  const switches = target.enable && !switchOn;
  const remedy = switches ? 'Run the rotation: it switches them on.' : 'Run the rotation.';
  const difference = differenceOf(expected, certificates.zone, switchOn);
  return [
    ...(switches ? [due(about, 'SWITCHED_OFF', off, remedy)] : []),
    ...(difference === undefined ? [] : [due(about, ...difference, remedy)]),
  ];
}

function differenceOf(
  expected: ExpectedLeaf,
  held: readonly ObservedCertificate[],
  switchOn: boolean,
): readonly [reason: string, sentence: string] | undefined {
  if (expected.kind === 'to-issue') return ['NOT_IN_FORCE', 'No certificate has been issued for it yet.'];
  if (expected.kind !== 'leaf')
    return held.some(isLive) ? undefined : ['NO_CERTIFICATE', 'The zone has no certificate of its own.'];
  const present = zoneCertificate(held);
  if (isExpected(present, expected) === true) return undefined;
  const copy = findByFingerprint(held, expected.leaf);
  const instead =
    present === undefined ? 'no certificate that can be identified' : `certificate ${present.id}`;
  const where =
    copy === undefined
      ? 'has not been uploaded'
      : `is there as ${copy.id} with the status \`${copy.rawStatus}\`, but is not the one Cloudflare uses`;
  return [
    'NOT_IN_FORCE',
    `The expected certificate ${where}; ${instead} ${switchOn ? 'is in force' : 'would be in force'}.`,
  ];
}
