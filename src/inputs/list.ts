/** Entries separated by commas or lines, trimmed, without empty ones. */
export function splitList(text: string): readonly string[] {
  return text
    .split(/[,\r\n]/u)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** `an entry`, or `entry 3` where there are several. */
export function entryName(index: number, all: readonly unknown[]): string {
  return all.length === 1 ? 'the entry' : `entry ${index + 1}`;
}
