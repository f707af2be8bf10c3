import type { X509Certificate } from 'node:crypto';
import { judgeCertificate } from './certificate-checks.ts';
import { readChain } from './chain.ts';
import { isRefusal, type Finding } from './finding.ts';
import { readKeys } from './key-input.ts';
import { certificatesIn, type Leaf } from './leaf.ts';
import { judgeKey, PrivateKey } from './private-key.ts';
import { readParts } from './successor-parts.ts';
import type { TrustCase } from './trust.ts';

export type { Finding, Severity } from './finding.ts';

export interface Pasted {
  readonly certificate: string;
  /** `undefined` where `certificate` may hold both. */
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
  readonly names: { readonly certificate: string; readonly privateKey: string; readonly passphrase: string };
}

export interface PreflightPolicy {
  readonly minimumValidityMs: number;
  readonly expiryWarningMs: number;
  /** Clean PEM bundle of what the origin trusts; `undefined`: not given. */
  readonly clientCa: string | undefined;
  /** Whether a check straight at the origin is to come. */
  readonly originGiven: boolean;
}

export interface Successor {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
  /** An origin that trusts only `clientCa` accepts the leaf without intermediates, as Cloudflare sends it. */
  readonly vouchedByCa: boolean;
  readonly clientCa: readonly X509Certificate[];
  /** Pasted beside the leaf. */
  readonly chain: readonly X509Certificate[];
}

export type Preflight =
  | {
      readonly kind: 'passed';
      readonly successor: Successor;
      /** What OpenSSL is still to be asked; only its yes vouches. */
      readonly trustCase: TrustCase;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Judges what was pasted, offline: form, key, dates, and what Cloudflare accepts. Reports everything at once.
 * Pure; never throws.
 * @param now epoch milliseconds
 */
export function preflight(pasted: Pasted, policy: PreflightPolicy, now: number): Preflight {
  const { names } = pasted;
  const parts = readParts(pasted.certificate, pasted.privateKey, names);
  const keyRead = readKeys(parts.keys, pasted.passphrase, parts.keyInput, names.passphrase);
  const { certificateInput } = parts;
  const { leaf, chain, findings: ofChain } = readChain(parts.certificates, certificateInput);
  const { key } = keyRead;
  const findings = [
    ...parts.findings,
    ...ofChain,
    ...(leaf ? judgeCertificate(leaf, certificateInput, policy, now) : []),
    ...keyRead.findings,
    ...(leaf && key ? judgeKey(leaf, key, { ...names, certificate: certificateInput }, parts.keyInput) : []),
  ];
  if (!leaf || !key || findings.some(isRefusal)) return { kind: 'refused', findings };
  const { clientCa, originGiven } = policy;
  const successor = {
    leaf: leaf.leaf,
    key: new PrivateKey(key),
    vouchedByCa: false,
    clientCa: certificatesIn(clientCa ?? ''),
    chain: chain.map(({ x509 }) => x509),
  };
  const trustCase = { ...successor, clientCa, originGiven, input: certificateInput };
  return { kind: 'passed', successor, trustCase, findings };
}
