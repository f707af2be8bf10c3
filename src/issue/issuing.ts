import type { Validity } from '../certificate/certificate-fields.ts';
import type { Leaf } from '../certificate/leaf.ts';
import { subjectOf, type Identity } from './identity.ts';
import type { KeyKind } from './leaf-key.ts';
import { datesOf, type RenewalRule } from './renewal.ts';
import type { SignerSettings } from './signers/open-signer.ts';

/** How a target's certificate is issued, and when again. What issues it is loaded later, in `issue.ts`. */
export interface Issuing {
  readonly identity: Identity;
  readonly key: KeyKind;
  /** Milliseconds. */
  readonly validity: number;
  readonly minimumValidity: number;
  readonly rule: RenewalRule;
  /** Renew even if it is not due. */
  readonly always: boolean;
  readonly signer: SignerSettings;
  /** PEM bundle of what the origin trusts, as it was given. */
  readonly clientCa: string | undefined;
  /** Whether a check straight at the origin is to come. */
  readonly originGiven: boolean;
}

/** The dates to ask for. `now` is Cloudflare's clock, in epoch milliseconds. */
export function datesFor({ signer, validity }: Issuing, now: number): Validity {
  return datesOf(now, validity, signer.kind === 'authority' ? signer.authority.certificate.leaf : undefined);
}

/** As far as it is known beforehand. Without a text its fingerprint is a stand-in, equal to that of none. */
export function prospectiveLeaf(issuing: Issuing, now: number): Leaf {
  const { identity, key, signer, rule } = issuing;
  const authority = signer.kind === 'authority' ? signer.authority.certificate : undefined;
  return {
    pem: '',
    fingerprint: `to be issued: ${rule.spreadBy}`,
    fingerprintSha1: '',
    serialNumber: '',
    serialDecimal: '',
    subject: subjectOf(identity),
    issuer: authority?.leaf.subject ?? '',
    issuerKeyId: authority?.facts.subjectKeyId,
    subjectAltNames: [],
    selfSigned: false,
    ...datesFor(issuing, now),
    keyKind: key === 'rsa-2048' ? 'rsa' : 'ec',
  };
}

export function isProspective({ pem }: Leaf): boolean {
  return pem === '';
}
