import type { X509Certificate, KeyObject } from 'node:crypto';
import { readFacts } from './certificate-fields.ts';
import { certificateOf, finding, shown, type Finding, type Severity } from './finding.ts';
import { describe, isSignedBy, parseCertificate, type Leaf } from './leaf.ts';

type No = Exclude<TrustAnswer, { kind: 'accepted' }>;

/** Cause and cure, as they follow the reason's code. */
type Text = readonly [cause: string, cure: string];

const SERVERS = 'that uses OpenSSL (nginx, Apache, HAProxy)';
const ISSUE_AGAIN = 'Have the certificate issued again without that';

/** Reasons that lie in the leaf, by Node's code or, where it has none, by OpenSSL's words. */
const OF_THE_LEAF: Readonly<Record<string, Text>> = {
  INVALID_PURPOSE: [
    'it is not for TLS clients: its extendedKeyUsage lacks clientAuth (`any` alone does not count), its keyUsage allows neither digitalSignature nor keyAgreement, or its Netscape type names another use',
    'Have it issued with extendedKeyUsage clientAuth and keyUsage digitalSignature',
  ],
  CERT_NOT_YET_VALID: ['it is not valid yet', 'Run again later, or check the clocks here and at the CA'],
  CERT_HAS_EXPIRED: ['it has expired', 'Issue a new one, or check the clock here'],
  'unhandled critical extension': [
    'it has a critical extension that OpenSSL does not know',
    `${ISSUE_AGAIN}, or with the extension not critical`,
  ],
  'invalid or inconsistent certificate extension': ['one of its extensions is malformed', ISSUE_AGAIN],
};

const NO_CA: Text = [
  'a certificate above it is not a CA: it lacks CA:TRUE, or its keyUsage lacks keyCertSign',
  'Issue from a CA certificate',
];
const SHORT_KEY: Text = [
  'an authority above it has a key that is too short',
  'Issue from an authority with an RSA key of at least 2048 bits, or with an EC key',
];
const WEAK_SIGNATURE: Text = [
  'it, or an intermediate above it, is signed with SHA-1 or MD5',
  'Have that one signed again with SHA-256',
];

/** Reasons that lie in an authority above it, or in what it allows. */
const OF_THE_AUTHORITIES: Readonly<Record<string, Text>> = {
  CERT_SIGNATURE_FAILURE: [
    "an authority of the issuer's name is there, but another key made the signature",
    'Add the authority that really issued it to the CA file of the origin and to `client-ca`',
  ],
  INVALID_CA: NO_CA,
  'key usage does not include certificate signing': NO_CA,
  PATH_LENGTH_EXCEEDED: [
    'an authority above it allows fewer intermediates below itself than there are (`pathlen`)',
    'Issue from an authority that is allowed to, or renew the one that forbids it',
  ],
  INVALID_PURPOSE: [
    'an authority above it is not for TLS clients: its extendedKeyUsage lacks clientAuth, or its Netscape type names another use',
    'Issue from an authority without an extendedKeyUsage, or with clientAuth in it',
  ],
  CERT_NOT_YET_VALID: ['an authority above it is not valid yet', 'Check the clocks here and at the CA'],
  CERT_HAS_EXPIRED: [
    'an authority above it has expired',
    'Renew the CA certificate at the origin and in `client-ca`',
  ],
  CERT_CHAIN_TOO_LONG: ['the path to its root is too long', 'Issue from an authority nearer to the root'],
  'CA signature digest algorithm too weak': WEAK_SIGNATURE,
  ERR_SSL_CA_MD_TOO_WEAK: WEAK_SIGNATURE,
  'CA certificate key too weak': SHORT_KEY,
  ERR_SSL_CA_KEY_TOO_SMALL: SHORT_KEY,
  'permitted subtree violation': [
    'the name constraints of an authority above it do not permit one of its names',
    'Issue from an authority that may issue these names, or with names that it permits',
  ],
  'excluded subtree violation': [
    'the name constraints of an authority above it exclude one of its names',
    'Issue from an authority that may issue these names, or without that name',
  ],
  'unsupported name constraint type': [
    'an authority above it has name constraints of a kind that OpenSSL does not know',
    'Issue from an authority without them',
  ],
  'unhandled critical extension': [
    'an authority above it has a critical extension that OpenSSL does not know',
    'Issue from another authority, or renew this one without that',
  ],
  'invalid or inconsistent certificate extension': [
    'an extension of an authority above it is malformed',
    'Issue from another authority, or renew this one without that',
  ],
};

/** Refused with the leaf itself as the anchor: then no trust in any authority helps. */
export function refusedAlone(answer: No, leaf: Leaf, input: string): Finding {
  const opening = `An origin ${SERVERS} would refuse ${certificateOf(input)} (${shown(leaf.subject)}), no matter which authorities it trusts`;
  const says = sentenceOf(opening, answer, OF_THE_LEAF[answer.code]);
  return finding('refuse-unless-origin-check', 'OPENSSL_REFUSES_CERTIFICATE', input, says);
}

