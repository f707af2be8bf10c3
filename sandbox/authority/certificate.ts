import { createPublicKey, randomBytes, X509Certificate, type KeyObject } from 'node:crypto';
import { integer, oid, pem, sequence, set, tagged, time, utf8 } from './der.ts';
import {
  alternativeNames,
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
  type KeyUsage,
  type Purpose,
} from './extensions.ts';
import { createKeys, keyTexts, type Hash, type Keys, type KeyTexts, type KeyType } from './keys.ts';
import { signatureAlgorithm, signed } from './signature.ts';

/** How a certificate is to look. Everything has a sensible default. */
export interface CertificateOptions {
  /** A common name, or a whole subject such as `CN=a, O=b` (CN, O, OU, C, L, ST). */
  readonly subject?: string;
  readonly keyType?: KeyType;
  /** Keys to use instead of new ones: renewals with the same key, or fast RSA. */
  readonly keys?: Keys;
  /** Epoch ms; by default from an hour ago to a year ahead. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** Extended key usage; `client` by default, none for authorities. */
  readonly purpose?: Purpose;
  readonly keyUsage?: KeyUsage;
  /** Basic constraints: CA:TRUE, CA:FALSE (the default), or none at all. */
  readonly ca?: boolean | 'absent';
  /** DNS names and IP addresses. */
  readonly names?: readonly string[];
  /** Hex digits; 16 random bytes by default. */
  readonly serialNumber?: string;
  /** Hash of the signature where the signing key leaves a choice; SHA-256 by default. */
  readonly hash?: Hash;
  /** Subject and authority key identifiers; true by default. */
  readonly keyIdentifiers?: boolean;
}

/** A certificate with its key. */
export interface Pair {
  readonly certificate: string;
  /** Plain PKCS#8 PEM. */
  readonly privateKey: string;
  /** The key in the other forms. */
  readonly key: KeyTexts;
  readonly keys: Keys;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  /** Upper-case hex, as openssl prints it. */
  readonly serialNumber: string;
  readonly subject: string;
}

/** Who signs: an authority, or the certificate itself. */
export interface Signer {
  readonly subject: string;
  readonly privateKey: KeyObject;
}

const year = 365 * 86_400_000;
const attributes: Partial<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
};

/** A distinguished name from `CN=a, O=b`. */
export function distinguishedName(text: string): Buffer {
  return sequence(
    ...text.split(/,\s*(?=[A-Z]{1,2}=)/).map((part) => {
      const [name = '', ...value] = part.split('=');
      const type = attributes[name];
      if (type === undefined) throw new RangeError(`The sandbox does not know the attribute ${name}.`);
      return set(sequence(oid(type), utf8(value.join('='))));
    }),
  );
}

/** Makes a certificate; self-signed without a signer. */
export async function makeCertificate(options: CertificateOptions, signer?: Signer): Promise<Pair> {
  const keys = options.keys ?? (await createKeys(options.keyType));
  const name = options.subject ?? 'Origin pull client';
  const subject = name.includes('=') ? name : `CN=${name}`;
  const issuer = signer ?? { subject, privateKey: keys.privateKey };
  const certificate = certify(keys.publicKey, { ...options, subject }, issuer);
  const read = new X509Certificate(certificate);
  const key = keyTexts(keys);
  return {
    certificate,
    privateKey: key.pkcs8(),
    key,
    keys,
    fingerprint: read.fingerprint256.replaceAll(':', '').toLowerCase(),
    serialNumber: read.serialNumber.toUpperCase(),
    subject,
  };
}

/** A certificate in PEM for a public key alone, as whoever signs requests makes it. */
export function certify(
  publicKey: KeyObject,
  options: CertificateOptions & { readonly subject: string },
  issuer: Signer,
): string {
  const hash = options.hash ?? 'SHA-256';
  return pem(
    'CERTIFICATE',
    signed(
      sequence(
        tagged(0, integer('02')),
        integer(options.serialNumber ?? `01${randomBytes(15).toString('hex')}`),
        signatureAlgorithm(issuer.privateKey, hash),
        distinguishedName(issuer.subject),
        sequence(
          time(options.notBefore ?? Date.now() - 3_600_000),
          time(options.notAfter ?? Date.now() + year),
        ),
        distinguishedName(options.subject),
        publicKey.export({ type: 'spki', format: 'der' }),
        ...extensions(options, publicKey, createPublicKey(issuer.privateKey)),
      ),
      issuer.privateKey,
      hash,
    ),
  );
}

function extensions(options: CertificateOptions, key: KeyObject, issuer: KeyObject): Buffer[] {
  const { ca = false, names = [] } = options;
  const purpose = options.purpose ?? (ca === true ? 'absent' : 'client');
  const usage = options.keyUsage ?? (ca === true ? 'certificate-signing' : 'signature');
  const list: Buffer[] = [];
  if (ca !== 'absent') list.push(basicConstraints(ca));
  if (usage !== 'absent') list.push(keyUsage(usage));
  if (purpose !== 'absent') list.push(extendedKeyUsage(purpose));
  if (names.length > 0) list.push(alternativeNames(names));
  if (options.keyIdentifiers !== false) {
    list.push(subjectKeyIdentifier(key), authorityKeyIdentifier(issuer));
  }
  return list.length === 0 ? [] : [tagged(3, sequence(...list))];
}

/** A certificate signing request in PEM, for those who paste the wrong thing. */
export function signingRequest(keys: Keys, subject = 'CN=request'): string {
  const content = sequence(
    integer('00'),
    distinguishedName(subject),
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0),
  );
  return pem('CERTIFICATE REQUEST', signed(content, keys.privateKey, 'SHA-256'));
}
