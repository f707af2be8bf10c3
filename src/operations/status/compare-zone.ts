import { isLive, findByFingerprint } from '../../rotation/observe/live.ts';
import type { ExpectedTarget } from '../../inputs/job.ts';
import { zoneCertificate } from '../estate/in-force.ts';
import type { EstateLook } from '../estate/look.ts';
import type { ExpectedLeaf } from './expected-leaf.ts';
import { due } from './finding.ts';
import type { About } from './finding.ts';
import type { StatusFinding } from './result.ts';

const ROTATE = 'Run the rotation with this certificate.';

/** What differs at zone level from what the inputs or the manifest want. Pure. */
export function compareZone(
  target: ExpectedTarget,
  expected: ExpectedLeaf,
  look: EstateLook,
): readonly StatusFinding[] {
  const about: About = { target: target.name, expected: true };
  const switchedOff = target.enable && !look.switchOn;
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
    ...certificateFindings(about, expected, look),
  ];
}

function certificateFindings(
  about: About,
  expected: ExpectedLeaf,
  { certificates }: EstateLook,
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
    present === undefined ? 'no certificate that can be identified' : `the certificate ${present.id}`;
  const where =
    copy === undefined
      ? 'has not been uploaded'
      : `is there as ${copy.id} with the status \`${copy.rawStatus}\`, but is not the one Cloudflare uses`;
  const sentence = `The certificate that should be in force ${where}; in force is ${instead}.`;
  return [due(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}
