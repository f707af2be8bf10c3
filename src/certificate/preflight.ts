import { createPrivateKey } from 'node:crypto';
import type { Finding } from './finding.ts';
import { readLeaf } from './leaf.ts';
import type { Leaf } from './leaf.ts';
import { PrivateKey } from './private-key.ts';

export type { Finding } from './finding.ts';

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
  readonly originCa: string | undefined;
  /** A check straight at the origin, with this very certificate, has passed. */
  readonly originCheckPassed?: boolean;
}

export interface Successor {
  readonly leaf: Leaf;
  readonly key: PrivateKey;
  /** The leaf, alone as Cloudflare sends it, chains to the given `originCa`. */
  readonly vouchedByCa: boolean;
}

export type Preflight =
  | { readonly kind: 'passed'; readonly successor: Successor; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** Judges what was pasted, offline. Pure but for the reading of keys; never throws. */
export function preflight(pasted: Pasted, policy: PreflightPolicy, now: number): Preflight {
  const leaf = readLeaf(pasted.certificate);
  if (leaf === undefined || leaf.notAfter - now < policy.minimumValidityMs)
    return { kind: 'refused', findings: [] };
  try {
    const key = new PrivateKey(createPrivateKey(pasted.privateKey ?? pasted.certificate));
    return { kind: 'passed', successor: { leaf, key, vouchedByCa: false }, findings: [] };
  } catch {
    return { kind: 'refused', findings: [] };
  }
}
