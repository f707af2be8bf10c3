import { contextTag, DER, readChildren, readOid, readWhole } from './der.ts';

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
