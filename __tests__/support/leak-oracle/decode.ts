import { charactersOf, lettersAndDigits, runsOf, squeeze } from './runs.ts';

/** Longest decimal number that is looked at: RSA-16384 has 4933 digits. */
const LONGEST_DECIMAL = 5000;
/** Stands between what was decoded from several places: not readable, and in no window of a secret. */
const APART = '\u00FF\u00FF\u00FF';
const APART_IN_BASE64 = '////';
const APART_IN_HEX = 'ffffff';
/** Fewer are no window of a secret. */
const FEWEST_NUMBERS = 6;
const BEYOND_A_BYTE = 999;
const ZERO = 48;
const MINUS = 45;
const BASE64 = charactersOf(/[A-Za-z0-9+/]/u);
const WORDY = charactersOf(/[\w+/-]/u);
const HEX = charactersOf(/[0-9a-fA-F]/u);
const DECIMAL = charactersOf(/\d/u);
const BASE32 = charactersOf(/[A-Z2-7]/u);
/** The digits of base32 are the letters from here on, and then the numbers. */
const A = 65;
const TWO = 50;

/** Everything that a text could stand for, decoded at every place; each with the name of the decoding. */
export function* decodedTexts(text: string): Generator<readonly [name: string, decoded: string]> {
  const squeezed = squeeze(text);
  if (squeezed !== text) yield ['squeezed', squeezed];
  yield* base64(squeezed);
  // Lines with something in front and behind, such as a time or a quote mark.
  yield* base64(runsOf(text, WORDY, 40).join(''));
  yield* hex(text);
  yield* byteLists(text);
  yield* bigNumbers(text);
  yield* base32(squeezed);
}

/**
 * Both alphabets at once. All runs in one go, since a decoder of its own for each of thousands takes most of
 * the time: wherever a run comes to stand, it begins at a multiple of four in one of the four rounds.
 */
function* base64(text: string): Generator<readonly [string, string]> {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/');
  const runs = runsOf(plain, BASE64, 8).join(APART_IN_BASE64);
  if (runs === '') return;
  for (let skip = 0; skip < 4; skip += 1)
    yield ['base64', Buffer.from(runs.slice(skip), 'base64').toString('latin1')];
}

function* hex(text: string): Generator<readonly [string, string]> {
  const runs = runsOf(lettersAndDigits(text), HEX, 12).join(APART_IN_HEX);
  if (runs === '') return;
  for (const skip of [0, 1]) {
    const end = runs.length - ((runs.length - skip) % 2);
    yield ['hex', Buffer.from(runs.slice(skip, end), 'hex').toString('latin1')];
  }
}

/** Numbers one after another, whatever stands between them; Java prints bytes above 127 as negative ones. */
function* byteLists(text: string): Generator<readonly [string, string]> {
  const values = numbers(text);
  yield ['byte list', listsIn(values.map(Math.abs))];
  yield ['signed byte list', listsIn(values)];
}

function listsIn(values: readonly number[]): string {
  const lists: string[] = [];
  let list: number[] = [];
  for (const value of values) {
    if (value >= -128 && value <= 255) list.push(value & 0xff);
    else {
      if (list.length >= FEWEST_NUMBERS) lists.push(Buffer.from(list).toString('latin1'));
      list = [];
    }
  }
  return lists.join(APART);
}

/** All whole numbers in a text, and one beyond a byte after them. A loop, as it runs over every text. */
function numbers(text: string): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    let digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) continue;
    const negative = at > 0 && text.charCodeAt(at - 1) === MINUS;
    let value = 0;
    for (; digit >= 0 && digit <= 9; digit = text.charCodeAt((at += 1)) - ZERO) value = value * 10 + digit;
    found.push(negative ? -value : value);
  }
  found.push(BEYOND_A_BYTE);
  return found;
}

function* bigNumbers(text: string): Generator<readonly [string, string]> {
  for (const digits of runsOf(text, DECIMAL, 18)) {
    if (digits.length > LONGEST_DECIMAL) continue;
    const inHex = BigInt(digits).toString(16);
    yield [
      'decimal number',
      Buffer.from(inHex.padStart(inHex.length + (inHex.length % 2), '0'), 'hex').toString('latin1'),
    ];
  }
}

function* base32(text: string): Generator<readonly [string, string]> {
  for (const run of runsOf(text, BASE32, 16)) {
    const digits = Uint8Array.from(Buffer.from(run), (code) => (code < A ? code - TWO + 26 : code - A));
    for (let skip = 0; skip < 8; skip += 1) {
      const bytes = Buffer.alloc(Math.floor(((digits.length - skip) * 5) / 8));
      let [bits, value, length] = [0, 0, 0];
      for (let at = skip; at < digits.length; at += 1) {
        value = ((value << 5) | digits[at]!) & 0xfff;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes[length] = value >> bits;
        length += 1;
      }
      yield ['base32', bytes.toString('latin1')];
    }
  }
}
