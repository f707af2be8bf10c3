import { DER, readWhole } from './der.ts';
import { bare, hasArmour, readBlocks, readDerBlock } from './pem.ts';
import type { BlocksRead } from './pem.ts';

/** What a pasted text turned out to be, whichever input it came from. */
export type Reading =
  | BlocksRead
  /** As good as empty: the secret is not there. */
  | { readonly kind: 'missing'; readonly form: MissingForm }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'foreign'; readonly form: ForeignForm };

export type MissingForm = 'blank' | 'masked' | 'word' | 'unresolved';

export type ForeignForm =
  | 'html'
  | 'putty'
  | 'jwk'
  | 'jwk-set'
  | 'jwk-public'
  | 'ssh-public'
  | 'text-only'
  | 'place'
  | 'binary'
  | 'unknown';

/** More than a key and a chain ever need. */
export const MAXIMUM_BYTES = 64 * 1024;

/** Secrets that were encoded once, and by mistake once more. */
const MAXIMUM_LAYERS = 3;

const PLACE = [
  /^[a-z][a-z0-9+.-]{1,20}:\/\//i,
  /^(?:file|arn|vault|@):?\S/i,
  /^(?:~|\.{1,2})?[/\\]/,
  /^[A-Za-z]:[/\\]/,
  /\.(?:pem|crt|cer|cert|key|der|p12|pfx|p7b|txt)$/i,
];

/** What stands in place of a value, where a text is nothing else. */
export function standIn(text: string): MissingForm | undefined {
  return missingForm(trim(text));
}

/** Recognises a pasted text and strips what is harmless. Never throws; takes time linear in the text. */
export function readPasted(text: string, maximumBytes = MAXIMUM_BYTES): Reading {
  if (Buffer.byteLength(text) > maximumBytes) return { kind: 'too-large' };
  const trimmed = trim(text);
  const missing = missingForm(trimmed);
  if (missing !== undefined) return { kind: 'missing', form: missing };
  if (/^<(?:!doctype|!--|\?xml|html|head|body)/i.test(trimmed)) return { kind: 'foreign', form: 'html' };
  const inner = unwrap(text);
  if (typeof inner !== 'string') {
    const block = readDerBlock(inner);
    return typeof block === 'string' ? { kind: 'broken', fault: block } : { kind: 'blocks', blocks: [block] };
  }
  return hasArmour(inner) ? readBlocks(inner) : { kind: 'foreign', form: foreignForm(trim(inner)) };
}

/**
 * What a text holds once its quoting and escaping, and the base64 of the whole, are undone: readable
 * text, or DER. Where there is nothing to undo, the text itself. Never throws; takes linear time.
 */
export function unwrap(text: string, layer = 1): string | Uint8Array {
  const clean = unescape(text);
  if (hasArmour(clean)) return clean;
  const base64 = bare(clean.replace(/^\s*["']?data:[\w/.+-]{0,80};base64,/, ''));
  if (layer > MAXIMUM_LAYERS || !/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(base64)) return text;
  const bytes = Buffer.from(base64, 'base64'); // reads base64url too
  // A long form of length tells DER that was cut off; a short one is believed only if it holds.
  if (readWhole(bytes, DER.sequence) !== undefined || /^30[89]/.test(bytes.toString('hex', 0, 2)))
    return bytes;
  // PEM and JSON are ASCII; the zeros are those of UTF-16, which Windows shells write.
  const inner = bytes.toString('latin1').replaceAll('\0', '');
  return /^(?:\xFF\xFE|\xFE\xFF|\xEF\xBB\xBF)?[\t\n\r -~]+$/.test(inner) || hasArmour(inner)
    ? unwrap(inner, layer + 1)
    : text;
}

/** What invisible characters, quoting and escaping did to line ends. */
function unescape(text: string): string {
  const percent = /BEGIN(?:%20|\+)|%0[AD]/i.test(text);
  // A form writes blanks as `+`.
  const blanks = /BEGIN\+[A-Z]/.test(text) ? text.replaceAll('+', ' ') : text;
  const plain = percent
    ? blanks.replaceAll(/%([0-7][0-9A-F])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
  return plain.replaceAll(/[\uFEFF\u200B-\u200D\u2060]/g, '').replaceAll(/\\{1,8}[nrt]/g, '\n');
}

/** Without blanks and quotes around it. By hand: the regular expression for it takes quadratic time. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWrapping(text.charAt(start))) start += 1;
  while (start < end && isWrapping(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isWrapping(character: string): boolean {
  return /[\s\u200B"'`]/.test(character);
}

function missingForm(text: string): MissingForm | undefined {
  if (text === '') return 'blank';
  if (/^\*+$/.test(text)) return 'masked';
  if (/^(?:null|undefined|none|nil|~)$/i.test(text)) return 'word';
  if (/^\$\{\{[^}]{0,300}\}\}$/.test(text)) return 'unresolved';
  return /^(?:\$\w{1,100}|\$\{\w{1,100}\}|\$\([^)]{0,300}\)|%\w{1,100}%)$/.test(text)
    ? 'unresolved'
    : undefined;
}

function foreignForm(text: string): ForeignForm {
  if (/^PuTTY-User-Key-File-/m.test(text)) return 'putty';
  if (/^[{[]/.test(text) && /\bkty\\?["']?\s{0,8}:/.test(text)) return jwkForm(text);
  if (/^(?:ssh-|ecdsa-sha2-|sk-)[\w@.-]{1,60} AAAA/.test(text)) return 'ssh-public';
  if (/^(?:Certificate|Private-Key|Certificate Request|.{0,20}Private-Key):/.test(text)) return 'text-only';
  if (/[\uFFFD\0-\x08\x0E-\x1F]/.test(text)) return 'binary';
  const place = text.length <= 4096 && !/\n/.test(text) && PLACE.some((pattern) => pattern.test(text));
  return place ? 'place' : 'unknown';
}

/** A key alone, or several in a list or a set; `d` is what makes a key private, `k` what makes it a password. */
function jwkForm(text: string): ForeignForm {
  if (!/\b[dk]\\?["']?\s{0,8}:/.test(text)) return 'jwk-public';
  return text.startsWith('[') || /\bkeys\\?["']?\s{0,8}:/.test(text) ? 'jwk-set' : 'jwk';
}
