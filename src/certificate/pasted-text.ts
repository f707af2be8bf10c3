import { fieldsOf, unwrap, type EnvelopeFields } from './envelope.ts';
import { hasArmour, readBlocks, readDerBlock, type Block, type BlockFault } from './pem.ts';

/** What a pasted text turned out to be, from any input. */
export type Reading =
  | { readonly kind: 'blocks'; readonly blocks: readonly Block[] }
  | { readonly kind: 'broken'; readonly fault: BlockFault }
  /** As good as empty: the secret is missing. */
  | { readonly kind: 'missing'; readonly form: MissingForm }
  | { readonly kind: 'too-large' }
  /** A document with the wanted value in one of its fields, encoded. */
  | { readonly kind: 'envelope'; readonly fields: EnvelopeFields }
  | { readonly kind: 'foreign'; readonly form: ForeignForm };

export type MissingForm = 'blank' | 'masked' | 'word' | 'unresolved';

export type ForeignForm =
  | 'html'
  | 'entities'
  | 'quoted-printable'
  | 'putty'
  | 'jwk'
  | 'jwk-set'
  | 'jwk-public'
  | 'ssh-public'
  | 'text-only'
  | 'place'
  | 'binary'
  | 'unknown';

const MAXIMUM_BYTES = 64 * 1024;

const PLACE = [
  /^[a-z][a-z0-9+.-]{1,20}:\/\//i,
  /^(?:file|arn|vault|@):?\S/i,
  /^(?:~|\.{1,2})?[/\\]/,
  /^[A-Za-z]:[/\\]/,
  /\.(?:pem|crt|cer|cert|key|der|p12|pfx|p7b|txt)$/i,
];

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
  if (typeof inner === 'string' && !hasArmour(inner)) {
    const fields = fieldsOf(trim(inner));
    return fields ? { kind: 'envelope', fields } : { kind: 'foreign', form: foreignForm(trim(inner)) };
  }
  const read = typeof inner === 'string' ? readBlocks(inner) : readDerBlock(inner);
  if (typeof read !== 'string') return { kind: 'blocks', blocks: read };
  const encoding = typeof inner === 'string' ? encodingIn(inner) : undefined;
  return encoding === undefined ? { kind: 'broken', fault: read } : { kind: 'foreign', form: encoding };
}

/** What else was done to a text with PEM in it: character entities, tags, or e-mail encoding. */
function encodingIn(text: string): 'entities' | 'quoted-printable' | undefined {
  if (/&(?:#\d{1,4}|#x[\da-f]{1,4}|[a-z]{2,8});|<\/?[a-z][^<>]{0,40}>/i.test(text)) return 'entities';
  return /=(?:[\dA-F]{2}|[\t ]{0,8}\r?\n[A-Za-z\d+/]{4})/.test(text) ? 'quoted-printable' : undefined;
}

/** Without spaces and quotes around it. */
function trim(text: string): string {
  return strip(text, /[\s\u200B"'`]/);
}

/** Without such characters at both ends. One expression for all would take quadratic time. */
export function strip(text: string, character: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && character.test(text.charAt(start))) start += 1;
  while (start < end && character.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
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
  // Also the line with BEGIN itself may be encoded.
  const encoding = /BEGIN\S{1,40}(?:CERTIFICATE|KEY)/.test(text) ? encodingIn(text) : undefined;
  if (encoding !== undefined) return encoding;
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
