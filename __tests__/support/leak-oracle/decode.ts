/** Longest decimal number that is looked at: RSA-16384 has 4933 digits. */
const LONGEST_DECIMAL = 5000;
/** Stands between what was decoded from several places: not readable, and in no window of a secret. */
const APART = '\u00FF\u00FF\u00FF';
const APART_IN_BASE64 = '////';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Everything that a text could stand for, decoded at every place; each with the name of the decoding. */
export function* decodedTexts(text: string): Generator<readonly [name: string, decoded: string]> {
  const squeezed = text.replaceAll(/[\s"'`\\,;|]+/gu, '');
  if (squeezed !== text) yield ['squeezed', squeezed];
  yield* base64(squeezed);
  // Lines with something in front and behind, such as a time or a quote mark.
  yield* base64((text.match(/[\w+/-]{20,}/gu) ?? []).join(''));
  yield* hex(text);
  yield* byteLists(text);
  yield* bigNumbers(text);
  yield* base32(squeezed);
}

/** Both alphabets at once. A byte begins at every fourth character at the latest. */
function* base64(text: string): Generator<readonly [string, string]> {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const runs = plain.match(/[A-Za-z0-9+/]{8,}/gu) ?? [];
  for (let skip = 0; skip < 4; skip += 1) {
    // All in one go: a decoder of its own for each of thousands of runs takes most of the time.
    const whole = runs.map((run) => run.slice(skip)).map(toFours);
    yield ['base64', Buffer.from(whole.join(APART_IN_BASE64), 'base64').toString('latin1')];
  }
}

function toFours(run: string): string {
  return run.padEnd(4 * Math.ceil(run.length / 4), '/');
}

function* hex(text: string): Generator<readonly [string, string]> {
  const digits = text.replaceAll(/0x|\\x|[^0-9a-zA-Z]+/giu, '');
  const runs = digits.match(/[0-9a-f]{12,}/giu) ?? [];
  for (const skip of [0, 1]) {
    const even = runs.map((run) => run.slice(skip, skip + 2 * Math.floor((run.length - skip) / 2)));
    yield ['hex', Buffer.from(even.join('ffffff'), 'hex').toString('latin1')];
  }
}

/** Numbers one after another, whatever stands between them; Java prints bytes above 127 as negative ones. */
function* byteLists(text: string): Generator<readonly [string, string]> {
  for (const [name, pattern] of [
    ['byte list', /\d+/gu],
    ['signed byte list', /-?\d+/gu],
  ] as const) {
    const lists: string[] = [];
    let list: number[] = [];
    for (const digits of [...(text.match(pattern) ?? []), '999']) {
      const value = Number(digits);
      if (value >= -128 && value <= 255) list.push(value < 0 ? value + 256 : value);
      else {
        if (list.length >= 6) lists.push(Buffer.from(list).toString('latin1'));
        list = [];
      }
    }
    yield [name, lists.join(APART)];
  }
}

function* bigNumbers(text: string): Generator<readonly [string, string]> {
  for (const digits of text.match(/\d{18,}/gu) ?? []) {
    if (digits.length > LONGEST_DECIMAL) continue;
    const inHex = BigInt(digits).toString(16);
    yield [
      'decimal number',
      Buffer.from(inHex.padStart(inHex.length + (inHex.length % 2), '0'), 'hex').toString('latin1'),
    ];
  }
}

function* base32(text: string): Generator<readonly [string, string]> {
  for (const run of text.match(/[A-Z2-7]{16,}/gu) ?? [])
    for (let skip = 0; skip < 8; skip += 1) {
      let bits = 0;
      let value = 0;
      let decoded = '';
      for (const character of run.slice(skip)) {
        value = ((value << 5) | BASE32.indexOf(character)) & 0xfff;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        decoded += String.fromCharCode((value >> bits) & 0xff);
      }
      yield ['base32', decoded];
    }
}
