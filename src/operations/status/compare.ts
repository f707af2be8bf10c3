import type { ExpectedTarget } from '../../inputs/job.ts';
import { dueAt } from '../../issue/renewal.ts';
import { servedBy, zoneCertificate } from '../../zone/inventory.ts';
import type { FullInventory } from '../../zone/inventory.ts';
import { findByFingerprint, isLive } from '../../zone/observed.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { StatusFinding } from '../operation-result.ts';
import { compareHostnames } from './compare-hostnames.ts';
import { expectedLeaf, authorityEnds, renewalOf } from './issued.ts';
import type { ExpectedLeaf } from './issued.ts';
import { due, expiryOf } from './status-finding.ts';
import type { About } from './status-finding.ts';

/** One target compared with what is in force. */
interface Compared {
  readonly findings: readonly StatusFinding[];
  /** Certificates in force whose expiry was judged here, and from when on each is due. */
  readonly judged: ReadonlyMap<string, number | undefined>;
}

/** Compares a target of the inputs or the manifest with what is in force, and its certificates with the calendar. Pure. */
export function compare(target: ExpectedTarget, inventory: FullInventory, now: number): Compared {
  const expected = expectedLeaf(target, inventory.certificates[target.level]);
  const about = { target: target.name, expected: true };
  const serving = servingFor(target, expected, inventory);
  const unreadable =
    expected.kind === 'unreadable'
      ? [
          due(
            about,
            'EXPECTED_UNREADABLE',
            `The certificate in \`${expected.input}\` cannot be read, so it could not be compared.`,
            'Store the certificate as PEM text in the secret.',
          ),
        ]
      : [];
  const differences =
    target.level === 'zone'
      ? compareZone(target, expected, inventory)
      : compareHostnames(target, expected, inventory);
  return {
    findings: [
      ...unreadable,
      ...differences,
      ...serving.flatMap((one) =>
        target.issue === undefined
          ? expiryOf(one, about, target.expiryWarning, now)
          : renewalOf(one, target.issue, target, about, now),
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

/** The certificates that are shown to the origin for this target. */
function servingFor(
  { level, hostnames, replace }: ExpectedTarget,
  expected: ExpectedLeaf,
  { switchOn, certificates, associations }: FullInventory,
): readonly ObservedCertificate[] {
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

const ROTATE = 'Run the rotation.';

/** What differs at zone level from what the inputs or the manifest want. Pure. */
function compareZone(
  target: ExpectedTarget,
  expected: ExpectedLeaf,
  inventory: FullInventory,
): readonly StatusFinding[] {
  const about: About = { target: target.name, expected: true };
  const switchedOff = target.enable && !inventory.switchOn;
  return [
    ...(switchedOff
      ? [
          due(
            about,
            'SWITCHED_OFF',
            'Authenticated origin pulls are switched off for the zone.',
            'Run the rotation: it switches them on.',
          ),
        ]
      : []),
    ...certificateFindings(about, expected, inventory),
  ];
}

function certificateFindings(
  about: About,
  expected: ExpectedLeaf,
  { certificates }: FullInventory,
): readonly StatusFinding[] {
  const held = certificates.zone;
  if (expected.kind === 'to-issue')
    return [due(about, 'NOT_IN_FORCE', 'No certificate has been issued for it yet.', 'Run the rotation.')];
  if (expected.kind !== 'leaf') {
    if (held.some(isLive)) return [];
    return [due(about, 'NO_CERTIFICATE', 'The zone has no certificate of its own.', 'Run the rotation.')];
  }
  const present = zoneCertificate(held);
  if (present?.leaf?.fingerprint === expected.leaf.fingerprint) return [];
  const copy = findByFingerprint(held, expected.leaf);
  const instead =
    present === undefined ? 'no certificate that can be identified' : `certificate ${present.id}`;
  const where =
    copy === undefined
      ? 'has not been uploaded'
      : `is there as ${copy.id} with the status \`${copy.rawStatus}\`, but is not the one Cloudflare uses`;
  const sentence = `The expected certificate ${where}; ${instead} is in force.`;
  return [due(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}
