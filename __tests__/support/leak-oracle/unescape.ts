import { newLines } from './new-lines.ts';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  plus: '+',
  equals: '=',
  NewLine: '\n',
};
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const UNESCAPERS: Readonly<Record<string, (text: string) => string>> = {
  'backslashes undone': (text) =>
    text.replaceAll(/\\(?:u\{?([0-9a-fA-F]{2,4})\}?|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|([^]))/gu, backslash),
  'URI escapes undone': (text) => text.replaceAll(/%([0-9a-fA-F]{2})/gu, (_, hex: string) => byte(hex, 16)),
  'form escapes undone': (text) =>
    text.includes('%')
      ? text.replaceAll('+', ' ').replaceAll(/%([0-9a-fA-F]{2})/gu, (_, hex: string) => byte(hex, 16))
      : text,
  'XML escapes undone': (text) =>
    text.replaceAll(
      /&(?:#x([0-9a-fA-F]{1,2})|#(\d{1,3})|(\w+));/gu,
      (whole: string, hex?: string, decimal?: string, name?: string) => {
        if (hex !== undefined) return byte(hex, 16);
        return decimal === undefined ? (NAMED[name ?? ''] ?? whole) : byte(decimal, 10);
      },
    ),
  'quoted-printable undone': (text) =>
    /=\r?\n/u.test(text)
      ? text.replaceAll(/=\r?\n/gu, '').replaceAll(/=([0-9A-F]{2})/gu, (_, hex: string) => byte(hex, 16))
      : text,
  'UTF-8 undone': (text) =>
    /[\u0080-\u00FF]/u.test(text)
      ? Buffer.from(text, 'latin1')
          .toString('utf8')
          .replaceAll(/[^\u0000-\u00FF]/gu, ' ')
      : text,
  'without NUL': (text) => text.replaceAll('\0', ''),
};

/** How many escapes on top of one another are undone, in any order. */
const DEEPEST = 3;

/**
 * The text, and every text that undoing escapes makes of it, by the names of what was undone. Of those only
 * what no text before had: all else was looked at as it is.
 */
export function unescapedTexts(text: string): ReadonlyMap<string, string> {
  const byText = new Map<string, string>([[text, '']]);
  let fresh = [text];
  for (let round = 0; round < DEEPEST && fresh.length > 0; round += 1) {
    const next: string[] = [];
    for (const old of fresh)
      for (const [name, unescape] of Object.entries(UNESCAPERS)) {
        const made = unescape(old);
        if (byText.has(made)) continue;
        byText.set(made, [byText.get(old), name].filter(Boolean).join(', '));
        next.push(made);
      }
    fresh = next;
  }
  const known = new Set<string>();
  return new Map([...byText].map(([made, name]) => [name, newLines(made, known)]));
}

function backslash(_: string, unicode?: string, hex?: string, octal?: string, other?: string): string {
  const code = unicode ?? hex;
  if (code !== undefined) return byte(code, 16);
  if (octal !== undefined) return byte(octal, 8);
  return SHORT[other ?? ''] ?? other ?? '';
}

/** Texts are strings of bytes; a code above 255 is none, and stands for itself by its UTF-8 bytes. */
function byte(digits: string, radix: number): string {
  const code = Number.parseInt(digits, radix);
  return code < 256 ? String.fromCharCode(code) : Buffer.from(String.fromCharCode(code)).toString('latin1');
}
