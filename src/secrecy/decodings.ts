/** Base64 in base64 in JSON: how many layers of text within text are opened. */
const DEEPEST = 3;
/** Decimal numbers longer than any private integer are not converted; it would take quadratic time. */
const LONGEST_DECIMAL = 5000;

/**
 * All bytes that a reader could get out of a text: the text itself, its escapes undone, and base64,
 * hex and decimal numbers in it decoded from every place, forwards and backwards, layer by layer.
 */
export function* decodings(text: string, depth = DEEPEST): Generator<Uint8Array> {
  for (const plain of new Set([text, unescaped(text)])) {
    for (const view of [plain, reversed(plain)]) {
      yield Buffer.from(view, 'utf8');
      if (/[\u0080-\u00FF]/u.test(view)) yield Buffer.from(view, 'latin1');
      for (const bytes of decoded(view)) {
        yield bytes;
        const inner = depth > 0 ? innerText(bytes) : '';
        if (inner !== '') yield* decodings(inner, depth - 1);
      }
    }
  }
}

function* decoded(view: string): Generator<Buffer> {
  const squeezed = view.replaceAll(/[\s"'`\\,]+/gu, '');
  if (squeezed !== view) yield Buffer.from(squeezed, 'utf8');
  for (const run of squeezed
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .match(/[A-Za-z0-9+/]{11,}/gu) ?? [])
    for (const skip of [0, 1, 2, 3]) yield Buffer.from(run.slice(skip), 'base64');
  for (const run of view.replaceAll(/0x|\\x|[^0-9A-Za-z]+/giu, '').match(/[0-9a-f]{16,}/giu) ?? [])
    for (const skip of [0, 1])
      yield Buffer.from(run.slice(skip, run.length - ((run.length - skip) % 2)), 'hex');
  yield* numbers(view);
}

/** Lists of bytes, and big integers. */
function* numbers(view: string): Generator<Buffer> {
  let list: number[] = [];
  for (const digits of view.match(/\d+/gu) ?? []) {
    if (digits.length > 19 && digits.length < LONGEST_DECIMAL) {
      const hex = BigInt(digits).toString(16);
      yield Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    }
    if (Number(digits) < 256) list.push(Number(digits));
    else {
      if (list.length >= 8) yield Buffer.from(list);
      list = [];
    }
  }
  if (list.length >= 8) yield Buffer.from(list);
}

/** The readable part of what was decoded; nearly always nothing, as random bytes hold no long readable run. */
function innerText(bytes: Buffer): string {
  const text = bytes.includes(0) ? bytes.filter((byte) => byte !== 0) : bytes;
  return (text.toString('latin1').match(/[\t\n\r -~]{16,}/gu) ?? []).join('\n');
}

/** Escapes of JSON, URIs, XML, shells and distinguished names (RFC 4514: `\\9F`) undone, also where they were escaped again. */
function unescaped(text: string): string {
  let plain = text;
  for (let round = 0; round < 3; round += 1) {
    const next = plain
      .replaceAll(
        /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|%([0-9a-f]{2})|&#x([0-9a-f]{1,4});|\\([0-9a-f]{2})/giu,
        (_, ...codes: string[]) => String.fromCharCode(Number.parseInt(codes.slice(0, 5).join(''), 16)),
      )
      .replaceAll(/&#(\d{1,5});/gu, (_, code: string) => String.fromCharCode(Number(code)))
      .replaceAll(/\\+[nrt]/gu, '\n')
      .replaceAll('\\/', '/')
      .replaceAll('\\\\', '\\');
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

function reversed(text: string): string {
  // By code units: what matters in here is ASCII.
  return text.split('').toReversed().join('');
}
