/** Seeded randomness: the same seed gives the same world, call by call. */
export interface Random {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [from, to], both included. */
  readonly between: (from: number, to: number) => number;
  /** Lower-case hex digits. */
  readonly hex: (digits: number) => string;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
}

/** One of 2^32 well-mixed numbers for some text; used where an answer must not depend on call order. */
export function hash(text: string): number {
  let value = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    value = imul(value ^ text.charCodeAt(index), 16_777_619);
  }
  return mix(value);
}

// Looked up once: where a test has its own global object, each look at it takes its time.
const { floor, imul } = Math;
const HEX_DIGITS = '0123456789abcdef';

function mix(value: number): number {
  let mixed = value | 0;
  mixed = imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  mixed = imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A generator by counter: each number is the hash of the seed and how many were drawn before. */
export function createRandom(seed: number): Random {
  const start = mix(seed + 0x9e37);
  let drawn = 0;
  const next = (): number => {
    drawn += 1;
    return mix(start + imul(drawn, 0x9e3779b9)) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + floor(next() * (to - from + 1));
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[between(0, choices.length - 1)] ?? choices[0];
  const hex = (digits: number): string => {
    let text = '';
    for (let digit = 0; digit < digits; digit += 1) text += HEX_DIGITS[floor(next() * 16)];
    return text;
  };
  return { next, between, hex, pick };
}
