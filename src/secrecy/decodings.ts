/** Base64 in base64 in JSON: how many layers of text within text are opened. */
const DEEPEST = 3;
/** Decimal numbers longer than any private integer are not converted; it would take quadratic time. */
const LONGEST_DECIMAL = 5000;

/**
 * All bytes that a reader could get out of a text: the text itself, its escapes undone, and base64,
 * hex and decimal numbers in it decoded from every place, forwards and backwards, layer by layer.
 */
export function* decodings(text: string, depth = DEEPEST): Generator<Uint8Array> {
  for (const plain of unescapings(text)) {
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
  yield* decimals(view);
}

/** Lists of bytes, and big integers. */
function* decimals(view: string): Generator<Buffer> {
  for (const digits of view.match(/\d+/gu) ?? []) {
    if (digits.length > 19 && digits.length < LONGEST_DECIMAL) {
      const hex = BigInt(digits).toString(16);
      yield Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
    }
  }
  yield* byteLists(view.match(/\d+/gu) ?? [], 0, 255);
  if (/-\d/u.test(view)) yield* byteLists(view.match(/-?\d+/gu) ?? [], -128, 255);
}

/** Runs of numbers that may be bytes, also signed ones. */
function* byteLists(numbers: readonly string[], least: number, most: number): Generator<Buffer> {
  let list: number[] = [];
  for (const digits of [...numbers, '256']) {
    const value = Number(digits);
    if (value >= least && value <= most) list.push(value & 255);
    else {
      if (list.length >= 8) yield Buffer.from(list);
      list = [];
    }
  }
}

/** The readable part of what was decoded; nearly always nothing, as random bytes hold no long readable run. */
function innerText(bytes: Buffer): string {
  const text = bytes.includes(0) ? bytes.filter((byte) => byte !== 0) : bytes;
  return (text.toString('latin1').match(/[\t\n\r -~]{16,}/gu) ?? []).join('\n');
}

/** So often is text escaped again: JSON in JSON, of a distinguished name. */
const MOST_ESCAPES = 3;
/** Escapes of JSON, URIs, XML, shells and distinguished names (RFC 4514: `\9F`), each backslash with what it escapes. */
const ESCAPE =
  /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-9a-f]{2})|([^]))|%([0-9a-f]{2})|&#x([0-9a-f]{1,4});|&#(\d{1,5});/giu;
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\n' };

/** The text, and what it becomes as its escapes are undone layer by layer. */
function unescapings(text: string): ReadonlySet<string> {
  const layers = new Set([text]);
  let plain = text;
  for (let round = 0; round < MOST_ESCAPES && /[\\%&]/u.test(plain); round += 1) {
    plain = plain.replaceAll(
      ESCAPE,
      (_, ...[u, u4, x, dn, other, uri, xml, decimal]: (string | undefined)[]) => {
        if (other !== undefined) return SHORT[other] ?? other;
        const code =
          decimal === undefined
            ? Number.parseInt(u ?? u4 ?? x ?? dn ?? uri ?? xml ?? '', 16)
            : Number(decimal);
        return String.fromCharCode(code);
      },
    );
    layers.add(plain);
  }
  return layers;
}

function reversed(text: string): string {
  // By code units: what matters in here is ASCII.
  return text.split('').toReversed().join('');
}
