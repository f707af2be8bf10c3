import type { X509Certificate } from 'node:crypto';
import { isSignedBy, parseCertificate, sameIssuerKey, type Leaf } from '../../certificate/leaf.ts';
import type { OriginCheckOf, Presented } from '../observe/observation.ts';
import type { Successor } from '../target.ts';

/** Whether the origin may be expected to trust the successor as it trusts what is presented now. */
export type IssuerVerdict =
  | { readonly kind: 'same-issuer' }
  | { readonly kind: 'nothing-to-compare' }
  /** What is presented now could not be read, and nothing vouches for the successor. */
  | { readonly kind: 'not-compared' }
  | { readonly kind: 'vouched'; readonly by: 'client-ca' | 'origin' }
  /** `unknown`: nothing tells whether it is the same. `now`: who issued what is presented. */
  | { readonly kind: 'different' | 'unknown'; readonly now: string; readonly equalNames: boolean };

type Compared = Extract<IssuerVerdict, { kind: 'different' | 'unknown' | 'same-issuer' }>;

const SAME = { kind: 'same-issuer' } as const;

/**
 * Compares the successor's issuer with what is presented now. A check vouches only if it really ran:
 * `client-ca` asked of OpenSSL, or an origin that admitted the successor and refuses visitors without one.
 */
export function judgeIssuer(
  successor: Successor,
  presented: readonly Presented[],
  originChecks: readonly OriginCheckOf[],
): IssuerVerdict {
  const compared = presented.flatMap((now) => compare(successor, now) ?? []);
  const doubt =
    compared.find(({ kind }) => kind === 'different') ?? compared.find(({ kind }) => kind === 'unknown');
  const unread = presented.some((now) => now.kind === 'unread');
  if (doubt === undefined && !unread) return compared.length > 0 ? SAME : { kind: 'nothing-to-compare' };
  if (successor.vouchedByCa && fitsInForce(successor, presented)) return { kind: 'vouched', by: 'client-ca' };
  if (originVouches(originChecks)) return { kind: 'vouched', by: 'origin' };
  return doubt ?? { kind: 'not-compared' };
}

/** True where every origin that could be reached admits the successor and enforces client certificates. */
export function originVouches(checks: readonly OriginCheckOf[]): boolean {
  const ran = checks.filter((check) => check.verdict.kind !== 'unreachable');
  return (
    ran.length > 0 && ran.every(({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === true)
  );
}

/** A bundle that would refuse what works today is not what the origin trusts. What cannot be read tells nothing. */
export function fitsInForce({ clientCa }: Successor, presented: readonly Presented[]): boolean {
  const leaves = presented.flatMap((now) => (now.kind === 'certificate' ? (now.certificate.leaf ?? []) : []));
  return leaves.every((leaf) => signersOf(leaf, clientCa).length > 0);
}

/** Who issued a certificate, with the id of the key where the certificate names one. */
export function issuerOf({ issuer, issuerKeyId }: Leaf): string {
  return `${issuer} (${issuerKeyId === undefined ? 'key not named' : `key id ${issuerKeyId.slice(0, 64)}`})`;
}

function compare(successor: Successor, presented: Presented): Compared | undefined {
  switch (presented.kind) {
    case 'nothing':
    case 'unread':
      return undefined;
    case 'shared':
      return { kind: 'different', now: 'Cloudflare (its shared certificate)', equalNames: false };
    case 'unknown': {
      // Whichever of them it is, if all have the same issuer as the successor.
      const each = (presented.among ?? []).map(({ leaf }) => leaf && compareIssuers(successor, leaf));
      if (each.length > 0 && each.every((one) => one?.kind === 'same-issuer')) return SAME;
      return { kind: 'unknown', now: 'an issuer that could not be read', equalNames: false };
    }
    case 'certificate': {
      const { leaf } = presented.certificate;
      if (leaf === undefined)
        return {
          kind: 'unknown',
          now: 'an unknown issuer, since Cloudflare did not return the certificate',
          equalNames: false,
        };
      return compareIssuers(successor, leaf);
    }
  }
}

/** An authority at hand that issued either settles it; without one, what the two certificates say of their issuer. */
function compareIssuers({ leaf, clientCa, chain, signedBy }: Successor, now: Leaf): Compared {
  if (leaf.fingerprint === now.fingerprint) return SAME;
  const equalNames = leaf.issuer === now.issuer;
  const different = { kind: 'different', now: issuerOf(now), equalNames } as const;
  // Nobody but itself vouches for a self-signed certificate, whatever key it has.
  if (!equalNames || leaf.selfSigned || now.selfSigned) return different;
  const given = [...clientCa, ...chain];
  const ofSuccessor = signedBy === undefined ? signersOf(leaf, given) : [signedBy];
  const ofNow = signersOf(now, given);
  if (ofSuccessor.some((signer) => ofNow.includes(signer))) return SAME;
  if (ofSuccessor.length + ofNow.length > 0) return different;
  if (leaf.issuerKeyId === undefined || now.issuerKeyId === undefined)
    return { ...different, kind: 'unknown' };
  return sameIssuerKey(leaf, now) ? SAME : different;
}

/** A certificate that signed itself is known as it is, or not at all. */
function signersOf(leaf: Leaf, authorities: readonly X509Certificate[]): readonly X509Certificate[] {
  const certificate = authorities.length === 0 ? undefined : parseCertificate(leaf.pem);
  if (certificate === undefined) return [];
  return leaf.selfSigned
    ? authorities.filter(({ raw }) => raw.equals(certificate.raw))
    : authorities.filter((one) => isSignedBy(certificate, one));
}
