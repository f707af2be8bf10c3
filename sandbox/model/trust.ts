import { readCertificate, type CertificateFacts } from './certificate-text.ts';
import type { Presented } from './edge.ts';

/** What an origin makes of a handshake. */
export type Judgement = 'accepted' | 'none-sent' | 'not-trusted' | 'expired' | 'wrong-purpose';

export interface OriginTrust {
  /** PEM of the authorities (or self-signed certificates) the origin trusts. */
  readonly authorities: readonly string[];
  /** Whether handshakes without a client certificate are let in. */
  readonly optional: boolean;
  /** PEM of the shared certificate's authority is not needed: say whether it is trusted. */
  readonly trustsShared: boolean;
}

const verdicts = new Map<string, boolean>();
const clientAuth = '1.3.6.1.5.5.7.3.2';

function vouches(authority: CertificateFacts, leaf: CertificateFacts): boolean {
  const pair = `${authority.fingerprint} ${leaf.fingerprint}`;
  const known = verdicts.get(pair);
  if (known !== undefined) return known;
  const verdict =
    authority.fingerprint === leaf.fingerprint ||
    (leaf.x509.checkIssued(authority.x509) && leaf.x509.verify(authority.x509.publicKey));
  verdicts.set(pair, verdict);
  return verdict;
}

/**
 * Judges what an edge presents as a verifying origin would, without a socket.
 * @param moment epoch ms, for validity
 */
export function judge(trust: OriginTrust, presented: Presented, moment: number): Judgement {
  switch (presented.kind) {
    case 'none':
      return trust.optional ? 'accepted' : 'none-sent';
    case 'shared':
      return trust.trustsShared ? 'accepted' : 'not-trusted';
    case 'certificate': {
      const leaf = presented.certificate.facts;
      const trusted = trust.authorities.some((pem) => {
        const authority = readCertificate(pem);
        return authority !== undefined && vouches(authority, leaf);
      });
      if (!trusted) return 'not-trusted';
      if (moment < leaf.notBefore || moment >= leaf.notAfter) return 'expired';
      // Node calls the extended key usage `keyUsage`; absent means any purpose.
      const purposes: readonly string[] | undefined = leaf.x509.keyUsage;
      return purposes === undefined || purposes.includes(clientAuth) ? 'accepted' : 'wrong-purpose';
    }
  }
}
