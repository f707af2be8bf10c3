import type { KeyObject } from 'node:crypto';

/** What of a private key must stay secret. */
export interface KeyMaterial {
  /** The files a key is kept in: DER with the label of its PEM armour. */
  readonly documents: readonly { readonly label: string; readonly der: Buffer }[];
  /** The secret numbers and seeds, big-endian; scalars keep the length of their curve. Nothing public among them. */
  readonly integers: readonly Buffer[];
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

const SEQUENCE = 0x30;
const OCTET_STRING = 0x04;
/** A seed alone, as Node 26 writes ML-DSA keys: [0] IMPLICIT OCTET STRING (RFC 9881). */
const SEED = 0x80;
const WRAPPERS: ReadonlySet<number> = new Set([SEQUENCE, OCTET_STRING, SEED]);
/** Expanded ML-DSA keys have 2560 bytes or more; seeds and scalars at most 66. */
const LONGEST_SEED = 1000;

/** Takes a private key apart. Reads DER that Node itself has just written, so its form is known. */
export function keyMaterial(key: KeyObject): KeyMaterial {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const documents = [{ label: 'PRIVATE KEY', der: pkcs8 }];
  if (key.asymmetricKeyType === 'rsa')
    documents.push({ label: 'RSA PRIVATE KEY', der: key.export({ format: 'der', type: 'pkcs1' }) });
  if (key.asymmetricKeyType === 'ec')
    documents.push({ label: 'EC PRIVATE KEY', der: key.export({ format: 'der', type: 'sec1' }) });
  const inner = elements(elements(pkcs8)[0]!.content)[2]!.content;
  // SLH-DSA wraps nothing: the first half is secret, the second is the public key (FIPS 205, 9.1).
  const bare = key.asymmetricKeyType?.startsWith('slh-dsa-') === true;
  return { documents, integers: bare ? [inner.subarray(0, inner.length / 2)] : secretIntegers(inner) };
}

/** RFC 5958: SEQUENCE { version, algorithm, OCTET STRING privateKey }; what is in there depends on the kind. */
function secretIntegers(privateKey: Buffer): readonly Buffer[] {
  const [outer] = elements(privateKey);
  // For a kind that is not known yet, everything counts as secret.
  if (outer === undefined || !WRAPPERS.has(outer.tag) || outer.end !== privateKey.length) return [privateKey];
  return outer.tag === SEQUENCE ? ofSequence(elements(outer.content)) : ofOctets(outer.content);
}

function ofSequence(members: readonly Element[]): readonly Buffer[] {
  // ML-DSA: the seed and the expanded key, each an OCTET STRING.
  if (members[0]?.tag === OCTET_STRING) return members.flatMap(({ content }) => ofOctets(content));
  // SEC 1: version, then the scalar as an OCTET STRING.
  if (members[1]?.tag === OCTET_STRING) return [members[1].content];
  // PKCS#1: version, n and e are public; then d, p, q, dp, dq, qi.
  return members.slice(3).map((member) => withoutSignByte(member.content));
}

/** A seed or a scalar; or an expanded ML-DSA key, of which ρ and tr also follow from the public key
 * (FIPS 204, skEncode: 32 bytes ρ, 32 bytes K, 64 bytes tr, then the secret vectors). */
function ofOctets(content: Buffer): readonly Buffer[] {
  return content.length > LONGEST_SEED ? [content.subarray(32, 64), content.subarray(128)] : [content];
}

function withoutSignByte(integer: Buffer): Buffer {
  return integer[0] === 0 ? integer.subarray(1) : integer;
}

/** The elements one after another in `der`; one that does not fit ends the list. */
function elements(der: Buffer): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 1 < der.length;) {
    const short = der[at + 1]!;
    const lengthBytes = short < 0x80 ? 0 : short - 0x80;
    const start = at + 2 + lengthBytes;
    if (lengthBytes > 4 || start > der.length) return found;
    const end = start + (lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes));
    if (end > der.length) return found;
    found.push({ tag: der[at]!, content: der.subarray(start, end), end });
    at = end;
  }
  return found;
}
