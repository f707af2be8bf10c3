/** Deepest nesting an answer of this API may have; real ones stay below 8. */
const DEEPEST = 64;

export type Json = Readonly<Record<string, unknown>>;

/** What could be read, in a box since it may itself be undefined; no box where it was unreadable. */
export type Read<T> = { readonly value: T } | undefined;

/** Parses JSON of bounded depth; undefined where it is none. */
export function parseJson(text: string): Read<unknown> {
  if (tooDeep(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): Json | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property that is a non-empty string. */
export function textOf(json: Json | undefined, name: string): string | undefined {
  const value = json !== undefined && Object.hasOwn(json, name) ? json[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number from 0, as a number or as a string of digits. */
export function countOf(json: Json | undefined, name: string): number | undefined {
  const value = json?.[name];
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function tooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charCodeAt(index);
    if (quoted) {
      if (letter === 0x5c) index += 1;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (letter === 0x7d || letter === 0x5d) depth -= 1;
  }
  return false;
}
