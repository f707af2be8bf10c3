import type { ExpectedTarget } from '../../inputs/job.ts';
import type { ObservedCertificate } from '../../rotation/observe/observation.ts';
import { dueAt } from '../../issue/renewal.ts';
import { findByFingerprint } from '../../rotation/observe/live.ts';
import { servedBy, zoneCertificate } from '../estate/in-force.ts';
import type { EstateLook } from '../estate/look.ts';
import { compareHostnames } from './compare-hostnames.ts';
import { compareZone } from './compare-zone.ts';
import { expectedLeaf } from './expected-leaf.ts';
import type { ExpectedLeaf } from './expected-leaf.ts';
import { due, expiryOf } from './finding.ts';
import { authorityEnds, renewalOf } from './issued.ts';
import type { StatusFinding } from './result.ts';

/** One target compared with what is in force. */
export interface Compared {
  readonly findings: readonly StatusFinding[];
  /** Certificates in force whose expiry was judged here, and from when on each is due. */
  readonly judged: ReadonlyMap<string, number | undefined>;
}

/** Compares a target of the inputs or the manifest with what is in force, and its certificates with the calendar. Pure. */
export function compare(target: ExpectedTarget, look: EstateLook, now: number): Compared {
  const expected = expectedLeaf(target, look.certificates[target.level]);
  const about = { target: target.name, expected: true };
  const serving = servingFor(target, expected, look);
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
    target.level === 'zone' ? compareZone(target, expected, look) : compareHostnames(target, expected, look);
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
  { switchOn, certificates, associations }: EstateLook,
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
