import type { X509Certificate } from 'node:crypto';
import { certificatesIn } from '../../certificate/trust.ts';
import { prospectiveLeaf, type Issuing } from '../../issue/issuing.ts';
import type { Successor } from '../target.ts';

/** A stand-in before anything is issued: enough to observe with, and to report. */
export function toBeIssued(issuing: Issuing, now: number): Successor {
  const { signer, identity, clientCa } = issuing;
  const [only, ...others] = identity.authorities ?? [];
  const signedBy =
    signer.kind === 'authority' ? signer.authority.certificate.x509 : others.length === 0 ? only : undefined;
  return {
    ...withAuthorities(issuing),
    leaf: prospectiveLeaf(issuing, now),
    key: undefined,
    // OpenSSL is asked once there is something to ask about.
    vouchedByCa: clientCa !== undefined,
    ...(signedBy === undefined ? {} : { signedBy }),
  };
}

/** What the origin is known to trust. */
export function withAuthorities({ clientCa, identity }: Issuing): Pick<Successor, 'clientCa' | 'chain'> {
  const given: readonly X509Certificate[] = certificatesIn(clientCa ?? '');
  return { clientCa: given, chain: given.length > 0 ? [] : (identity.authorities ?? []) };
}
