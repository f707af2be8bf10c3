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
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;

/** Takes a private key apart. Reads DER that Node itself has just written, so its form is known. */
export function keyMaterial(key: KeyObject): KeyMaterial {
  const pkcs8 = key.export({ format: 'der', type: 'pkcs8' });
  const documents = [{ label: 'PRIVATE KEY', der: pkcs8 }];
  if (key.asymmetricKeyType === 'rsa')
    documents.push({ label: 'RSA PRIVATE KEY', der: key.export({ format: 'der', type: 'pkcs1' }) });
  if (key.asymmetricKeyType === 'ec')
    documents.push({ label: 'EC PRIVATE KEY', der: key.export({ format: 'der', type: 'sec1' }) });
  return { documents, integers: secretIntegers(pkcs8) };
}

/** RFC 5958: SEQUENCE { version, algorithm, OCTET STRING privateKey }; what is in there depends on the kind. */
function secretIntegers(pkcs8: Buffer): readonly Buffer[] {
  const privateKey = elements(elements(pkcs8)[0]?.content)[2]?.content ?? Buffer.alloc(0);
  const outer = elements(privateKey)[0];
  const secrets =
    outer?.tag === SEQUENCE ? ofSequence(elements(outer.content)) : [outer?.content ?? privateKey];
  return secrets.filter((secret) => secret.length >= 8);
}

function ofSequence(members: readonly Element[]): readonly Buffer[] {
  const [first, second] = members;
  // ML-DSA holds the seed and the expanded key; of the latter ρ and tr also follow from the public key
  // (FIPS 204, skEncode): 32 bytes ρ, 32 bytes K, 64 bytes tr, then the secret vectors.
  if (first?.tag === OCTET_STRING)
    return [
      first.content,
      ...(second === undefined ? [] : [second.content.subarray(32, 64), second.content.subarray(128)]),
    ];
  // SEC 1: version, then the scalar as an OCTET STRING.
  if (second?.tag === OCTET_STRING) return [second.content];
  // PKCS#1: version, n and e are public; then d, p, q, dp, dq, qi.
  return members
    .filter((member) => member.tag === INTEGER)
    .slice(3)
    .map((member) => withoutSignByte(member.content));
}

function withoutSignByte(integer: Buffer): Buffer {
  return integer[0] === 0 ? integer.subarray(1) : integer;
}

/** The elements one after another in `der`; an element that does not fit ends the list. */
function elements(der: Buffer = Buffer.alloc(0)): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 1 < der.length;) {
    const short = der[at + 1] ?? 0;
    const lengthBytes = short < 0x80 ? 0 : short - 0x80;
    if (lengthBytes > 4 || at + 2 + lengthBytes > der.length) return found;
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes);
    if (start + length > der.length) return found;
    found.push({ tag: der[at] ?? 0, content: der.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
