/** `github`: whole, line by line, and encoded. `lesser`: every given value as it is, nothing more. */
export type Masking = 'github' | 'lesser';

const ENCODERS: readonly ((value: string) => string)[] = [
  ...[0, 1, 2].map((skip) => (value: string) => Buffer.from(value).subarray(skip).toString('base64')),
  (value) => value.replaceAll('"', '\\"'),
  (value) => value.replaceAll("'", "''"),
  (value) => JSON.stringify(value).slice(1, -1),
  (value) => encodeURIComponent(value.toWellFormed()),
  (value) =>
    value
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;'),
  (value) => value.replace(/^"(.{8,})"$/u, '$1'),
];

/** The same keys are masked in run after run. */
const known = new Map<string, readonly string[]>();

/** A value as it is, and in all encodings. */
function formsOf(value: string): readonly string[] {
  const forms =
    known.get(value) ?? [value, ...ENCODERS.map((encode) => encode(value))].filter((form) => form !== '');
  known.set(value, forms);
  return forms;
}

/** Knows what to hide, and hides it in a line by exact comparison. */
export class Masker {
  readonly #masking: Masking;
  readonly #values = new Set<string>();

  constructor(masking: Masking) {
    this.#masking = masking;
  }

  add(value: string): void {
    if (value.trim() === '') return;
    if (this.#masking === 'lesser') {
      this.#values.add(value);
      return;
    }
    for (const part of new Set([value, ...value.split(/[\r\n]+/u)])) {
      if (this.#values.has(part)) continue;
      for (const form of formsOf(part)) this.#values.add(form);
    }
  }

  /** Every place that a value covers becomes `***`; places that overlap or touch become one. */
  hide(text: string): string {
    const places: (readonly [start: number, end: number])[] = [];
    for (const value of this.#values)
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
        places.push([at, at + value.length]);
    let hidden = '';
    let end = 0;
    for (const [from, to] of places.toSorted((a, b) => a[0] - b[0])) {
      if (from > end || (from === 0 && end === 0)) hidden += `${text.slice(end, from)}***`;
      end = Math.max(end, to);
    }
    return hidden + text.slice(end);
  }
}
