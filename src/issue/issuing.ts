import type { Leaf } from '../certificate/leaf.ts';
import { subjectOf, type Identity } from './identity.ts';
import type { KeyKind } from './leaf-key.ts';
import { datesOf, type Lifetime, type RenewalRule } from './renewal.ts';
import type { SignerSettings } from './signers/open-signer.ts';

/** How a target's certificate is issued, and when again. */
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

type Passed = 'identity' | 'key' | 'minimumValidity' | 'clientCa' | 'originGiven';

/** What is to be issued. */
export interface Order extends Pick<Issuing, Passed> {
  readonly dates: Lifetime;
  /** Cloudflare's clock, in epoch milliseconds. */
  readonly now: number;
}

export function orderOf(issuing: Issuing, now: number): Order {
  const { identity, key, minimumValidity, clientCa, originGiven, validity, signer } = issuing;
  const authority = signer.kind === 'authority' ? signer.authority.certificate.leaf : undefined;
  const dates = datesOf(now, validity, authority);
  return { identity, key, minimumValidity, clientCa, originGiven, now, dates };
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
    ...orderOf(issuing, now).dates,
    keyKind: key === 'rsa-2048' ? 'rsa' : 'ec',
  };
}

export function isProspective({ pem }: Leaf): boolean {
  return pem === '';
}
