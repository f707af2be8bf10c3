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
