import type { ExpectedTarget } from '../../inputs/job.ts';
import { danglingAssociations, liveAssociations, servedBy } from '../../zone/inventory.ts';
import type { FullInventory } from '../../zone/inventory.ts';
import { associationOf, danglingOf, findByFingerprint } from '../../zone/observed.ts';
import { someOf } from '../../zone/words.ts';
import type { StatusFinding } from '../operation-result.ts';
import type { ExpectedLeaf } from './issued.ts';
import { due, warning } from './status-finding.ts';
import type { About } from './status-finding.ts';

const ROTATE = 'Run the rotation.';

/** What differs for hostnames from what the inputs or the manifest want; one finding for each kind. Pure. */
export function compareHostnames(
  target: ExpectedTarget,
  expected: ExpectedLeaf,
  inventory: FullInventory,
): readonly StatusFinding[] {
  const about: About = { target: target.name, expected: true };
  if (target.replace !== undefined) return leftBehind(about, target.replace, expected, inventory);
  const by = Map.groupBy(target.hostnames, (hostname) => stateOf(hostname, target, expected, inventory));
  const said = (state: HostnameState): readonly StatusFinding[] => {
    const hostnames = by.get(state);
    const words = WORDS[state];
    if (hostnames === undefined || words === undefined) return [];
    return [due(about, words.reason, `${words.says}: ${someOf(hostnames)}.`, ROTATE)];
  };
  return (['without', 'gone', 'off', 'other', 'stuck'] as const).flatMap(said);
}

type HostnameState = 'without' | 'gone' | 'off' | 'other' | 'stuck' | 'fine';

const WORDS: Readonly<Record<HostnameState, { readonly reason: string; readonly says: string } | undefined>> =
  {
    without: { reason: 'NO_CERTIFICATE', says: 'Without a certificate of their own' },
    gone: {
      reason: 'CERTIFICATE_GONE',
      says: 'Tied to a certificate that no longer exists, so it is not sent',
    },
    off: { reason: 'SWITCHED_OFF', says: 'Switched off, so no client certificate is sent' },
    other: {
      reason: 'NOT_IN_FORCE',
      says: 'Not on the expected certificate',
    },
    stuck: { reason: 'NOT_DEPLOYED', says: 'Cloudflare gave up putting their certificate in force' },
    fine: undefined,
  };

function stateOf(
  hostname: string,
  { enable }: ExpectedTarget,
  expected: ExpectedLeaf,
  { associations, certificates }: FullInventory,
): HostnameState {
  const association = associationOf(associations, hostname);
  if (association === undefined) {
    if (!enable) return 'fine';
    return danglingOf(associations, hostname) === undefined ? 'without' : 'gone';
  }
  if (association.enabled === false && enable) return 'off';
  const held = certificates.hostname.find(({ id }) => id === association.certificateId);
  if (expected.kind === 'to-issue') return 'other';
  if (expected.kind === 'leaf' && held?.leaf?.fingerprint !== expected.leaf.fingerprint) return 'other';
  return association.status === 'deployment_timed_out' ? 'stuck' : 'fine';
}

/** With `replace`: hostnames still on the certificate that is to be replaced. */
function leftBehind(
  about: About,
  replaced: string,
  expected: ExpectedLeaf,
  inventory: FullInventory,
): readonly StatusFinding[] {
  const { associations, certificates } = inventory;
  const held = certificates.hostname.find(({ id }) => id === replaced);
  if (expected.kind === 'leaf' && held?.leaf?.fingerprint === expected.leaf.fingerprint) return [];
  const users = [...liveAssociations(associations), ...danglingAssociations(associations)].filter(
    ({ certificateId }) => certificateId === replaced,
  );
  if (users.length === 0)
    return associations.complete ? usedByNobody(about, replaced, expected, inventory) : [];
  const sentence = `Still on the certificate ${replaced}, which is to be replaced: ${someOf(users.map(({ hostname }) => hostname))}.`;
  return [due(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}

/** `replace` finds no hostname: so it is after a rotation to this certificate, and otherwise a mistake. */
function usedByNobody(
  about: About,
  replaced: string,
  expected: ExpectedLeaf,
  { associations, certificates }: FullInventory,
): readonly StatusFinding[] {
  const sentence = `No hostname uses the certificate ${replaced} named by \`replace\``;
  if (expected.kind !== 'leaf')
    return [
      warning(
        about,
        'REPLACED_UNUSED',
        `${sentence}; whether another one has replaced it could not be compared.`,
        'Give the certificate to have it compared.',
      ),
    ];
  const own = findByFingerprint(certificates.hostname, expected.leaf);
  if (own !== undefined && servedBy(associations, own.id).length > 0) return [];
  return [
    due(
      about,
      'NO_HOSTNAME',
      `${sentence}, and none uses the certificate that should be in force.`,
      'Correct `replace`, or name the hostnames in `hostnames`.',
    ),
  ];
}
