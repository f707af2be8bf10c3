/** Stands in the place of text that held a piece of a secret. */
export const WITHHELD = '[withheld: this text held a piece of a secret]';

const NOT_ASCII = /[^ -~]/gu;

/**
 * A line without the parts that hold a piece of a secret. Of a JSON object only the values and names
 * that hold one go, so that whoever reads it still finds an object; of a sentence what it quotes, if that was all.
 */
export function withhold(line: string, holdsSecret: (text: string) => boolean): string {
  const document = line.startsWith('{') ? objectIn(line) : undefined;
  if (document === undefined) return withholdQuoted(line, holdsSecret);
  const rest = JSON.stringify(document, (_, value: unknown) => cleanValue(value, holdsSecret)).replaceAll(
    NOT_ASCII,
    escaped,
  );
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

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
