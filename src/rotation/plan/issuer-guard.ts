import { sameIssuer } from '../../certificate/leaf.ts';
import type { Leaf } from '../../certificate/leaf.ts';
import type { OriginCheckOf, Presented } from '../observe/observation.ts';

/** Whether the origin may be expected to trust the successor as it trusts what is presented now. */
export type IssuerVerdict =
  | { readonly kind: 'same-issuer' }
  | { readonly kind: 'nothing-to-compare' }
  /** What is presented now could not be read, and nothing vouches for the successor. */
  | { readonly kind: 'not-compared' }
  | { readonly kind: 'vouched'; readonly by: 'client-ca' | 'origin' }
  | { readonly kind: 'differs'; readonly now: string };

/**
 * Compares the successor's issuer with what is presented now. A check vouches only if it really
 * ran: `client-ca` offline, or an origin that admitted the successor and refuses visitors without one.
 */
export function judgeIssuer(
  successor: Leaf,
  presented: readonly Presented[],
  vouchedByCa: boolean,
  originChecks: readonly OriginCheckOf[],
): IssuerVerdict {
  const different = presented.map((now) => differing(successor, now)).find((now) => now !== undefined);
  const unread = presented.some((now) => now.kind === 'unread');
  if (different === undefined && !unread) {
    const compared = presented.some((now) => now.kind === 'certificate');
    return compared ? { kind: 'same-issuer' } : { kind: 'nothing-to-compare' };
  }
  if (vouchedByCa) return { kind: 'vouched', by: 'client-ca' };
  if (originVouches(originChecks)) return { kind: 'vouched', by: 'origin' };
  return different === undefined ? { kind: 'not-compared' } : { kind: 'differs', now: different };
}

/** True where every origin that could be reached admits the successor and enforces client certificates. */
export function originVouches(checks: readonly OriginCheckOf[]): boolean {
  const ran = checks.filter((check) => check.verdict.kind !== 'unreachable');
  return (
    ran.length > 0 && ran.every(({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === true)
  );
}

function differing(successor: Leaf, presented: Presented): string | undefined {
  switch (presented.kind) {
    case 'nothing':
    case 'unread':
      return undefined;
    case 'shared':
      return "Cloudflare's shared certificate";
    case 'unknown':
      return 'a certificate whose issuer could not be read';
    case 'certificate': {
      const { leaf } = presented.certificate;
      if (leaf === undefined) return 'a certificate that Cloudflare did not return';
      return sameIssuer(leaf, successor) ? undefined : leaf.issuer;
    }
  }
}
