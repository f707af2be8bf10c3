/** Stands in the place of text that held a piece of a secret. */
export const WITHHELD = '[withheld: this text held a piece of a secret]';

/**
 * A line without the parts that hold a piece of a secret. Of a JSON object only the values and names
 * that hold one go, so that whoever reads it still finds an object; of a sentence what it quotes, if that was all.
 */
export function withhold(line: string, holdsSecret: (text: string) => boolean): string {
  const document = line.startsWith('{') ? objectIn(line) : undefined;
  if (document === undefined) return withholdQuoted(line, holdsSecret);
  const rest = inAscii(JSON.stringify(document, (_, value: unknown) => cleanValue(value, holdsSecret)));
  return holdsSecret(rest) ? JSON.stringify({ withheld: WITHHELD }) : rest;
}

/** Foreign text stands between quotes: code, status and ray id beside it are still told. */
function withholdQuoted(text: string, holdsSecret: (text: string) => boolean): string {
  const rest = text.replaceAll(/"[^"]*"/gu, (quoted) => (holdsSecret(quoted) ? `"${WITHHELD}"` : quoted));
  return holdsSecret(rest) ? WITHHELD : rest;
}

function cleanValue(value: unknown, holdsSecret: (text: string) => boolean): unknown {
  if (typeof value === 'string') return holdsSecret(value) ? withholdQuoted(value, holdsSecret) : value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !holdsSecret(name)));
}

function objectIn(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON of printable ASCII alone: all else is escaped. */
export function inAscii(json: string): string {
  return json.replaceAll(/[^ -~]/gu, (character) => character.split('').map(escaped).join(''));
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Sequences that move the cursor, colour text or set a terminal's title: CSI, OSC, and two-character ones. */
const ANSI =
  // eslint-disable-next-line no-control-regex
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)|\u001B[ -/]*[0-~]/gu;
const LINE_END = /\r\n|[\n\u000B\f\r\u0085\u2028\u2029]/u;
const BLANK = /\r\n|[\s\u0085]/gu;
/** Control characters, bidi and other format marks, and what Unicode shows as nothing at all. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** A mark of the runner that counts anywhere in a line, also in older and kindred runners (`##vso[`). */
const COMMAND_ANYWHERE = /##(?=[a-z]*\[)/giu;
/** A mark that counts at the start of a line; the runner skips more than spaces there, so all that is not ASCII counts as such. */
const COMMAND_AT_START = /^[^!-~]*::/u;

/** Most texts hold nothing of what is looked for below. */
const SUSPICIOUS = /[^ -~]|##|::/u;

/**
 * Makes foreign text harmless on one line: no workflow command, no second line, no terminal
 * sequence, nothing invisible, at most `maxLength` UTF-16 units (cut with an ellipsis).
 */
export function neutralise(text: string, maxLength = 2000): string {
  if (text.length <= maxLength && !SUSPICIOUS.test(text)) return text;
  // What no output can hold need not be searched.
  const visible = text
    .slice(0, 4 * maxLength + 1000)
    .replaceAll(ANSI, '')
    .replaceAll('\uFEFF', '')
    .replaceAll(BLANK, ' ')
    .replaceAll(INVISIBLE, '')
    .toWellFormed();
  const harmless = visible
    .replaceAll(COMMAND_ANYWHERE, '# #')
    .replace(COMMAND_AT_START, (start) => `${start.slice(0, -2)}: :`);
  if (harmless.length <= maxLength && text.length <= 4 * maxLength + 1000) return harmless;
  return `${harmless.slice(0, maxLength - 1).toWellFormed()}…`;
}

/** The same for text of several lines, each by itself; line ends become LF. */
export function neutraliseLines(text: string, maxLength?: number): readonly string[] {
  return text.split(LINE_END).map((line) => neutralise(line, maxLength));
}
