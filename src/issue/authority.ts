import type { KeyObject } from 'node:crypto';
import { CURVES, MINIMUM_RSA_BITS, SKEW_MS } from '../certificate/certificate-checks.ts';
import { unreadableCertificate } from '../certificate/chain.ts';
import { finding, isRefusal, judgeBy, shown, shownDate, shownSpan } from '../certificate/finding.ts';
import type { Check, Finding } from '../certificate/finding.ts';
import type { InputNames } from '../certificate/input-form.ts';
import { readKeys } from '../certificate/key-input.ts';
import { parse, type Parsed } from '../certificate/leaf.ts';
import { readParts, type Pasted } from '../certificate/preflight.ts';
import { proveKey, PrivateKey } from '../certificate/private-key.ts';
import { authorityDueAt } from './renewal.ts';

export interface Authority {
  readonly certificate: Parsed;
  readonly key: PrivateKey;
}

export interface AuthorityPolicy {
  /** How long what it signs is to be valid, in milliseconds. */
  readonly validity: number;
  /** With less than this left, what it signs is no use. */
  readonly minimumValidity: number;
}

export type AuthorityRead =
  | { readonly kind: 'read'; readonly authority: Authority; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Judges an authority as it was pasted, offline, and reports all findings at once. Of several
 * certificates the one whose key was given signs; the others are what it was signed by. Never throws.
 * @param now epoch milliseconds
 */
export function readAuthority(pasted: Pasted, policy: AuthorityPolicy, now: number): AuthorityRead {
  const { names } = pasted;
  const parts = readParts(pasted, 'ca');
  const { certificateInput, keyInput } = parts;
  const read = readKeys(parts.keys, pasted.passphrase, keyInput, names.passphrase);
  const { key } = read;
  const certificates = parts.certificates.map(parse);
  const readable = certificates.filter((one) => one !== undefined);
  const own = key && readable.find(({ x509 }) => proveKey(x509, key) !== 'mismatch');
  // Without its key, the findings about the certificate itself are still reported.
  const certificate = own ?? readable[0];
  const opening = `The authority in \`${certificateInput}\` (${shown(certificate?.leaf.subject ?? '')})`;
  const findings = [
    ...parts.findings,
    ...(readable.length < certificates.length ? [unreadableCertificate(certificateInput)] : []),
    ...read.findings,
    ...(key && certificate ? judgeKey(certificate, key, names, keyInput) : []),
    ...(certificate ? judgeBy(CHECKS, { ...certificate, ...policy, now }, certificateInput, opening) : []),
  ];
  if (!certificate || !key || findings.some(isRefusal)) return { kind: 'refused', findings };
  return { kind: 'read', authority: { certificate, key: new PrivateKey(key) }, findings };
}

function judgeKey({ x509 }: Parsed, key: KeyObject, names: InputNames, input: string): readonly Finding[] {
  const mismatch = `The private key in \`${input}\` does not belong to the authority in \`${names.certificate}\`. Use the key this authority was made with. Was only one of the two secrets updated?`;
  const unsound = `The private key in \`${input}\` belongs to the authority but is damaged. Copy the whole file again.`;
  const proof = proveKey(x509, key);
  if (proof === 'mismatch') return [finding('refuse', 'AUTHORITY_KEY_MISMATCH', input, mismatch)];
  return proof === 'proven' ? [] : [finding('refuse', 'KEY_UNSOUND', input, unsound)];
}

const CLIENT_AUTH = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);
const HOW_TO_RENEW =
  "Make a new authority, add it to the origin's CA file next to this one, and only then use it here.";

/** What Node calls `keyUsage` are the purposes of the extendedKeyUsage, undefined if it has none. */
export function allowsClients({ x509 }: Pick<Parsed, 'x509'>): boolean {
  const purposes: unknown = x509.keyUsage;
  return !Array.isArray(purposes) || purposes.some((purpose) => CLIENT_AUTH.has(String(purpose)));
}

const CHECKS: readonly Check<Parsed & AuthorityPolicy & { readonly now: number }>[] = [
  {
    reason: 'AUTHORITY_IS_NO_CA',
    severity: 'refuse',
    applies: ({ facts }) => facts.basicConstraints?.ca !== true,
    says: "is not a certificate authority (it lacks basicConstraints CA:TRUE), so origins would refuse what it signs. Use an authority's certificate.",
  },
  {
    reason: 'AUTHORITY_MAY_NOT_SIGN',
    severity: 'refuse',
    applies: ({ facts, x509 }) => facts.basicConstraints?.ca === true && !x509.ca,
    says: 'is not allowed to sign certificates (its keyUsage lacks keyCertSign). Make one with keyUsage keyCertSign.',
  },
  {
    reason: 'AUTHORITY_NOT_FOR_CLIENTS',
    severity: 'refuse',
    applies: (authority) => !allowsClients(authority),
    says: 'is not allowed to sign for clients (its extendedKeyUsage lacks clientAuth), so origins would refuse what it signs. Make one with extendedKeyUsage clientAuth, or without extendedKeyUsage.',
  },
  {
    reason: 'AUTHORITY_KEY_UNSUPPORTED',
    severity: 'refuse',
    applies: (authority) => !isStrong(authority),
    says: 'has a key that is too weak, or of a type that this action cannot sign with. Use RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519.',
  },
  {
    reason: 'AUTHORITY_NOT_YET_VALID',
    severity: 'refuse',
    applies: ({ leaf, now }) => leaf.notBefore - now > SKEW_MS,
    says: ({ leaf }) =>
      `is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and where it was made.`,
  },
  {
    reason: 'AUTHORITY_EXPIRED',
    severity: 'refuse',
    applies: ({ leaf, now }) => leaf.notAfter <= now,
    says: ({ leaf }) => `expired at ${shownDate(leaf.notAfter)}. ${HOW_TO_RENEW}`,
  },
  {
    reason: 'AUTHORITY_ENDS_TOO_SOON',
    severity: 'refuse',
    applies: ({ leaf, minimumValidity, now }) => leaf.notAfter > now && leaf.notAfter - now < minimumValidity,
    says: ({ leaf, now }) =>
      `ends in ${shownSpan(leaf.notAfter - now)}, and no certificate that it signs can outlive it: that is less than \`minimum-validity\`. ${HOW_TO_RENEW}`,
  },
  {
    reason: 'AUTHORITY_ENDS_SOON',
    severity: 'warn',
    applies: ({ leaf, validity, minimumValidity, now }) =>
      leaf.notAfter - now >= minimumValidity && now >= authorityDueAt(leaf, validity),
    says: ({ leaf, now }) =>
      `ends in ${shownSpan(leaf.notAfter - now)}, at ${shownDate(leaf.notAfter)}, and no certificate that it signs can outlive it. ${HOW_TO_RENEW}`,
  },
];

function isStrong({ x509, leaf }: Parsed): boolean {
  if (leaf.keyKind === 'ed25519') return true;
  const { modulusLength = 0, namedCurve = '' } = x509.publicKey.asymmetricKeyDetails ?? {};
  return leaf.keyKind === 'rsa'
    ? modulusLength >= MINIMUM_RSA_BITS
    : leaf.keyKind === 'ec' && CURVES.has(namedCurve);
}
