import { isProspective } from '../../issue/issuing.ts';
import { dueAt } from '../../issue/renewal.ts';
import { nameOfSigner } from '../../issue/signers/open.ts';
import type { Renewal } from '../result.ts';
import type { Target } from '../target.ts';

/** Who signs a target's certificates, and when the next one is due. */
export function renewalOf({ issuing, successor: { leaf } }: Target): Renewal | undefined {
  if (issuing === undefined) return undefined;
  const signer = nameOfSigner(issuing.signer);
  return { signer, dueAt: isProspective(leaf) ? undefined : dueAt(leaf, issuing.rule) };
}
