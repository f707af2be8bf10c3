import { readChain } from '../../certificate/chain.ts';
import type { Leaf } from '../../certificate/leaf.ts';
import { readParts } from '../../certificate/successor-parts.ts';
import type { ExpectedTarget } from '../../inputs/job.ts';
import { ownIn } from '../../rotation/issue/choose.ts';
import type { ObservedCertificate } from '../../rotation/observe/observation.ts';
import { identityOf } from './issued.ts';

/** What a target's certificate turned out to be. */
export type ExpectedLeaf =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  /** Issued by the run: none is there yet. */
  | { readonly kind: 'to-issue' }
  /** Not given: only expiry and switches can be compared. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly input: string };

/**
 * Reads the certificate that should be in force, or finds it where it was issued. No key is touched. Never throws.
 * @param held the certificates of the target's level
 */
export function expectedLeaf(
  { pasted, issue }: ExpectedTarget,
  held: readonly ObservedCertificate[],
): ExpectedLeaf {
  if (issue !== undefined) {
    const [latest] = ownIn({ identity: identityOf(issue) }, { certificates: held });
    return latest === undefined ? { kind: 'to-issue' } : { kind: 'leaf', leaf: latest.leaf };
  }
  if (pasted === undefined) return { kind: 'absent' };
  const { certificates, certificateInput } = readParts(pasted.certificate, undefined, pasted.names);
  const { leaf } = readChain(certificates, certificateInput);
  return leaf === undefined
    ? { kind: 'unreadable', input: certificateInput }
    : { kind: 'leaf', leaf: leaf.leaf };
}
