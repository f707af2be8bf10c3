import { DER, readChildren, readWhole } from './der.ts';
import { certificateOf, judgeBy, shown, shownDate, shownSpan } from './finding.ts';
import type { Check, Finding } from './finding.ts';
import type { Parsed } from './leaf.ts';

/** Milliseconds. */
export interface ValidityPolicy {
  readonly minimumValidity: number;
  readonly expiryWarning: number;
}

interface Case extends Parsed {
  readonly policy: ValidityPolicy;
  /** Milliseconds until it begins and until it ends. */
  readonly ahead: number;
  readonly left: number;
}

/** Clocks differ; a certificate issued a moment ago may seem to come from the future. */
export const SKEW_MS = 5 * 60_000;

const SHA1 = '1.3.14.3.2.26';
/** RSA with MD2, MD4, MD5 and SHA-1 (also under the OIW's number), DSA and ECDSA with SHA-1. */
const WEAK_SIGNATURES = new Set([
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.3',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.3.14.3.2.29',
  '1.2.840.10040.4.3',
  '1.2.840.10045.4.1',
]);
export const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
export const MINIMUM_RSA_BITS = 2048;

const ED25519 = 'has an Ed25519 key, which Cloudflare does not promise to accept.';

const CHECKS: readonly Check<Case>[] = [
  {
    reason: 'CA_CERTIFICATE',
    severity: 'refuse',
    applies: ({ facts }) => facts.basicConstraints?.ca === true,
    says: 'is a CA certificate (CA:TRUE); Cloudflare only accepts leaf certificates. Issue a client certificate from it, with basicConstraints CA:FALSE, and give that.',
  },
  {
    reason: 'BASIC_CONSTRAINTS_ABSENT',
    severity: 'warn',
    applies: ({ facts }) => facts.basicConstraints === undefined,
    says: 'has no basicConstraints, so strict origins may refuse it. Issue the next one with basicConstraints CA:FALSE.',
  },
  {
    reason: 'KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE',
    severity: 'refuse-unless-origin-check',
    applies: ({ facts }) => facts.keyUsage?.digitalSignature === false,
    says: 'has a keyUsage without digitalSignature, which a TLS client needs. Issue it with keyUsage digitalSignature.',
  },
  {
    reason: 'RSA_KEY_TOO_SHORT',
    severity: 'refuse',
    applies: (certificate) => rsaBits(certificate) < MINIMUM_RSA_BITS,
    says: (certificate) =>
      `has an RSA key of ${rsaBits(certificate)} bits; at least ${MINIMUM_RSA_BITS} are needed. Make a new key and get a certificate for it.`,
  },
  {
    reason: 'CURVE_UNSUPPORTED',
    severity: 'refuse',
    applies: (certificate) => certificate.leaf.keyKind === 'ec' && !onKnownCurve(certificate),
    says: 'has an EC key that is not on the named curve P-256, P-384 or P-521. Make a new key on one of them (`openssl ecparam -name prime256v1 -genkey -noout`) and get a certificate for it.',
  },
  {
    reason: 'KEY_ALGORITHM_UNSUPPORTED',
    severity: 'refuse',
    applies: ({ leaf }) => leaf.keyKind === 'other',
    says: 'has a kind of key that Cloudflare does not accept. Make a new one (RSA with at least 2048 bits, or EC on P-256, P-384 or P-521) and get a certificate for it.',
  },
  {
    reason: 'ED25519_KEY',
    severity: 'warn',
    applies: ({ leaf }) => leaf.keyKind === 'ed25519',
    says: `${ED25519} If the upload is refused, issue one with P-256.`,
  },
  {
    reason: 'SIGNATURE_WEAK',
    severity: 'refuse',
    // OpenSSL does not check the signature of a trust anchor, which the leaf is if no authority is given.
    applies: ({ facts, leaf }) =>
      !leaf.selfSigned && (WEAK_SIGNATURES.has(facts.signatureAlgorithm) || facts.pssHash === SHA1),
    says: 'is signed with SHA-1 or MD5, which origins refuse. Have it signed again with SHA-256.',
  },
  {
    reason: 'SELF_SIGNED',
    severity: 'warn',
    applies: ({ leaf, facts }) => leaf.selfSigned && facts.basicConstraints?.ca !== true,
    says: 'is self-signed: the origin must trust this very certificate, and each rotation needs a change there first. A CA of your own lets the origin stay as it is.',
  },
  {
    reason: 'NOT_YET_VALID',
    severity: 'refuse',
    applies: ({ ahead }) => ahead > SKEW_MS,
    says: ({ leaf }) =>
      `is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and at the CA.`,
  },
  {
    reason: 'EXPIRED',
    severity: 'refuse',
    applies: ({ left }) => left <= 0,
    says: ({ leaf }) =>
      `expired at ${shownDate(leaf.notAfter)}. Issue a new one. Does the secret still hold the previous certificate?`,
  },
  {
    reason: 'BELOW_MINIMUM_VALIDITY',
    severity: 'refuse-unless-in-force',
    applies: ({ left, policy }) => left > 0 && left < policy.minimumValidity,
    says: ({ leaf, left, policy }) =>
      `is valid for only ${shownSpan(left)} more, until ${shownDate(leaf.notAfter)}; at least ${shownSpan(policy.minimumValidity)} are required. Issue one that lasts longer, or lower \`minimum-validity\`.`,
  },
  {
    reason: 'EXPIRES_SOON',
    severity: 'warn',
    applies: ({ left, policy }) => left > 0 && left >= policy.minimumValidity && left < policy.expiryWarning,
    says: ({ leaf, left }) =>
      `expires in ${shownSpan(left)}, at ${shownDate(leaf.notAfter)}. Get the next one ready.`,
  },
];

/** The most likely reason if an upload of such a certificate is refused. */
export const ED25519_IN_DOUBT = {
  cause: `The certificate ${ED25519}`,
  cure: 'Issue one with P-256, put it into the secret, and run again.',
} as const;

/** All findings about the certificate of `input`, in a fixed order. Never throws. */
export function judgeCertificate(
  certificate: Parsed,
  input: string,
  policy: ValidityPolicy,
  now: number,
): readonly Finding[] {
  const { leaf } = certificate;
  const opening = `T${certificateOf(input).slice(1)} (${shown(leaf.subject)})`;
  const about = { ...certificate, policy, ahead: leaf.notBefore - now, left: leaf.notAfter - now };
  return judgeBy(CHECKS, about, input, opening);
}

/** Infinity where the key is not RSA. */
function rsaBits({ x509, leaf }: Parsed): number {
  return leaf.keyKind === 'rsa' ? (x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) : Infinity;
}

/** Node also names the curve if the certificate has explicit parameters, which Go and others cannot read. */
function onKnownCurve({ x509 }: Parsed): boolean {
  const key = x509.publicKey;
  const spki = readChildren(readWhole(key.export({ type: 'spki', format: 'der' })));
  const named = readChildren(spki?.[0])?.[1]?.tag === DER.oid;
  return named && CURVES.has(key.asymmetricKeyDetails?.namedCurve ?? '');
}
