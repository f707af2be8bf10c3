import { neutralise } from '../secrecy/neutralise.ts';

const LONGEST = 60;
/** A run of characters as tokens and keys have them, and names of hosts hardly ever. */
const LIKE_A_SECRET = /[\w+/=]{20}|[\w+/=-]{24}|PRIVATE KEY|\n/u;
/** What a line of a key may be cut down to: capitals, small letters and digits in a muddle, or the end of base64. */
const LIKE_A_PIECE = [
  /^(?=[^]*[a-z])(?=[^]*[A-Z])(?=[^]*\d)[\w+/-]{6,}={0,2}$/u,
  /^(?=(?:[^]*[a-z][A-Z]){2})[\w+/-]{6,}$/u,
  /^(?=[^]*\+)[\w+/]{6,}$/u,
  /^[\w+/-]{2,}={1,2}$/u,
];

/**
 * A value of an input as it may be shown: harmless on one line, short, and only described where it
 * might be a secret that was put into the wrong input.
 */
export function echo(value: string): string {
  const harmless = neutralise(value, LONGEST).replaceAll('`', "'").trim();
  return harmless === '' ||
    LIKE_A_SECRET.test(value) ||
    LIKE_A_PIECE.some((piece) => piece.test(value.trim())) ||
    isTokenLike(value)
    ? `a value of ${value.length} characters`
    : `\`${harmless}\``;
}

function isTokenLike(value: string): boolean {
  return value.length >= 20 && !/[.\s]/u.test(value);
}
