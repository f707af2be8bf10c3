import type { ExpectedTarget } from '../../inputs/job.ts';
import { danglingAssociations, liveAssociations, servedBy } from '../../zone/inventory.ts';
import type { FullInventory } from '../../zone/inventory.ts';
import { associationOf, danglingOf, findByFingerprint } from '../../zone/observed.ts';
import { someOf } from '../../zone/words.ts';
import type { StatusFinding } from '../operation-result.ts';
import { isExpected, type ExpectedLeaf } from './issued.ts';
import { due, warning, type About } from './status-finding.ts';

const ROTATE = 'Run the rotation.';

/** A target of the inputs or the manifest, and what it is compared with. */
export interface Comparing {
  readonly about: About;
  readonly target: ExpectedTarget;
  readonly expected: ExpectedLeaf;
  readonly inventory: FullInventory;
}

/** What differs for hostnames from what the inputs or the manifest want; one finding for each kind. Pure. */
export function compareHostnames(comparing: Comparing): readonly StatusFinding[] {
  const { about, target } = comparing;
  if (target.replace !== undefined) return leftBehind(target.replace, comparing);
  const by = Map.groupBy(target.hostnames, (hostname) => stateOf(hostname, comparing));
  return WORDS.flatMap(([state, reason, says]) => {
    const hostnames = by.get(state);
    return hostnames === undefined ? [] : [due(about, reason, `${says}: ${someOf(hostnames)}.`, ROTATE)];
  });
}

type HostnameState = 'without' | 'gone' | 'off' | 'other' | 'stuck' | 'fine';

const WORDS: readonly (readonly [state: HostnameState, reason: string, says: string])[] = [
  ['without', 'NO_CERTIFICATE', 'Without a certificate of their own'],
  ['gone', 'CERTIFICATE_GONE', 'Tied to a certificate that no longer exists, so it is not sent'],
  ['off', 'SWITCHED_OFF', 'Switched off, so no client certificate is sent'],
  ['other', 'NOT_IN_FORCE', 'Not on the expected certificate'],
  ['stuck', 'NOT_DEPLOYED', 'Cloudflare gave up deploying their certificate'],
];

function stateOf(hostname: string, { target, expected, inventory }: Comparing): HostnameState {
  const { associations, certificates } = inventory;
  const association = associationOf(associations, hostname);
  if (association === undefined) {
    if (!target.enable) return 'fine';
    return danglingOf(associations, hostname) === undefined ? 'without' : 'gone';
  }
  if (association.enabled === false && target.enable) return 'off';
  const held = certificates.hostname.find(({ id }) => id === association.certificateId);
  if (expected.kind === 'to-issue' || isExpected(held, expected) === false) return 'other';
  return association.status === 'deployment_timed_out' ? 'stuck' : 'fine';
}

/** With `replace`: hostnames still on the certificate that is to be replaced. */
function leftBehind(replaced: string, comparing: Comparing): readonly StatusFinding[] {
  const { about, expected } = comparing;
  const { associations, certificates } = comparing.inventory;
  const held = certificates.hostname.find(({ id }) => id === replaced);
  if (isExpected(held, expected) === true) return [];
  const users = [...liveAssociations(associations), ...danglingAssociations(associations)].filter(
    ({ certificateId }) => certificateId === replaced,
  );
  if (users.length === 0) return associations.complete ? usedByNobody(replaced, comparing) : [];
  const sentence = `Still on the certificate ${replaced}, which is to be replaced: ${someOf(users.map(({ hostname }) => hostname))}.`;
  return [due(about, 'NOT_IN_FORCE', sentence, ROTATE)];
}

/** `replace` finds no hostname: so it is after a rotation to this certificate, and otherwise a mistake. */
function usedByNobody(replaced: string, { about, expected, inventory }: Comparing): readonly StatusFinding[] {
  const sentence = `No hostname uses the certificate ${replaced} named by \`replace\``;
  if (expected.kind !== 'leaf') {
    const says = `${sentence}; whether another one has replaced it could not be compared.`;
    return [warning(about, 'REPLACED_UNUSED', says, 'Give the certificate to have it compared.')];
  }
  const own = findByFingerprint(inventory.certificates.hostname, expected.leaf);
  if (own !== undefined && servedBy(inventory.associations, own.id).length > 0) return [];
  const says = `${sentence}, and none uses the certificate that should be in force.`;
  return [due(about, 'NO_HOSTNAME', says, 'Correct `replace`, or name the hostnames in `hostnames`.')];
}
