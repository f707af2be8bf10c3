import { X509Certificate, type KeyObject } from 'node:crypto';
import { DER, readChildren, readWhole, type DerElement } from '../certificate/der.ts';

/** What in a pasted text deserves a mask. */
interface PastedText {
  /** Lines and strings that look like the body of a key. */
  readonly pieces: readonly string[];
  /** The text as a whole, as pasted and trimmed; empty if nothing in it is secret. */
  readonly wholes: readonly string[];
}

const CERTIFICATE_BLOCK = /-----BEGIN ([A-Z0-9 ]*CERTIFICATE)-----([^-]*)-----END \1-----/gu;
const ARMOUR = /-----(?:BEGIN|END)[^\r\n-]*-----/gu;
const BODY = /^[\w+/=-]+$/u;
/** What stands between words that could be a piece of a key. */
const BETWEEN = /[^\w+/=-]+/u;
/** Shortest body between armour lines; on a line of its own without armour; and inside other text such as JSON. */
const SHORTEST = { armoured: 8, bare: 16, inside: 32 };
/** Base64 of a PEM, and base64 of that: people paste both. */
const DEEPEST_BASE64 = 2;

/**
 * Finds the secret pieces of pasted text. Text that holds only certificates, or is nothing but a
 * reference to a secret, has none.
 * @param unwrapped what a reader who knows more spellings made of the same text, layer by layer
 */
export function readPasted(pasted: string, unwrapped: readonly string[] = []): PastedText {
  const layers = [...layersOf(pasted, DEEPEST_BASE64), ...unwrapped];
  const secret = layers.map(withoutCertificates);
  // Base64 of nothing but certificates is as public as they are.
  const isPublic = layers.at(-1)!.includes('-----BEGIN') && bodies(secret.at(-1)!).length === 0;
  const trimmed = pasted.trim();
  const isReference = trimmed.length < SHORTEST.armoured || /^\$\{\{[^}]*\}\}$/u.test(trimmed);
  if (isPublic || isReference) return { pieces: [], wholes: [] };
  return { pieces: secret.flatMap(bodies), wholes: [...new Set([pasted, trimmed])] };
}

/** The text with real line ends, and the texts hidden in it by base64. */
function layersOf(pasted: string, depth: number): readonly string[] {
  const text = pasted.replaceAll(/\\r\\n|\\[rn]/gu, '\n');
  const packed = text.replaceAll(/[\s"'`\uFEFF]+/gu, '');
  if (depth === 0 || !/^[\w+/-]{32,}={0,2}$/u.test(packed)) return [text];
  const inner = layersOf(Buffer.from(packed, 'base64').toString('latin1'), depth - 1);
  return inner.at(-1)!.includes('-----BEGIN') ? [text, ...inner] : [text];
}

function bodies(text: string): readonly string[] {
  let armoured = false;
  return text
    .replaceAll(ARMOUR, '\n$&\n')
    .split(/[\r\n]+/u)
    .flatMap((line) => {
      if (line.startsWith('-----')) {
        armoured = line.startsWith('-----BEGIN');
        return [];
      }
      // The headers of an encrypted key.
      if (armoured && /^\s*(?:Proc-Type|DEK-Info)\s*:/u.test(line)) return [];
      const bare = line.replaceAll(/^[\s"'`,\uFEFF]+|[\s"'`,\\]+$/gu, '');
      const shortest = BODY.test(bare) ? SHORTEST.bare : SHORTEST.inside;
      return bare.split(BETWEEN).filter((word) => word.length >= (armoured ? SHORTEST.armoured : shortest));
    });
}

function withoutCertificates(text: string): string {
  return text.replaceAll(CERTIFICATE_BLOCK, (block: string, _label: string, body: string) =>
    isCertificate(Buffer.from(body, 'base64')) ? '' : block,
  );
}

/** Only a block that is a certificate from its first to its last byte is public. */
function isCertificate(der: Buffer): boolean {
  try {
    return new X509Certificate(der).raw.equals(der);
  } catch {
    return false;
  }
}

/** What of a private key must stay secret. */
interface KeyMaterial {
  /** The files a key is kept in: DER with the label of its PEM armour. */
  readonly documents: readonly { readonly label: string; readonly der: Buffer }[];
  /** The secret numbers and seeds, big-endian; scalars keep the length of their curve. Nothing public among them. */
  readonly integers: readonly Buffer[];
}

/** A seed alone, as Node 26 writes ML-DSA keys: [0] IMPLICIT OCTET STRING (RFC 9881). */
const SEED = 0x80;
const OCTETS: ReadonlySet<number> = new Set([DER.octetString, SEED]);
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
  const inner = Buffer.from(readChildren(readWhole(pkcs8))?.[2]?.content ?? pkcs8);
  // SLH-DSA wraps nothing: the first half is secret, the second is the public key (FIPS 205, 9.1).
  const bare = key.asymmetricKeyType?.startsWith('slh-dsa-') === true;
  return { documents, integers: bare ? [inner.subarray(0, inner.length / 2)] : secretIntegers(inner) };
}

/** RFC 5958: SEQUENCE { version, algorithm, OCTET STRING privateKey }; what is in there depends on the kind. */
function secretIntegers(privateKey: Buffer): readonly Buffer[] {
  const outer = readWhole(privateKey);
  const members = readChildren(outer);
  if (members !== undefined && outer?.tag === DER.sequence) return ofSequence(members);
  // Of a kind that is not known yet, everything counts as secret.
  return outer !== undefined && OCTETS.has(outer.tag) ? ofOctets(outer.content) : [privateKey];
}

function ofSequence(members: readonly DerElement[]): readonly Buffer[] {
  // ML-DSA: the seed and the expanded key, each an OCTET STRING.
  if (members[0]?.tag === DER.octetString) return members.flatMap(({ content }) => ofOctets(content));
  // SEC 1: version, then the scalar as an OCTET STRING.
  if (members[1]?.tag === DER.octetString) return [Buffer.from(members[1].content)];
  // PKCS#1: version, n and e are public; then d, p, q, dp, dq, qi.
  return members.slice(3).map((member) => withoutSignByte(member.content));
}

/** A seed or a scalar; or an expanded ML-DSA key, of which ρ and tr also follow from the public key
 * (FIPS 204, skEncode: 32 bytes ρ, 32 bytes K, 64 bytes tr, then the secret vectors). */
function ofOctets(octets: Uint8Array): readonly Buffer[] {
  const content = Buffer.from(octets);
  return content.length > LONGEST_SEED ? [content.subarray(32, 64), content.subarray(128)] : [content];
}

function withoutSignByte(integer: Uint8Array): Buffer {
  return Buffer.from(integer[0] === 0 ? integer.subarray(1) : integer);
}
