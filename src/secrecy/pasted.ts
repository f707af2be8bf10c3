import { X509Certificate } from 'node:crypto';

/** What in a pasted text deserves a mask. */
export interface PastedText {
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
