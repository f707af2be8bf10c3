import type { X509Certificate } from 'node:crypto';
import { judgeCertificate, type ValidityPolicy } from './certificate-checks.ts';
import { readChain } from './chain.ts';
import { isRefusal, type Finding } from './finding.ts';
import { judgeForm, usableIn, type InputNames, type Role, type Usable } from './input-form.ts';
import { readKeys } from './key-input.ts';
import { certificatesIn, type Leaf } from './leaf.ts';
import { readPasted, type Reading } from './pasted-text.ts';
import { judgeKey, PrivateKey } from './private-key.ts';
import type { TrustCase } from './trust.ts';

export interface Pasted {
  readonly certificate: string;
  /** `undefined` where `certificate` may hold both. */
  readonly privateKey: string | undefined;
  readonly passphrase: string | undefined;
  readonly names: InputNames;
}

export interface PreflightPolicy extends ValidityPolicy {
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
  const parts = readParts(pasted);
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

/** The blocks that count, wherever they were pasted. */
interface Parts extends Usable {
  /** The inputs they were found in. */
  readonly certificateInput: string;
  readonly keyInput: string;
  readonly findings: readonly Finding[];
}

/** Settles which input gives the certificate, or what else its `role` is, and which one the key. Never throws. */
export function readParts(
  { certificate, privateKey = '', names }: Pick<Pasted, 'certificate' | 'names'> & Partial<Pasted>,
  role: Role = 'certificate',
): Parts {
  const first = readSource(certificate, names.certificate);
  const second = readSource(privateKey, names.privateKey);
  // One secret may hold both, given to either input, or to both.
  const certificateSource = isBlank(first) && holdsBoth(second) ? second : first;
  const keySource = isBlank(second) && holdsBoth(first) ? first : second;
  // A second key beside the certificate is not passed over: which one is meant would be a guess.
  const keys = holdsBoth(first) && keySource === second ? [...second.keys, ...first.keys] : keySource.keys;
  const { certificates, input: certificateInput } = certificateSource;
  const findings = [
    ...(certificates.length > 0 ? [] : [judgeForm(certificateSource.reading, role, names, certificateInput)]),
    ...(keySource.keys.length > 0
      ? []
      : [judgeForm(keySource.reading, 'private-key', names, keySource.input)]),
  ];
  return { certificates, keys, certificateInput, keyInput: keySource.input, findings };
}

interface Source extends Usable {
  readonly input: string;
  readonly reading: Reading;
}

function readSource(text: string, input: string): Source {
  const reading = readPasted(text);
  return { input, reading, ...usableIn(reading) };
}

function isBlank({ reading }: Source): boolean {
  return reading.kind === 'missing' && reading.form === 'blank';
}

function holdsBoth({ certificates, keys }: Source): boolean {
  return certificates.length > 0 && keys.length > 0;
}
