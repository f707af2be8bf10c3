import { numberTexts } from './encodings.ts';

/** Base64 in base64 in JSON: how many layers of text within text are opened. */
const DEEPEST = 3;
/** Random bytes hold no readable run of that length. */
const SHORTEST_READABLE = 16;

/**
 * All bytes that a reader could get out of a text: the text itself, its escapes undone, and base64,
 * base32, hex and decimal numbers in it decoded from every place, whatever stands between the digits,
 * forwards and backwards, layer by layer.
 */
export function* decodings(text: string, depth = DEEPEST): Generator<Uint8Array> {
  for (const plain of unescapings(text)) {
    for (const view of [plain, reversed(plain)]) {
      yield Buffer.from(view, 'utf8');
      if (/[\u0080-\u00FF]/u.test(view)) yield Buffer.from(view, 'latin1');
      const squeezed = view.replaceAll(/[\s"'`\\,;|]+/gu, '');
      if (squeezed !== view) yield Buffer.from(squeezed, 'utf8');
      for (const bytes of decoded(view)) {
        yield bytes;
        if (depth > 0 && isReadable(bytes)) yield* decodings(readablePart(bytes), depth - 1);
      }
    }
  }
}

function* decoded(view: string): Generator<Uint8Array> {
  for (const digits of base64Digits(view))
    for (const skip of [0, 1, 2, 3]) yield Buffer.from(digits.slice(skip), 'base64');
  for (const run of view.replaceAll(/0x|\\x|[^0-9A-Za-z]+/giu, '').match(/[0-9a-f]{12,}/giu) ?? [])
    for (const skip of [0, 1])
      yield Buffer.from(run.slice(skip, run.length - ((run.length - skip) % 2)), 'hex');
  yield* base32(view.replaceAll(/[^A-Z2-7]+/gu, ''));
  for (const run of view.match(/[a-z2-7]{10,}/gu) ?? []) yield* base32(run.toUpperCase());
  yield* numberTexts(view);
}

/** The digits alone, read in either alphabet: what is a digit in one may be a hyphen between groups in the other. */
function base64Digits(view: string): ReadonlySet<string> {
  const digits = view.replaceAll(/[^A-Za-z0-9+/_-]+/gu, '');
  const alphabets = /[+/]/u.test(digits) && /[_-]/u.test(digits) ? [/[_-]+/gu, /[+/]+/gu] : [/[+/_-]+/gu];
  const fewer = alphabets.map((others) => digits.replaceAll(others, ''));
  return new Set([digits, ...fewer].filter(({ length }) => length >= 8));
}

const BASE32 = new Uint8Array(128);
for (const [value, code] of Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567').entries()) BASE32[code] = value;

/** A byte begins at every eighth digit at the latest. */
function* base32(digits: string): Generator<Uint8Array> {
  if (digits.length < 10) return;
  for (let skip = 0; skip < 8; skip += 1) {
    const bytes = new Uint8Array(Math.floor(((digits.length - skip) * 5) / 8));
    let value = 0;
    let bits = 0;
    let at = 0;
    for (let index = skip; index < digits.length && at < bytes.length; index += 1) {
      value = ((value << 5) | BASE32[digits.charCodeAt(index)]!) & 0xfff;
      bits += 5;
      if (bits < 8) continue;
      bits -= 8;
      bytes[at] = value >> bits;
      at += 1;
    }
    yield bytes;
  }
}

/** Whether the bytes hold a run of ASCII that people could read, also with zeros between as in UTF-16. */
function isReadable(bytes: Uint8Array): boolean {
  let run = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0) continue;
    run = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13 ? run + 1 : 0;
    if (run >= SHORTEST_READABLE) return true;
  }
  return false;
}

function readablePart(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.filter((byte) => byte !== 0)).toString('latin1');
  return (text.match(/[\t\n\r -~]{16,}/gu) ?? []).join('\n');
}

function reversed(text: string): string {
  // By code units: what matters in here is ASCII.
  // eslint-disable-next-line no-control-regex
  if (/[^\u0000-\u00FF]/u.test(text)) return text.split('').toReversed().join('');
  return Buffer.from(Buffer.from(text, 'latin1').toReversed().buffer).toString('latin1');
}

/** So often is text escaped again: JSON in JSON, of a distinguished name. */
const MOST_ROUNDS = 3;

/** Escapes of JSON, URIs, XML, shells and distinguished names (RFC 4514: `\9F`), each backslash with what it escapes. */
const ESCAPE =
  /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-9a-f]{2})|([^]))|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(\w{2,8});/giu;
/** The same of C, Python and shells: what is octal here are two digits and a third one in a distinguished name. */
const OCTAL = /\\([0-3][0-7]{2})/gu;
/** Two in a row, or every `a=12` would be one. */
const QUOTED_PRINTABLE = /(?:=[0-9A-F]{2}){2}/u;
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\n' };
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  plus: '+',
  equals: '=',
  NewLine: '\n',
};

/** Ways to undo escapes; undefined if there is nothing of that kind. */
const UNDOING: readonly ((text: string) => string | undefined)[] = [
  (text) => (/[\\%&]/u.test(text) ? text.replaceAll(ESCAPE, unescaped) : undefined),
  (text) =>
    text.includes('\\') ? text.replaceAll(OCTAL, (_, digits: string) => character(digits, 8)) : undefined,
  (text) => (/%[0-9a-f]{2}/iu.test(text) ? text.replaceAll('+', ' ') : undefined),
  (text) =>
    QUOTED_PRINTABLE.test(text)
      ? text
          .replaceAll(/=\r?\n/gu, '')
          .replaceAll(/=([0-9A-F]{2})/gu, (_, digits: string) => character(digits, 16))
      : undefined,
  // Full-width digits and the like.
  // eslint-disable-next-line no-control-regex
  (text) => (/[^\u0000-\u00FF]/u.test(text) ? text.normalize('NFKC') : undefined),
];

/** The text, and what it becomes as its escapes are undone, in any order, layer by layer. */
export function unescapings(text: string): ReadonlySet<string> {
  const layers = new Set([text]);
  let fresh = [text];
  for (let round = 0; round < MOST_ROUNDS && fresh.length > 0; round += 1) {
    const made = fresh.flatMap((layer) => UNDOING.map((undo) => undo(layer)));
    fresh = [...new Set(made)].filter((layer) => layer !== undefined).filter((layer) => !layers.has(layer));
    for (const layer of fresh) layers.add(layer);
  }
  return layers;
}

function unescaped(
  whole: string,
  ...[u, u4, x, dn, other, uri, xml, decimal, name]: (string | undefined)[]
): string {
  if (other !== undefined) return SHORT[other] ?? other;
  if (name !== undefined) return NAMED[name] ?? whole;
  return decimal === undefined
    ? character(u ?? u4 ?? x ?? dn ?? uri ?? xml ?? '', 16)
    : character(decimal, 10);
}

/** By UTF-16 unit: what is beyond it is no byte of a secret. */
function character(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix));
}