/** Where a missing issuer is looked for. */
interface Refused {
  readonly leaf: Leaf;
  readonly chain: readonly X509Certificate[];
  readonly authorities: readonly X509Certificate[];
}

/** Refused with the bundle, and not for the leaf's own sake. */
export function refusedByBundle(answer: No, about: Refused, severity: Severity): Finding {
  const opening = `An origin ${SERVERS} and trusts \`client-ca\` would refuse the certificate`;
  const text = missing(answer.code, about) ?? OF_THE_AUTHORITIES[answer.code];
  return finding(severity, 'CLIENT_CA_REFUSES', 'client-ca', sentenceOf(opening, answer, text));
}

function sentenceOf(opening: string, { kind, code }: No, text: Text | undefined): string {
  const [cause, cure] = text ?? [
    '',
    "Look up the reason in OpenSSL's documentation (`X509_STORE_CTX_get_error`)",
  ];
  if (kind === 'no-verdict' && text === undefined)
    return `OpenSSL gave no verdict on the certificate (${code}). ${cure}.`;
  return `${opening} (${code})${cause === '' ? '' : `: ${cause}`}. ${cure}.`;
}

/** OpenSSL found no issuer for the leaf, or none for an authority above it. */
function missing(code: string, { leaf, chain, authorities }: Refused): Text | undefined {
  const certificate = parseCertificate(leaf.pem);
  if (certificate === undefined) return undefined;
  const signer = authorities.find((one) => isSignedBy(certificate, one));
  if (code === 'UNABLE_TO_GET_ISSUER_CERT')
    return [
      `\`client-ca\` holds ${nameOf(signer)} without the root above it`,
      'Add the root to the CA file of the origin and to `client-ca`',
    ];
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT')
    return [
      'it is self-signed, and `client-ca` does not hold this very certificate',
      'Add it to the CA file of the origin and to `client-ca`, or issue from a CA',
    ];
  if (code !== 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' && code !== 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY')
    return undefined;
  if (signer !== undefined) return notTakenForIssuer(certificate, signer);
  const issuer = shown(leaf.issuer);
  if (chain.some((one) => isSignedBy(certificate, one)))
    return [
      `its issuer ${issuer} was pasted with it, but Cloudflare sends the leaf alone`,
      'Add that intermediate, and what is above it, to the CA file of the origin and to `client-ca`',
    ];
  const namesake = authorities.find((one) => describe(one)?.subject === leaf.issuer);
  if (namesake !== undefined)
    return [
      `\`client-ca\` holds an authority of that name, but with another key: the certificate asks for key id ${keyIdOf(leaf.issuerKeyId)}, and the authority has ${keyIdOf(readFacts(namesake.raw)?.subjectKeyId)}`,
      'Add the authority that issued the certificate to the CA file of the origin and to `client-ca`',
    ];
  return [
    `no certificate in \`client-ca\` issued it; its issuer is ${issuer}`,
    'Add that issuer to the CA file of the origin, or issue from the CA it trusts',
  ];
}

function notTakenForIssuer(certificate: X509Certificate, signer: X509Certificate): Text {
  const asked = readFacts(certificate.raw)?.authorityKeyId;
  const own = readFacts(signer.raw)?.subjectKeyId;
  if (asked !== undefined && own !== undefined && asked !== own)
    return [
      `${nameOf(signer)} signed it, but the key ids do not fit: the certificate asks for key id ${keyIdOf(asked)}, and the authority has ${keyIdOf(own)}`,
      'Issue the certificate again from the authority as it stands in `client-ca`, or add the authority with the id that the certificate asks for',
    ];
  return [
    `${nameOf(signer)} signed it, but may not issue certificates (its keyUsage lacks keyCertSign), or is not the one that the certificate's authorityKeyIdentifier names`,
    'Issue from a CA certificate, and give that as `client-ca`',
  ];
}

function keyIdOf(id: string | undefined): string {
  return id?.slice(0, 64) ?? 'none';
}

function nameOf(authority: X509Certificate | undefined): string {
  return authority === undefined ? 'an intermediate' : shown(describe(authority)?.subject ?? '');
}

/** Whether an origin on OpenSSL accepts a client certificate. */
export interface TrustQuestion {
  /** PEM of the leaf, alone as Cloudflare sends it. */
  readonly leaf: string;
  readonly key: KeyObject;
  /** PEM bundle of all that the origin trusts; undefined: the leaf itself is the anchor. */
  readonly authorities: string | undefined;
}

export type TrustAnswer =
  /** `intermediates`: authorities between leaf and root. */
  | { readonly kind: 'accepted'; readonly intermediates: number }
  /** `code`: Node's name of OpenSSL's reason, or OpenSSL's words where Node has none. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The handshake itself failed, which says nothing about the certificate. */
  | { readonly kind: 'no-verdict'; readonly code: string };

/** Asks OpenSSL by a handshake in memory. Never throws. */
export type AskOpenSsl = (question: TrustQuestion) => Promise<TrustAnswer>;
