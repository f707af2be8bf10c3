import type { KeyObject } from 'node:crypto';
import { certify, makeCertificate, type CertificateOptions, type Pair } from './certificate.ts';

export { signingRequest, type CertificateOptions, type Pair } from './certificate.ts';
export type { KeyUsage, Purpose } from './extensions.ts';
export { createKeys, type Hash, type Keys, type KeyTexts, type KeyType } from './keys.ts';

/** A certificate authority, made on the spot. */
export interface Authority extends Pair {
  /** A leaf: by default for client authentication, on P-256, valid for a year. */
  readonly issue: (options?: CertificateOptions) => Promise<Pair>;
  /** A certificate in PEM for somebody else's public key. */
  readonly certify: (
    publicKey: KeyObject,
    options: CertificateOptions & { readonly subject: string },
  ) => string;
  /** A server's certificate for these names. */
  readonly issueServer: (names: readonly string[], options?: CertificateOptions) => Promise<Pair>;
  /** An authority below this one. */
  readonly intermediate: (options?: CertificateOptions) => Promise<Authority>;
}

/** A self-signed authority; give `subject` (and `keys`) to make look-alikes. */
export async function createAuthority(options: CertificateOptions = {}): Promise<Authority> {
  return asAuthority(await makeCertificate({ subject: 'Sandbox authority', ca: true, ...options }));
}

/** A leaf that is its own issuer. */
export function selfSigned(options: CertificateOptions = {}): Promise<Pair> {
  return makeCertificate(options);
}

function asAuthority(pair: Pair): Authority {
  const signer = { subject: pair.subject, privateKey: pair.keys.privateKey };
  return {
    ...pair,
    issue: (options = {}) => makeCertificate(options, signer),
    certify: (publicKey, options) => certify(publicKey, options, signer),
    issueServer: (names, options = {}) =>
      makeCertificate({ subject: names[0] ?? 'server', names, purpose: 'server', ...options }, signer),
    intermediate: async (options = {}) =>
      asAuthority(await makeCertificate({ subject: 'Intermediate', ca: true, ...options }, signer)),
  };
}
