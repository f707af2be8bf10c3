import { contextTag, DER, readBits, readBoolean, readChildren, readOid, readWhole } from './der.ts';
import type { DerElement } from './der.ts';

/** What a certificate contains beyond what `node:crypto` reads (RFC 5280, section 4). */
export interface CertificateFacts {
  /** Absent where the certificate has no basicConstraints. */
  readonly basicConstraints: { readonly ca: boolean } | undefined;
  /** Absent where every use is allowed. */
  readonly keyUsage: { readonly digitalSignature: boolean } | undefined;
  /** Each name in hex of its DER, in a fixed order; empty if the certificate has none. */
  readonly subjectAltNames: readonly string[];
  /** Lower-case hex. */
  readonly subjectKeyId: string | undefined;
  /** Lower-case hex. */
  readonly authorityKeyId: string | undefined;
  readonly signatureAlgorithm: string;
  /** The hash inside RSASSA-PSS parameters (RFC 4055); absent for every other algorithm. */
  readonly pssHash: string | undefined;
}

const OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  rsaPss: '1.2.840.113549.1.1.10',
  sha1: '1.3.14.3.2.26',
} as const;

/** The facts of one certificate in DER; `undefined` if any of them cannot be read. Never throws. */
export function readFacts(der: Uint8Array): CertificateFacts | undefined {
  const [toBeSigned, algorithm, , ...more] = readChildren(readWhole(der, DER.sequence)) ?? [];
  const [signatureOid, parameters] = readChildren(algorithm) ?? [];
  const signatureAlgorithm = readOid(signatureOid);
  const extensions = readExtensions(toBeSigned);
  if (signatureAlgorithm === undefined || extensions === undefined || more.length > 0) return undefined;
  let readable = true;
  /** Absent is a fact; present but unreadable is not. */
  const optional = <T>(oid: string, read: (bytes: Uint8Array) => T | undefined): T | undefined => {
    const bytes = extensions.get(oid);
    const value = bytes && read(bytes);
    readable &&= bytes === undefined || value !== undefined;
    return value;
  };
  const facts = {
    basicConstraints: optional(OID.basicConstraints, readBasicConstraints),
    keyUsage: optional(OID.keyUsage, readKeyUsage),
    subjectAltNames: optional(OID.subjectAltName, readNames) ?? [],
    subjectKeyId: optional(OID.subjectKeyId, readSubjectKeyId),
    authorityKeyId: optional(OID.authorityKeyId, readAuthorityKeyId)?.hex,
    signatureAlgorithm,
    pssHash: signatureAlgorithm === OID.rsaPss ? readPssHash(parameters) : undefined,
  };
  return readable ? facts : undefined;
}

function readExtensions(toBeSigned: DerElement | undefined): ReadonlyMap<string, Uint8Array> | undefined {
  const fields = readChildren(toBeSigned);
  if (fields === undefined) return undefined;
  const wrapper = fields.find((field) => field.tag === contextTag(3, true));
  const found = new Map<string, Uint8Array>();
  if (wrapper === undefined) return found;
  const list = readChildren(readWhole(wrapper.content, DER.sequence));
  if (list === undefined) return undefined;
  for (const extension of list) {
    const parts = readChildren(extension) ?? [];
    const oid = readOid(parts[0]);
    const value = parts.at(-1);
    // RFC 5280 forbids the same extension twice; readers differ in which one they believe.
    if (oid === undefined || value?.tag !== DER.octetString || found.has(oid)) return undefined;
    found.set(oid, value.content);
  }
  return found;
}

function readBasicConstraints(bytes: Uint8Array): { readonly ca: boolean } | undefined {
  const fields = readChildren(readWhole(bytes, DER.sequence));
  if (fields === undefined) return undefined;
  const [first] = fields;
  const ca = first?.tag === DER.boolean ? readBoolean(first) : false;
  return ca === undefined ? undefined : { ca };
}

function readKeyUsage(bytes: Uint8Array): { readonly digitalSignature: boolean } | undefined {
  const bits = readBits(readWhole(bytes));
  return bits && { digitalSignature: bits[0] === true };
}

function readNames(bytes: Uint8Array): readonly string[] | undefined {
  const names = readChildren(readWhole(bytes, DER.sequence));
  return names?.map(({ whole }) => Buffer.from(whole).toString('hex')).toSorted();
}

function readSubjectKeyId(bytes: Uint8Array): string | undefined {
  const id = readWhole(bytes, DER.octetString);
  return id && Buffer.from(id.content).toString('hex');
}

/** The key identifier is one of three optional fields; issuer and serial number alone are allowed. */
function readAuthorityKeyId(bytes: Uint8Array): { readonly hex: string | undefined } | undefined {
  const fields = readChildren(readWhole(bytes, DER.sequence));
  const id = fields?.find((field) => field.tag === contextTag(0, false));
  return fields && { hex: id && Buffer.from(id.content).toString('hex') };
}

/** RFC 4055: where the parameters name no hash, it is SHA-1. */
function readPssHash(parameters: DerElement | undefined): string | undefined {
  const hash = readChildren(parameters)?.find((field) => field.tag === contextTag(0, true));
  if (hash === undefined) return OID.sha1;
  return readOid(readChildren(readWhole(hash.content))?.[0]);
}

/** Milliseconds since 1970. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Undefined where either is no date: Node makes one of a date that does not exist. Never throws. */
export function readValidity(der: Uint8Array): Validity | undefined {
  const toBeSigned = readChildren(readWhole(der))?.[0];
  // A version, where there is one, comes first: then serial number, signature algorithm, issuer, validity.
  const fields = readChildren(toBeSigned)?.filter((field) => field.tag !== contextTag(0, true));
  const [from, to] = (readChildren(fields?.[3]) ?? []).map(readTime);
  return from === undefined || to === undefined ? undefined : { notBefore: from, notAfter: to };
}

/** UTCTime and GeneralizedTime in the one form RFC 5280 allows: to the second, in UTC. */
function readTime({ tag, content }: DerElement): number | undefined {
  const text = Buffer.from(content).toString('latin1');
  const full = tag === DER.generalizedTime ? text : `${text < '5' ? '20' : '19'}${text}`;
  const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const date = new Date(iso);
  // A date that does not exist (30 February) would be moved on to one that does.
  return Number.isNaN(date.getTime()) || date.toISOString() !== iso ? undefined : date.getTime();
}
