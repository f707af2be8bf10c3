import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509';
import { arrayBuffer } from './signature.ts';

const COMMON_NAME = '2.5.4.3';

/** One common name, as UTF8String (RFC 5280, 4.1.2.6). */
export function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

export function publicKeyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo);
}

/** SHA-1 of the key's bits (RFC 5280, 4.2.1.2): a name, not a protection. */
export function keyIdOf({ subjectPublicKey }: SubjectPublicKeyInfo): Uint8Array {
  return createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest();
}

/** What a TLS client's certificate may be used for, in requests and in certificates. */
export function usageExtensions(): readonly Extension[] {
  return [
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_clientAuth])),
  ];
}

/** All extensions of a leaf. No subject alternative names: several signers drop or rewrite them. */
export function leafExtensions(subjectKeyId: Uint8Array, authorityKeyId: Uint8Array): readonly Extension[] {
  const keyIdentifier = new KeyIdentifier(arrayBuffer(authorityKeyId));
  return [
    extension(id_ce_basicConstraints, new BasicConstraints(), true),
    ...usageExtensions(),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(arrayBuffer(subjectKeyId))),
    extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier })),
  ];
}

function extension(extnID: string, value: object, critical = false): Extension {
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID, critical, extnValue });
}
