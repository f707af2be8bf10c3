import { readFirst, readWhole, kindOfDer, type DerKind } from './der.ts';

/** One PEM block; its kind is judged by its content, or else by its label. */
export type Block =
  | { readonly [K in DerKind]: { readonly kind: K; readonly der: Uint8Array } }[DerKind]
  /** A key with legacy encryption (RFC 1421 headers), rebuilt as OpenSSL expects it. */
  | { readonly kind: 'legacy-encrypted'; readonly pem: string }
  | { readonly kind: 'openssh' | 'ssh-public' | 'pgp' | 'other' };

export type BlockFault = 'no-end' | 'no-begin' | 'labels-differ' | 'empty' | 'truncated' | 'damaged';

export type BlocksRead = readonly Block[] | BlockFault;

/** Word processors turn hyphens into dashes, and a hyphen is easily lost when copying. All bounds are for speed. */
const MARKER =
  /[-\u2010-\u2015\u2212]{2,8}\s{0,4}(BEGIN|END)\s{1,4}([A-Z0-9][A-Z0-9 #]{1,39}?)\s{0,4}[-\u2010-\u2015\u2212]{2,8}/g;

const MAXIMUM_DEPTH = 3;

const PROC_TYPE = /Proc-Type:\s{0,8}4\s{0,8},\s{0,8}ENCRYPTED/;
/** The initial vector has 16 digits with DES and 32 with AES; the next line may follow without a break. */
const DEK_INFO = /DEK-Info:\s{0,8}((?:DES|RC2)[A-Z0-9-]{1,20}|[A-Z0-9-]{1,20})\s{0,8},\s{0,8}/;

/** DER as one PEM block: lines of 64, LF, one trailing newline. */
export function armour(label: string, der: Uint8Array): string {
  return lines(label, [], Buffer.from(der).toString('base64'));
}

export function hasArmour(text: string): boolean {
  return text.search(MARKER) >= 0;
}

export function withPlainArmour(text: string): string {
  return text.replaceAll(MARKER, '-----$1 $2-----');
}

/** All blocks of a text, in order; anything between them (bag attributes, a `-text` preface) is skipped. */
export function readBlocks(text: string, depth = 0): BlocksRead {
  const blocks: Block[] = [];
  let begun: { readonly label: string; readonly at: number } | undefined;
  for (const marker of text.matchAll(MARKER)) {
    const [line, word, label = ''] = marker;
    if (word === 'BEGIN') {
      if (begun !== undefined) return 'no-end';
      begun = { label, at: marker.index + line.length };
    } else {
      if (begun === undefined) return 'no-begin';
      if (begun.label !== label) return 'labels-differ';
      const read = readBlock(label, text.slice(begun.at, marker.index), depth);
      if (typeof read === 'string') return read;
      blocks.push(...read);
      begun = undefined;
    }
  }
  return begun === undefined ? blocks : 'no-end';
}

/** The valid blocks of a text, whatever is wrong with the others. */
export function readSoundBlocks(text: string): readonly Block[] {
  const markers = [...text.matchAll(MARKER)];
  return markers.flatMap(([line, word, label = ''], index) => {
    const from = (markers[index]?.index ?? 0) + line.length;
    const read =
      word === 'BEGIN' ? readBlock(label, text.slice(from, markers[index + 1]?.index)) : 'no-begin';
    return typeof read === 'string' ? [] : read;
  });
}

function readBlock(label: string, body: string, depth = 0): BlocksRead {
  const foreign = kindOfLabel(label);
  if (foreign !== undefined) return [{ kind: foreign }];
  if (PROC_TYPE.test(body)) return readLegacy(label, body);
  const base64 = bare(body);
  if (base64 === '') return 'empty';
  if (!isBase64(base64)) return 'damaged';
  const bytes = Buffer.from(base64, 'base64');
  const inner = textIn(bytes);
  if (depth < MAXIMUM_DEPTH && inner !== undefined) return readBlocks(inner, depth + 1);
  // OpenSSL puts trust settings behind a TRUSTED CERTIFICATE.
  return readDerBlock(label === 'TRUSTED CERTIFICATE' ? (readFirst(bytes)?.element.whole ?? bytes) : bytes);
}

/** `certutil -encode` wraps a PEM file in PEM again. */
function textIn(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1').replaceAll('\0', '');
  return hasArmour(text) ? text : undefined;
}

/** The texts of PEM that are inside the blocks of another one, layer by layer. */
export function textsInBlocks(text: string, depth = 0): readonly string[] {
  if (depth === MAXIMUM_DEPTH) return [];
  const bodies = text.split(MARKER).filter((part) => part.length > 64);
  const inner = bodies
    .map((body) => textIn(Buffer.from(bare(body), 'base64')))
    .filter((one) => one !== undefined);
  return inner.flatMap((one) => [one, ...textsInBlocks(one, depth + 1)]);
}

/** The one block that is the whole of a file in DER. */
export function readDerBlock(der: Uint8Array): BlocksRead {
  const kind = kindOfDer(der);
  if (kind !== undefined) return [{ kind, der }];
  if (readWhole(der) !== undefined) return 'damaged';
  return readFirst(der) === undefined && der[0] === 0x30 ? 'truncated' : 'damaged';
}

/** Labels whose content is not DER, or not useful here. */
function kindOfLabel(label: string): 'openssh' | 'ssh-public' | 'pgp' | 'other' | undefined {
  if (label.startsWith('PGP ')) return 'pgp';
  if (label === 'SSH2 PUBLIC KEY') return 'ssh-public';
  if (label === 'OPENSSH PRIVATE KEY' || label.startsWith('SSH2 ')) return 'openssh';
  return label.endsWith(' PARAMETERS') || label === 'X509 CRL' ? 'other' : undefined;
}

function readLegacy(label: string, body: string): BlocksRead {
  const info = DEK_INFO.exec(body);
  if (info === null) return 'damaged';
  const cipher = info[1] ?? '';
  const rest = bare(body.slice(info.index + info[0].length));
  const digits = /^(?:DES|RC2)/.test(cipher) ? 16 : 32;
  const vector = rest.slice(0, digits);
  const base64 = rest.slice(digits);
  if (base64 === '') return 'empty';
  if (!/^[0-9A-Fa-f]+$/.test(vector) || !isBase64(base64)) return 'damaged';
  const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${cipher},${vector}`, ''];
  return [{ kind: 'legacy-encrypted', pem: lines(label, headers, base64) }];
}

function lines(label: string, headers: readonly string[], base64: string): string {
  const body = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...headers, ...body, `-----END ${label}-----`, ''].join('\n');
}

/** Without white space and what quoting leaves behind: quotes, commas, `>` of a mail, `|` and `#`, backslashes of a shell. */
export function bare(text: string): string {
  return text.replaceAll(/[\s"'`,>|#\\]/g, '');
}

export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
