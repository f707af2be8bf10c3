import { readChain } from '../../certificate/chain.ts';
import type { Leaf } from '../../certificate/leaf.ts';
import { readParts } from '../../certificate/successor-parts.ts';
import type { ExpectedTarget } from '../../inputs/job.ts';

/** What a target's certificate turned out to be. */
export type ExpectedLeaf =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  /** Not given: only expiry and switches can be compared. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly input: string };

/** Reads the certificate that should be in force. The key is not touched. Never throws. */
export function expectedLeaf({ pasted }: ExpectedTarget): ExpectedLeaf {
  if (pasted === undefined) return { kind: 'absent' };
  const { certificates, certificateInput } = readParts(pasted.certificate, undefined, pasted.names);
  const { leaf } = readChain(certificates, certificateInput);
  return leaf === undefined
    ? { kind: 'unreadable', input: certificateInput }
    : { kind: 'leaf', leaf: leaf.leaf };
}
