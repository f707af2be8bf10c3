import { randomBytes } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, Extensions, TBSCertificate, Validity, Version } from '@peculiar/asn1-x509';
import { armour } from '../../certificate/pem.ts';
import type { Authority } from '../authority.ts';
import type { SigningRequest } from '../signer.ts';
import { keyIdOf, leafExtensions, nameOf, publicKeyInfo } from './profile.ts';
import { arrayBuffer, signingWith } from './signature.ts';

/** A client certificate in PEM, signed by an authority in process (RFC 5280). */
export function certify(authority: Authority, request: Omit<SigningRequest, 'csr'>): string {
  const issuer = AsnConvert.parse(authority.certificate.x509.raw, Certificate).tbsCertificate;
  const key = publicKeyInfo(request.publicKey);
  const { subjectKeyId } = authority.certificate.facts;
  const issuerKeyId =
    subjectKeyId === undefined ? keyIdOf(issuer.subjectPublicKeyInfo) : Buffer.from(subjectKeyId, 'hex');
  const { identifier, sign } = signingWith(authority.key.keyObject());
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: arrayBuffer(serialNumber()),
    signature: identifier,
    issuer: issuer.subject,
    validity: new Validity({ notBefore: new Date(request.notBefore), notAfter: new Date(request.notAfter) }),
    subject: nameOf(request.commonName),
    subjectPublicKeyInfo: key,
    extensions: new Extensions([...leafExtensions(keyIdOf(key), issuerKeyId)]),
  });
  const signatureValue = sign(AsnConvert.serialize(tbsCertificate));
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: identifier, signatureValue });
  return armour('CERTIFICATE', new Uint8Array(AsnConvert.serialize(certificate)));
}

/** Positive, of full length, and random enough that nobody can foresee it. */
function serialNumber(): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}
