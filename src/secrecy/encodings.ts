export function wrap(text: string, width: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / width) }, (_, at) =>
    text.slice(at * width, (at + 1) * width),
  );
}

/** PEM of a document, with the given line end, and with or without one at the very end. */
export function pem(label: string, der: Buffer, lineEnd: '\n' | '\r\n'): string {
  const body = wrap(der.toString('base64'), 64);
  return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ''].join(lineEnd);
}

/** Base64 in the usual and the URL alphabet, with and without padding, in one piece. */
export function base64Forms(bytes: Buffer): readonly string[] {
  const plain = bytes.toString('base64');
  const url = bytes.toString('base64url');
  return [plain, plain.replace(/[=]+$/u, ''), url, `${url}${'='.repeat((4 - (url.length % 4)) % 4)}`];
}

/** The lines that base64 tools print: 64 wide (openssl) and 76 wide (coreutils, MIME). */
export function wrappedForms(base64: string): readonly string[] {
  return [...wrap(base64, 64), ...wrap(base64, 76)];
}

/** Hexadecimal in both cases: in one piece, with colons, with spaces. */
export function hexForms(bytes: Buffer): readonly string[] {
  const lower = bytes.toString('hex');
  const pairs = wrap(lower, 2);
  return [lower, pairs.join(':'), pairs.join(' ')].flatMap((form) => [form, form.toUpperCase()]);
}

/** Bytes as decimal lists, the way JSON and `util.inspect` print them. */
export function decimalForms(bytes: Buffer): readonly string[] {
  return [bytes.join(','), bytes.join(', ')];
}

/** The same text as it stands inside a JSON string, a URI, and a form. */
export function escapedForms(text: string): readonly string[] {
  const uri = encodeURIComponent(text.toWellFormed());
  return [JSON.stringify(text).slice(1, -1), uri, uri.replaceAll('%20', '+')];
}

/** Decimal numbers longer than any private integer are not converted; it would take quadratic time. */
const LONGEST_DECIMAL = 5000;
/** Eight bytes have about so many digits. */
const SHORTEST_DECIMAL = 18;
/** A shorter list holds no piece of a secret. */
const SHORTEST_LIST = 6;
const OCTAL_BYTE = /^[0-3][0-7]{2}$/u;

/** The bytes that numbers in a text stand for: one big number, or a list with a number for each byte. */
export function* numberTexts(text: string): Generator<Uint8Array> {
  const numbers = text.match(/\d+/gu) ?? [];
  for (const digits of numbers) {
    if (digits.length < SHORTEST_DECIMAL || digits.length >= LONGEST_DECIMAL) continue;
    const hex = BigInt(digits).toString(16);
    yield Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  }
  yield* byteLists(numbers, decimalByte);
  // Java prints bytes above 127 as negative numbers.
  if (/-\d/u.test(text)) yield* byteLists(text.match(/-?\d+/gu) ?? [], decimalByte);
  if (numbers.filter((digits) => OCTAL_BYTE.test(digits)).length >= SHORTEST_LIST)
    yield* byteLists(numbers, (digits) => (OCTAL_BYTE.test(digits) ? Number.parseInt(digits, 8) : undefined));
}

function decimalByte(digits: string): number | undefined {
  const value = Number(digits);
  return value >= -128 && value <= 255 ? value & 255 : undefined;
}

/** Runs of numbers that may be bytes. */
function* byteLists(
  numbers: readonly string[],
  byteOf: (digits: string) => number | undefined,
): Generator<Uint8Array> {
  let list: number[] = [];
  for (const digits of numbers) {
    const byte = byteOf(digits);
    if (byte !== undefined) list.push(byte);
    else {
      if (list.length >= SHORTEST_LIST) yield Uint8Array.from(list);
      list = [];
    }
  }
  if (list.length >= SHORTEST_LIST) yield Uint8Array.from(list);
}
