import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** What a signing request (PKCS#10, RFC 2986) asks for. */
export interface SigningRequest {
  readonly publicKey: KeyObject;
  readonly commonName: string;
}

interface Item {
  readonly tag: number;
  /** The whole of it, and its content. */
  readonly bytes: Buffer;
  readonly content: Buffer;
}

const hashes: Partial<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.113549.1.1.11': 'sha256',
};
const COMMON_NAME = '2.5.4.3';

/** Reads a request and verifies its own signature; undefined where that fails. */
export function readRequest(text: string): SigningRequest | undefined {
  try {
    const body = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+)-----END CERTIFICATE REQUEST-----/.exec(text);
    const [whole] = itemsOf(Buffer.from(body?.[1] ?? '', 'base64'));
    const [info, algorithm, signature] = itemsOf(whole?.content ?? Buffer.alloc(0));
    if (info === undefined || algorithm === undefined || signature === undefined) return undefined;
    const [, subject, spki] = itemsOf(info.content);
    if (subject === undefined || spki === undefined) return undefined;
    const publicKey = createPublicKey({ key: spki.bytes, format: 'der', type: 'spki' });
    const hash = hashes[dotted(itemsOf(algorithm.content)[0]?.content ?? Buffer.alloc(0))];
    if (hash === undefined || !verify(hash, info.bytes, publicKey, signature.content.subarray(1)))
      return undefined;
    return { publicKey, commonName: commonNameOf(subject) };
  } catch {
    return undefined;
  }
}

function commonNameOf(subject: Item): string {
  for (const part of itemsOf(subject.content)) {
    for (const attribute of itemsOf(part.content)) {
      const [type, value] = itemsOf(attribute.content);
      if (type !== undefined && value !== undefined && dotted(type.content) === COMMON_NAME) {
        return value.content.toString('utf8');
      }
    }
  }
  return '';
}

/** The items in a row, each with tag, length and content. */
function itemsOf(bytes: Buffer): Item[] {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at + 1] ?? 0;
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const start = at + 2 + more;
    items.push({
      tag: bytes[at] ?? 0,
      bytes: bytes.subarray(at, start + length),
      content: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return items;
}

function dotted(content: Buffer): string {
  const [first = 0, ...rest] = content;
  const numbers = [Math.min(2, Math.floor(first / 40))];
  numbers.push(first - (numbers[0] ?? 0) * 40);
  let value = 0;
  for (const byte of rest) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers.join('.');
}
