import { judgeCertificate } from './certificate-checks.ts';
import { readChain } from './chain.ts';
import type { Finding } from './finding.ts';
import { judgeKey } from './key-checks.ts';
import { readKeys } from './key-input.ts';
import type { Leaf } from './leaf.ts';
import { judgeClientCa } from './client-ca.ts';
import { PrivateKey } from './private-key.ts';
import { readParts } from './successor-parts.ts';

export type { Finding, Severity } from './finding.ts';

/** What the user gave, as it came. */
export interface Pasted {
  readonly certificate: string;
  /** `undefined` where `certificate` may hold both. */
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
  /** How the user calls these inputs, for messages. */
  readonly names: { readonly certificate: string; readonly privateKey: string; readonly passphrase: string };
}

export interface PreflightPolicy {
  /** Less than this left is refused. */
  readonly minimumValidityMs: number;
  /** Less than this left is a warning. */
  readonly expiryWarningMs: number;
  /** PEM bundle the leaf must chain to; `undefined` or blank: not asked for. */
  readonly clientCa: string | undefined;
  /** A check straight at the origin, with this very certificate, has passed. */
  readonly originCheckPassed?: boolean;
}

export interface Successor {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
  /** The leaf, alone as Cloudflare sends it, chains to the given `clientCa`. */
  readonly vouchedByCa: boolean;
}

export type Preflight =
  | { readonly kind: 'passed'; readonly successor: Successor; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Judges what was pasted, offline, and says all there is to say at once. Pure; never throws.
 * @param now milliseconds since 1970
 */
export function preflight(pasted: Pasted, policy: PreflightPolicy, now: number): Preflight {
  const { names } = pasted;
  const parts = readParts(pasted.certificate, pasted.privateKey, names);
  const keyRead = readKeys(parts.keys, pasted.passphrase, parts.keyInput, names.passphrase);
  const chainRead = readChain(parts.certificates, parts.certificateInput);
  const { leaf, chain } = chainRead;
  const { key } = keyRead;
  const bundle = policy.clientCa?.trim() === '' ? undefined : policy.clientCa;
  const againstCa = leaf && bundle !== undefined ? judgeClientCa(leaf, chain, bundle, now) : [];
  const findings = [
    ...parts.findings,
    ...chainRead.findings,
    ...(leaf ? judgeCertificate({ certificate: leaf, input: parts.certificateInput, policy, now }) : []),
    ...keyRead.findings,
    ...(leaf && key
      ? judgeKey(leaf, key, { ...names, certificate: parts.certificateInput }, parts.keyInput)
      : []),
    ...againstCa,
  ];
  const refused = findings.some(({ severity }) => severity === 'refuse');
  if (!leaf || !key || refused) return { kind: 'refused', findings };
  const vouchedByCa = bundle !== undefined && againstCa.length === 0;
  return { kind: 'passed', successor: { leaf: leaf.leaf, key: new PrivateKey(key), vouchedByCa }, findings };
}
