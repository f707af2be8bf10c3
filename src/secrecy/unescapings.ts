/** So often is text escaped again: JSON in JSON, of a distinguished name. */
const MOST_ROUNDS = 3;

/** Escapes of JSON, URIs, XML, shells and distinguished names (RFC 4514: `\9F`), each backslash with what it escapes. */
const ESCAPE =
  /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-9a-f]{2})|([^]))|%([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(\w{2,8});/giu;
/** The same of C, Python and shells: what is octal here are two digits and a third one in a distinguished name. */
const OCTAL = /\\([0-3][0-7]{2})/gu;
/** Two in a row, or every `a=12` would be one. */
const QUOTED_PRINTABLE = /(?:=[0-9A-F]{2}){2}/u;
const SHORT: Readonly<Record<string, string>> = { n: '\n', r: '\n', t: '\n' };
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

/** Ways to undo escapes; undefined if there is nothing of that kind. */
const UNDOING: readonly ((text: string) => string | undefined)[] = [
  (text) => (/[\\%&]/u.test(text) ? text.replaceAll(ESCAPE, unescaped) : undefined),
  (text) =>
    text.includes('\\') ? text.replaceAll(OCTAL, (_, digits: string) => character(digits, 8)) : undefined,
  (text) => (/%[0-9a-f]{2}/iu.test(text) ? text.replaceAll('+', ' ') : undefined),
  (text) =>
    QUOTED_PRINTABLE.test(text)
      ? text
          .replaceAll(/=\r?\n/gu, '')
          .replaceAll(/=([0-9A-F]{2})/gu, (_, digits: string) => character(digits, 16))
      : undefined,
  // Full-width digits and the like.
  // eslint-disable-next-line no-control-regex
  (text) => (/[^\u0000-\u00FF]/u.test(text) ? text.normalize('NFKC') : undefined),
];

/** The text, and what it becomes as its escapes are undone, in any order, layer by layer. */
export function unescapings(text: string): ReadonlySet<string> {
  const layers = new Set([text]);
  let fresh = [text];
  for (let round = 0; round < MOST_ROUNDS && fresh.length > 0; round += 1) {
    const made = fresh.flatMap((layer) => UNDOING.map((undo) => undo(layer)));
    fresh = [...new Set(made)].filter((layer) => layer !== undefined).filter((layer) => !layers.has(layer));
    for (const layer of fresh) layers.add(layer);
  }
  return layers;
}

function unescaped(
  whole: string,
  ...[u, u4, x, dn, other, uri, xml, decimal, name]: (string | undefined)[]
): string {
  if (other !== undefined) return SHORT[other] ?? other;
  if (name !== undefined) return NAMED[name] ?? whole;
  return decimal === undefined
    ? character(u ?? u4 ?? x ?? dn ?? uri ?? xml ?? '', 16)
    : character(decimal, 10);
}

/** By UTF-16 unit: what is beyond it is no byte of a secret. */
function character(digits: string, radix: number): string {
  return String.fromCharCode(Number.parseInt(digits, radix));
}
