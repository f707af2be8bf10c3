import { DER, readWhole } from './der.ts';
import { hasArmour, readDerBlock, bare } from './pem.ts';

/** Names of the fields of a document in which a certificate and a key were found; empty if a name is not to be shown. */
export interface EnvelopeFields {
  readonly document: 'kubernetes' | 'other';
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** `name: value` of YAML, JSON or a file of variables; the value is encoded, and may continue on further lines. */
const FIELD =
  /(?<![\w.-])([\w.-]{1,40})(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?:[|>][+-]?\s{1,80})?(?:\\?["'])?([\w+/-]{40,}(?:\s{1,80}[\w+/-]{4,}={0,2}(?=\s|$))*={0,2})/g;
/** A plausible field name: anything with digits might be a piece of a secret. */
const NAME = /^[a-z][a-z._-]*$/i;

/** Everything encoded in the fields of a document, by name. Never throws. */
export function encodedFields(
  text: string,
): readonly { readonly name: string; readonly value: string | Uint8Array }[] {
  return [...text.matchAll(FIELD)].map(([, name = '', value = '']) => ({ name, value: unwrap(value) }));
}

/** Where a certificate or a key is in a document; undefined if there is none. */
export function fieldsOf(text: string): EnvelopeFields | undefined {
  const isKubernetes =
    /\bapiVersion\\?["']?\s{0,4}:/.test(text) && /\bkind\\?["']?\s{0,4}:\s{0,4}\\?["']?\w*Secret/.test(text);
  const fields = encodedFields(text);
  const find = (wanted: RegExp): string | undefined =>
    fields.find(({ value }) => wanted.test(contentOf(value)))?.name;
  const [certificate, key] = [find(/^certificate$|CERTIFICATE-/), find(/^(?:pkcs|sec|encrypted)|KEY-/)];
  if (!isKubernetes && certificate === undefined && key === undefined) return undefined;
  return {
    document: isKubernetes ? 'kubernetes' : 'other',
    certificate: certificate && NAME.exec(certificate)?.[0],
    key: key && NAME.exec(key)?.[0],
  };
}

/** The kind of DER, or the text with its armour lines. */
function contentOf(value: string | Uint8Array): string {
  if (typeof value === 'string') return hasArmour(value) ? value : '';
  const read = readDerBlock(value);
  return typeof read === 'string' ? '' : (read[0]?.kind ?? '');
}

/** Secrets that were encoded once, and by mistake once more. */
const MAXIMUM_LAYERS = 3;

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

/**
 * What invisible characters, quoting and escaping did. Libraries for JSON and JavaScript write `+` and `=` as
 * `\u002b` and `\x3d`; the zeros and the odd marks at the start are those of UTF-16 read as UTF-8. A diff and an
 * editor put a plus or a number before each line.
 */
function unescape(text: string): string {
  const percent = /BEGIN(?:%20|\+)|%0[AD]/i.test(text);
  // A form writes spaces as `+`.
  const blanks = /BEGIN\+[A-Z]/.test(text) ? text.replaceAll('+', ' ') : text;
  const plain = percent
    ? blanks.replaceAll(/%([0-7][0-9A-F])/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
  const lines = plain
    .replace(/^\uFFFD{1,2}/, '')
    .replaceAll(/[\0\uFEFF\u200B-\u200D\u2060]/g, '')
    .replaceAll(/\\{1,8}u([\dA-F]{4})|\\{1,8}x([\dA-F]{2})/gi, (_, four?: string, two = four ?? '') =>
      String.fromCharCode(parseInt(two, 16)),
    )
    .replaceAll(/\\{1,8}\//g, '/')
    .replaceAll(/\\{1,8}[nrt]/g, '\n');
  const before = /^[\t ]*(?:\+|\d{1,4}[\t :|])[\t ]*-----(?:BEGIN|END)/m.test(lines);
  return before ? lines.replaceAll(/^[\t ]*(?:\+|\d{1,4}[\t :|])/gm, '') : lines;
}
