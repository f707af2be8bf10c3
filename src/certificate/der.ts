/**
 * A strict reader of DER (ITU-T X.690), for the facts that `node:crypto` keeps to itself. Our own rather than
 * an ASN.1 library: a hundred readable lines, where a library would add hundreds of kilobytes of foreign code
 * next to the user's private key.
 * Nothing here throws: what is not DER is `undefined`. The reader never recurses, so the caller controls the
 * depth; size is bounded by the input, and children by `MAXIMUM_CHILDREN`.
 */
export interface DerElement {
  /** The identifier octet: class, constructed bit and number in one (tag numbers above 30 are refused). */
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

const MAXIMUM_CHILDREN = 4096;

/** The identifier octet of a context-specific tag, `[number]` in ASN.1. */
export function contextTag(number: number, constructed: boolean): number {
  return 0x80 + (constructed ? 0x20 : 0) + number;
}

/** The first element of `bytes` and what follows it. */
export function readFirst(
  bytes: Uint8Array,
): { readonly element: DerElement; readonly rest: Uint8Array } | undefined {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let start = 2;
  if (first >= 0x80) {
    const octets = first - 0x80;
    start += octets;
    // No indefinite form, nothing above 16 MB, no missing length.
    if (octets === 0 || octets > 3 || bytes.length < start) return undefined;
    length = bytes.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0);
    // DER has one way to write a length: the shortest.
    if (length < 0x80 || length < 256 ** (octets - 1)) return undefined;
  }
  const end = start + length;
  if (bytes.length < end) return undefined;
  return {
    element: { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) },
    rest: bytes.subarray(end),
  };
}

/** The one element that fills `bytes` to the last octet, optionally of a given tag. */
export function readWhole(bytes: Uint8Array, tag?: number): DerElement | undefined {
  const read = readFirst(bytes);
  if (read === undefined || read.rest.length > 0) return undefined;
  return tag === undefined || read.element.tag === tag ? read.element : undefined;
}

export function readChildren(parent: DerElement | undefined): readonly DerElement[] | undefined {
  if (parent === undefined || (parent.tag & 0x20) === 0) return undefined;
  const children: DerElement[] = [];
  let rest = parent.content;
  while (rest.length > 0) {
    const read = readFirst(rest);
    if (read === undefined || children.length === MAXIMUM_CHILDREN) return undefined;
    children.push(read.element);
    rest = read.rest;
  }
  return children;
}

export function readOid(element: DerElement | undefined): string | undefined {
  if (element?.tag !== DER.oid) return undefined;
  const last = element.content.at(-1);
  if (last === undefined || last >= 0x80) return undefined;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of element.content) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    // The first number holds two arcs, the first of which is 0, 1 or 2.
    const root = arc < 80n ? arc / 40n : 2n;
    arcs.push(...(arcs.length === 0 ? [root, arc - root * 40n] : [arc]));
    arc = 0n;
  }
  return arcs.join('.');
}

/** A BOOLEAN; DER allows 00 and FF only. */
export function readBoolean(element: DerElement | undefined): boolean | undefined {
  if (element?.tag !== DER.boolean || element.content.length !== 1) return undefined;
  const [octet] = element.content;
  return octet === 0xff ? true : octet === 0 ? false : undefined;
}

/** The bits of a BIT STRING, the first one first. */
export function readBits(element: DerElement | undefined): readonly boolean[] | undefined {
  if (element?.tag !== DER.bitString) return undefined;
  const [unused, ...octets] = element.content;
  if (unused === undefined || unused > 7 || (octets.length === 0 && unused > 0)) return undefined;
  const bits = octets.flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => ((octet >> at) & 1) === 1));
  return bits.slice(0, bits.length - unused);
}

/** One element in DER, with the parts concatenated. Up to 64 KiB of content. */
export function writeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const length = content.length;
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...header), content]);
}

/** What a file holds, judged by its structure: labels can be wrong, and bare DER has none. */
export type DerKind =
  'certificate' | 'csr' | 'public-key' | 'pkcs8' | 'pkcs1' | 'sec1' | 'encrypted-pkcs8' | 'pkcs7' | 'pkcs12';

const PKCS7_ARC = '1.2.840.113549.1.7.';

/** Each kind by the tags of its first elements, the longer patterns first; `.` stands for any tag. */
const SHAPES: readonly (readonly [DerKind, RegExp])[] = [
  ['pkcs8', /^02 30 04\b/],
  ['sec1', /^02 04\b/],
  ['pkcs1', /^02( 02){8}/],
  ['public-key', /^02 02$/],
  ['public-key', /^30 03$/],
  ['encrypted-pkcs8', /^30 04$/],
];

/** `undefined` for anything else, damaged DER included. Never throws. */
export function kindOfDer(der: Uint8Array): DerKind | undefined {
  const fields = readChildren(readWhole(der, DER.sequence));
  if (fields === undefined) return indefinite(der);
  const shape = fields.map((field) => field.tag.toString(16).padStart(2, '0')).join(' ');
  const [first, second] = fields;
  if (shape === '30 30 03') {
    // A request has its attributes where a certificate has validity, names and the like.
    const inner = readChildren(first) ?? [];
    return inner.length <= 4 && inner.at(-1)?.tag === contextTag(0, true) ? 'csr' : 'certificate';
  }
  if (shape.startsWith('06 a0') && readOid(first)?.startsWith(PKCS7_ARC)) return 'pkcs7';
  if (shape.startsWith('02 30') && readOid(readChildren(second)?.[0])?.startsWith(PKCS7_ARC)) return 'pkcs12';
  return SHAPES.find(([, pattern]) => pattern.test(shape))?.[0];
}

/** PKCS#7 and PKCS#12 may come in BER with indefinite lengths, which the strict reader refuses. */
function indefinite(der: Uint8Array): DerKind | undefined {
  const start = Buffer.from(der.subarray(0, 16)).toString('hex');
  if (start.startsWith('3080020103')) return 'pkcs12';
  return start.startsWith('308006092a864886f70d0107') ? 'pkcs7' : undefined;
}
