import { readAuthorities, readChain } from '../../certificate/chain.ts';
import { shownDate } from '../../certificate/finding.ts';
import { parse, type Leaf, type Parsed } from '../../certificate/leaf.ts';
import { readParts } from '../../certificate/preflight.ts';
import type { ExpectedIssue, ExpectedTarget } from '../../inputs/job.ts';
import type { Identity } from '../../issue/identity.ts';
import { kindOfPem } from '../../issue/leaf-key.ts';
import { authorityDueAt, dueAt } from '../../issue/renewal.ts';
import { ownIn } from '../../zone/inventory.ts';
import type { ObservedCertificate } from '../../zone/observed.ts';
import type { StatusFinding } from '../operation-result.ts';
import { due, type About } from './status-finding.ts';

const RUN = 'Run the rotation: it issues a new one and puts it in force.';

/** Which certificates count as the target's own. Without an authority, every certificate with its name. */
function identityOf({ commonName, authorities }: ExpectedIssue): Identity {
  const known = authoritiesIn({ authorities }).map(({ x509 }) => x509);
  return { commonName, authorities: authorities === undefined ? undefined : known };
}

function authoritiesIn({ authorities }: Pick<ExpectedIssue, 'authorities'>): readonly Parsed[] {
  const { ders } = readAuthorities(authorities ?? '');
  return ders.flatMap((der) => parse(der) ?? []);
}

/** Whether a certificate in force that was issued is due for renewal: by the rule that the rotation has. */
export function renewalOf(
  { id, leaf }: ObservedCertificate,
  { renewBefore, key }: ExpectedIssue,
  about: About,
  now: number,
): readonly StatusFinding[] {
  if (leaf === undefined) return [];
  const found = (reason: string, says: string): readonly StatusFinding[] => [
    due(about, reason, `The certificate in force, ${id}, ${says}.`, RUN),
  ];
  const end = shownDate(leaf.notAfter);
  if (leaf.notAfter <= now) return found('EXPIRED', `expired at ${end}`);
  const from = dueAt(leaf, { renewBefore, spreadBy: about.target });
  if (from <= now)
    return found('RENEWAL_DUE', `is valid until ${end}, and due for renewal since ${shownDate(from)}`);
  const alike = kindOfPem(leaf.pem) === key;
  return alike ? [] : found('RENEWAL_DUE', `has a different kind of key than \`${key}\``);
}

/** An authority near its end shortens the certificates it signs, and then signs nothing: a person has to act. */
export function authorityEnds(issue: ExpectedIssue, about: About, now: number): readonly StatusFinding[] {
  const all = authoritiesIn(issue);
  // Of several that the origin trusts, an old one may end once another has taken its place.
  if (!all.every(({ leaf }) => now >= authorityDueAt(leaf, issue.validity))) return [];
  const remedy =
    'Make a new authority, add it to the CA file of the origin next to this one, and only then store it in the secrets.';
  return all.map(({ leaf }) => {
    const says = `The authority ${leaf.subject} ends at ${shownDate(leaf.notAfter)}, and no certificate that it signs can outlive it.`;
    // No rotation fixes it, so `matrix` starts none.
    return due({ ...about, expected: false }, 'AUTHORITY_ENDS_SOON', says, remedy);
  });
}

export type ExpectedLeaf =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  /** Issued by the run: none is there yet. */
  | { readonly kind: 'to-issue' }
  /** Not given: only expiry and switches can be compared. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly input: string };

/** Undefined where it is not known which is expected. */
export function isExpected(
  held: ObservedCertificate | undefined,
  expected: ExpectedLeaf,
): boolean | undefined {
  return expected.kind === 'leaf' ? held?.leaf?.fingerprint === expected.leaf.fingerprint : undefined;
}

/** Read, or found among those `held` at its level where it was issued. No key is touched. Never throws. */
export function expectedLeaf(
  { pasted, issue }: ExpectedTarget,
  held: readonly ObservedCertificate[],
): ExpectedLeaf {
  if (issue !== undefined) {
    const [latest] = ownIn({ identity: identityOf(issue) }, { certificates: held });
    return latest === undefined ? { kind: 'to-issue' } : { kind: 'leaf', leaf: latest.leaf };
  }
  if (pasted === undefined) return { kind: 'absent' };
  const { certificates, certificateInput } = readParts(pasted);
  const { leaf } = readChain(certificates, certificateInput);
  return leaf === undefined
    ? { kind: 'unreadable', input: certificateInput }
    : { kind: 'leaf', leaf: leaf.leaf };
}
