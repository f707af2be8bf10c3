/** By code, 1 for each character of a set. Texts are strings of bytes; all of this runs over every text there is. */
export type Characters = Readonly<Uint8Array>;

export function charactersOf(set: RegExp): Characters {
  return Uint8Array.from({ length: 256 }, (_, code) => (set.test(String.fromCharCode(code)) ? 1 : 0));
}

/**
 * The longest runs of such characters, of at least so many. No such run fits between two places that are so far
 * apart: only these are looked at, and what is around them where they are part of one.
 */
export function runsOf(text: string, characters: Characters, fewest: number): readonly string[] {
  const runs: string[] = [];
  for (let at = fewest - 1; at < text.length; at += fewest) {
    if (characters[text.charCodeAt(at)] !== 1) continue;
    let begin = at;
    while (characters[text.charCodeAt(begin - 1)] === 1) begin -= 1;
    while (characters[text.charCodeAt(at)] === 1) at += 1;
    if (at - begin >= fewest) runs.push(text.slice(begin, at));
  }
  return runs;
}

const BETWEEN = charactersOf(/[\s"'`\\,;|]/u);

/** Without what may stand between the parts of a longer text. */
export function squeeze(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    bytes[length] = byte;
    length += BETWEEN[byte] === 0 ? 1 : 0;
  }
  return length === bytes.length ? text : bytes.toString('latin1', 0, length);
}

const KEPT = charactersOf(/[0-9A-Za-z]/u);
const [ZERO, BACKSLASH, X] = [48, 92, 120];
/** What tells a capital letter from a small one. */
const SMALL = 0x20;

/** Only these, without the `0x` and `\\x` in front of a byte. */
export function lettersAndDigits(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if ((byte === ZERO || byte === BACKSLASH) && (bytes[at + 1]! | SMALL) === X) at += 1;
    else if (KEPT[byte] === 1) {
      bytes[length] = byte;
      length += 1;
    }
  }
  return bytes.toString('latin1', 0, length);
}
