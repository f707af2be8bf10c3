import { isIP } from 'node:net';

/** Entries separated by commas or lines, or those of a JSON array as `toJSON` writes it; trimmed, without empty ones. */
export function splitList(text: string): readonly string[] {
  const entries = jsonEntries(text) ?? withoutBrackets(text).split(/[,\r\n]/u);
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** `the entry`, or `entry 3` where there are several. */
export function entryName(index: number, all: readonly unknown[]): string {
  return all.length === 1 ? 'the entry' : `entry ${index + 1}`;
}

/** What is no text in the array is left for the reader of the entry to complain of. */
function jsonEntries(text: string): readonly string[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.map((entry: unknown) => (typeof entry === 'string' ? entry : JSON.stringify(entry)))
      : undefined;
  } catch {
    return undefined;
  }
}

/** A list as YAML and Python write it; brackets around an IPv6 address are its own. */
function withoutBrackets(text: string): string {
  const [, inner] = /^\s*\[([^[\]]*)\]\s*$/u.exec(text) ?? [];
  if (inner === undefined || isIP(inner) !== 0) return text;
  return inner.replaceAll(/(^|[,\r\n])\s*(["'])(.*?)\2\s*(?=$|[,\r\n])/gu, '$1$3');
}
