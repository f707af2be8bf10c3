import { randomBytes, createPublicKey, createHash, sign as signBytes, type KeyObject } from 'node:crypto';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as asn from '@peculiar/asn1-x509';
import { armour } from '../certificate/pem.ts';
import type { Authority } from './authority.ts';
import type { SigningRequest } from './signer.ts';

/** Everything that needs the ASN.1 library: loaded by `import()`, and only to issue something. */

/** A client certificate in PEM, signed by an authority in process (RFC 5280). */
export function certify(authority: Authority, request: Omit<SigningRequest, 'csr' | 'now'>): string {
  const issuer = AsnConvert.parse(authority.certificate.x509.raw, asn.Certificate).tbsCertificate;
  const key = publicKeyInfo(request.publicKey);
  const { subjectKeyId } = authority.certificate.facts;
  const issuerKeyId =
    subjectKeyId === undefined ? keyIdOf(issuer.subjectPublicKeyInfo) : Buffer.from(subjectKeyId, 'hex');
  const { identifier, sign } = signingWith(authority.key.keyObject());
  const tbsCertificate = new asn.TBSCertificate({
    version: asn.Version.v3,
    serialNumber: arrayBuffer(serialNumber()),
    signature: identifier,
    issuer: issuer.subject,
    validity: new asn.Validity({
      notBefore: new Date(request.notBefore),
      notAfter: new Date(request.notAfter),
    }),
    subject: nameOf(request.commonName),
    subjectPublicKeyInfo: key,
    extensions: new asn.Extensions(leafExtensions(keyIdOf(key), issuerKeyId)),
  });
  const signatureValue = sign(AsnConvert.serialize(tbsCertificate));
  const certificate = new asn.Certificate({ tbsCertificate, signatureAlgorithm: identifier, signatureValue });
  return armour('CERTIFICATE', new Uint8Array(AsnConvert.serialize(certificate)));
}

/** Positive, of full length, and random enough that nobody can foresee it. */
function serialNumber(): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** A request for a client certificate in PEM (PKCS#10). Signers that copy extensions find the usages in it. */
export function certificateRequest(commonName: string, key: KeyObject): string {
  const wanted = AsnConvert.serialize(new asn.Extensions(usageExtensions()));
  const certificationRequestInfo = new CertificationRequestInfo({
    version: 0,
    subject: nameOf(commonName),
    subjectPKInfo: publicKeyInfo(createPublicKey(key)),
    attributes: new Attributes([new asn.Attribute({ type: EXTENSION_REQUEST, values: [wanted] })]),
  });
  const { identifier, sign } = signingWith(key);
  const signature = sign(AsnConvert.serialize(certificationRequestInfo));
  const request = new CertificationRequest({
    certificationRequestInfo,
    signatureAlgorithm: identifier,
    signature,
  });
  return armour('CERTIFICATE REQUEST', new Uint8Array(AsnConvert.serialize(request)));
}

const COMMON_NAME = '2.5.4.3';

/** One common name, as UTF8String (RFC 5280, 4.1.2.6). */
function nameOf(commonName: string): asn.Name {
  const value = new asn.AttributeValue({ utf8String: commonName });
  return new asn.Name([
    new asn.RelativeDistinguishedName([new asn.AttributeTypeAndValue({ type: COMMON_NAME, value })]),
  ]);
}

function publicKeyInfo(key: KeyObject): asn.SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), asn.SubjectPublicKeyInfo);
}

/** SHA-1 of the key's bits (RFC 5280, 4.2.1.2): a name, not a protection. */
function keyIdOf({ subjectPublicKey }: asn.SubjectPublicKeyInfo): Uint8Array {
  return createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest();
}

/** What a TLS client's certificate may be used for, in requests and in certificates. */
function usageExtensions(): asn.Extension[] {
  return [
    extension(asn.id_ce_keyUsage, new asn.KeyUsage(asn.KeyUsageFlags.digitalSignature), true),
    extension(asn.id_ce_extKeyUsage, new asn.ExtendedKeyUsage([asn.id_kp_clientAuth])),
  ];
}

/** All extensions of a leaf. No subject alternative names: several signers drop or rewrite them. */
function leafExtensions(subjectKeyId: Uint8Array, authorityKeyId: Uint8Array): asn.Extension[] {
  const keyIdentifier = new asn.KeyIdentifier(arrayBuffer(authorityKeyId));
  return [
    extension(asn.id_ce_basicConstraints, new asn.BasicConstraints(), true),
    ...usageExtensions(),
    extension(asn.id_ce_subjectKeyIdentifier, new asn.SubjectKeyIdentifier(arrayBuffer(subjectKeyId))),
    extension(asn.id_ce_authorityKeyIdentifier, new asn.AuthorityKeyIdentifier({ keyIdentifier })),
  ];
}

function extension(extnID: string, value: object, critical = false): asn.Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new asn.Extension({ extnID, critical, extnValue });
}

interface Algorithm {
  readonly oid: string;
  /** Null if the algorithm includes its own. */
  readonly hash: string | null;
  /** RFC 4055 wants NULL where RFC 5758 and RFC 8410 want nothing. */
  readonly parameters?: null;
}

/** By the curve of the key, or by its type if it has none. */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  rsa: { oid: '1.2.840.113549.1.1.11', hash: 'sha256', parameters: null },
  ed25519: { oid: '1.3.101.112', hash: null },
  prime256v1: { oid: '1.2.840.10045.4.3.2', hash: 'sha256' },
  secp384r1: { oid: '1.2.840.10045.4.3.3', hash: 'sha384' },
  secp521r1: { oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
};

interface Signing {
  readonly identifier: asn.AlgorithmIdentifier;
  readonly sign: (bytes: ArrayBuffer) => ArrayBuffer;
}

/** @throws Error for a key that `readAuthority` would have refused */
function signingWith(key: KeyObject): Signing {
  const algorithm = ALGORITHMS[key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? ''];
  if (algorithm === undefined) throw new Error('a key of another kind');
  const { oid, hash, ...parameters } = algorithm;
  return {
    identifier: new asn.AlgorithmIdentifier({ algorithm: oid, ...parameters }),
    sign: (bytes) => arrayBuffer(signBytes(hash, new Uint8Array(bytes), key)),
  };
}

/** Just these bytes: a Buffer may be a view of a pool that also holds others. */
function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
