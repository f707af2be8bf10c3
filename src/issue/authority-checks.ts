import { CURVES, MINIMUM_RSA_BITS, SKEW_MS } from '../certificate/certificate-checks.ts';
import { judgeBy, shown, shownDate, shownSpan, type Check, type Finding } from '../certificate/finding.ts';
import type { Parsed } from '../certificate/leaf.ts';
import { authorityDueAt } from './renewal.ts';

export interface AuthorityPolicy {
  /** How long what it signs is to be valid, in milliseconds. */
  readonly validity: number;
  /** With less than this left, what it signs is no use. */
  readonly minimumValidity: number;
}

interface Case extends Parsed, AuthorityPolicy {
  readonly now: number;
}

const CLIENT_AUTH = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);
const HOW_TO_RENEW =
  "Make a new authority, add it to the origin's CA file next to this one, and only then use it here.";

/** What Node calls `keyUsage` are the purposes of the extendedKeyUsage, undefined if it has none. */
export function allowsClients({ x509 }: Pick<Parsed, 'x509'>): boolean {
  const purposes: unknown = x509.keyUsage;
  return !Array.isArray(purposes) || purposes.some((purpose) => CLIENT_AUTH.has(String(purpose)));
}

const CHECKS: readonly Check<Case>[] = [
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

/** All findings about an authority's certificate, in a fixed order. Never throws. */
export function judgeAuthority(
  authority: Parsed,
  input: string,
  policy: AuthorityPolicy,
  now: number,
): readonly Finding[] {
  const opening = `The authority in \`${input}\` (${shown(authority.leaf.subject)})`;
  return judgeBy(CHECKS, { ...authority, ...policy, now }, input, opening);
}

function isStrong({ x509, leaf }: Parsed): boolean {
  if (leaf.keyKind === 'ed25519') return true;
  const { modulusLength = 0, namedCurve = '' } = x509.publicKey.asymmetricKeyDetails ?? {};
  return leaf.keyKind === 'rsa'
    ? modulusLength >= MINIMUM_RSA_BITS
    : leaf.keyKind === 'ec' && CURVES.has(namedCurve);
}
