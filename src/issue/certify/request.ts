import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Attribute, Extensions } from '@peculiar/asn1-x509';
import { armour } from '../../certificate/pem.ts';
import { nameOf, publicKeyInfo, usageExtensions } from './profile.ts';
import { signingWith } from './signature.ts';

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** A request for a client certificate in PEM (PKCS#10). Signers that copy extensions find the usages in it. */
export function certificateRequest(commonName: string, key: KeyObject): string {
  const wanted = AsnConvert.serialize(new Extensions([...usageExtensions()]));
  const certificationRequestInfo = new CertificationRequestInfo({
    version: 0,
    subject: nameOf(commonName),
    subjectPKInfo: publicKeyInfo(createPublicKey(key)),
    attributes: new Attributes([new Attribute({ type: EXTENSION_REQUEST, values: [wanted] })]),
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
