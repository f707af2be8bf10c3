import { shown, shownDate, shownSpan } from '../certificate/finding.ts';
import type { Finding } from '../certificate/finding.ts';
import type { Parsed } from '../certificate/leaf.ts';
import { authorityDueAt } from './renewal.ts';

export interface AuthorityPolicy {
  /** How long what it signs is to be valid, in milliseconds. */
  readonly validity: number;
  /** With less than this left, what it signs is no use. */
  readonly minimumValidity: number;
}

/** One named check: whether it applies, and the sentence that follows `The authority in …`. */
interface Check {
  readonly reason: string;
  readonly severity: Finding['severity'];
  readonly applies: (authority: Parsed, policy: AuthorityPolicy, now: number) => boolean;
  readonly sentence: (authority: Parsed, now: number) => string;
}

const CLIENT_AUTH = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
const SKEW = 5 * 60_000;
const HOW_TO_RENEW =
  "Make a new authority, add it to the origin's CA file next to this one, and only then use it here.";

/** What Node calls `keyUsage` are the purposes of the extendedKeyUsage, undefined if it has none. */
export function allowsClients({ x509 }: Pick<Parsed, 'x509'>): boolean {
  const purposes: unknown = x509.keyUsage;
  return !Array.isArray(purposes) || purposes.some((purpose) => CLIENT_AUTH.has(String(purpose)));
}

const CHECKS: readonly Check[] = [
  {
    reason: 'AUTHORITY_IS_NO_CA',
    severity: 'refuse',
    applies: ({ facts }) => facts.basicConstraints?.ca !== true,
    sentence: () =>
      "is not a certificate authority (it lacks basicConstraints CA:TRUE), so origins would refuse what it signs. Use an authority's certificate.",
  },
  {
    reason: 'AUTHORITY_MAY_NOT_SIGN',
    severity: 'refuse',
    applies: ({ facts, x509 }) => facts.basicConstraints?.ca === true && !x509.ca,
    sentence: () =>
      'is not allowed to sign certificates (its keyUsage lacks keyCertSign). Make one with keyUsage keyCertSign.',
  },
  {
    reason: 'AUTHORITY_NOT_FOR_CLIENTS',
    severity: 'refuse',
    applies: (authority) => !allowsClients(authority),
    sentence: () =>
      'is not allowed to sign for clients (its extendedKeyUsage lacks clientAuth), so origins would refuse what it signs. Make one with extendedKeyUsage clientAuth, or without extendedKeyUsage.',
  },
  {
    reason: 'AUTHORITY_KEY_UNSUPPORTED',
    severity: 'refuse',
    applies: (authority) => !isStrong(authority),
    sentence: () =>
      'has a key that is too weak, or of a type that this action cannot sign with. Use RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or Ed25519.',
  },
  {
    reason: 'AUTHORITY_NOT_YET_VALID',
    severity: 'refuse',
    applies: ({ leaf }, _, now) => leaf.notBefore - now > SKEW,
    sentence: ({ leaf }) =>
      `is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and where it was made.`,
  },
  {
    reason: 'AUTHORITY_EXPIRED',
    severity: 'refuse',
    applies: ({ leaf }, _, now) => leaf.notAfter <= now,
    sentence: ({ leaf }) => `expired at ${shownDate(leaf.notAfter)}. ${HOW_TO_RENEW}`,
  },
  {
    reason: 'AUTHORITY_ENDS_TOO_SOON',
    severity: 'refuse',
    applies: ({ leaf }, { minimumValidity }, now) =>
      leaf.notAfter > now && leaf.notAfter - now < minimumValidity,
    sentence: ({ leaf }, now) =>
      `ends in ${shownSpan(leaf.notAfter - now)}, and no certificate that it signs can outlive it: that is less than \`minimum-validity\`. ${HOW_TO_RENEW}`,
  },
  {
    reason: 'AUTHORITY_ENDS_SOON',
    severity: 'warn',
    applies: ({ leaf }, { validity, minimumValidity }, now) =>
      leaf.notAfter - now >= minimumValidity && now >= authorityDueAt(leaf, validity),
    sentence: ({ leaf }, now) =>
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
  return CHECKS.filter(({ applies }) => applies(authority, policy, now)).map((check) => ({
    reason: check.reason,
    severity: check.severity,
    input,
    sentence: `${opening} ${check.sentence(authority, now)}`,
  }));
}

function isStrong({ x509, leaf }: Parsed): boolean {
  if (leaf.keyKind === 'ed25519') return true;
  const { modulusLength = 0, namedCurve = '' } = x509.publicKey.asymmetricKeyDetails ?? {};
  return leaf.keyKind === 'rsa' ? modulusLength >= 2048 : leaf.keyKind === 'ec' && CURVES.has(namedCurve);
}
