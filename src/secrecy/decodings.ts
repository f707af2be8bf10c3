import { numberTexts } from './number-texts.ts';
import { unescapings } from './unescapings.ts';

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

/** The value of each digit, by its code. */
const BASE32 = new Map(
  Array.from(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567').entries(), ([value, code]) => [code, value]),
);

/** A byte begins at every eighth digit at the latest. */
function* base32(digits: string): Generator<Uint8Array> {
  if (digits.length < 10) return;
  for (let skip = 0; skip < 8; skip += 1) {
    const bytes = new Uint8Array(Math.floor(((digits.length - skip) * 5) / 8));
    let value = 0;
    let bits = 0;
    let at = 0;
    for (let index = skip; index < digits.length && at < bytes.length; index += 1) {
      value = ((value << 5) | BASE32.get(digits.charCodeAt(index))!) & 0xfff;
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
  for (const byte of bytes) {
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
