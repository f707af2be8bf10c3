import { neutralise, neutraliseLines } from '../secrecy/withhold.ts';

/** Characters of one output. A later step gets it in a variable of its environment, which holds 32,767 on Windows. */
export const MOST_CHARACTERS = 30_000;

/** Stands in an output of which something was left out. */
export const REST = 'See the job summary and the log of this run.';

/** The text of as many of the items, from the first on, as leave it short enough; of none, however long that is. */
export function asManyAsFit<T>(
  items: readonly T[],
  most: number,
  textOf: (some: readonly T[]) => string,
): string {
  let fitting = textOf([]);
  let [least, beyond] = [0, items.length + 1];
  while (beyond - least > 1) {
    const middle = Math.floor((least + beyond) / 2);
    const text = textOf(items.slice(0, middle));
    if (text.length <= most) [least, fitting] = [middle, text];
    else beyond = middle;
  }
  return fitting;
}

/** As many of the parts, from the first on, as so many bytes hold, with so many more for what is between two. */
export function within(parts: readonly string[], room: number, between = 2): readonly string[] {
  let left = room;
  const end = parts.findIndex((part) => (left -= Buffer.byteLength(part) + between) < 0);
  return end === -1 ? parts : parts.slice(0, end);
}

/**
 * Foreign text on one line, harmless in a log, an annotation, an output or an attribute: no workflow
 * command, nothing invisible, spaces joined. `most` is the longest answer in UTF-16 units.
 */
export function plain(text: string, most = 500): string {
  return neutralise(text, most).replaceAll(/ {2,}/gu, ' ').trim();
}

/** Several lines, each as `plain` makes it; empty ones are dropped, and at most `lines` stay. */
export function plainLines(texts: readonly string[], lines = 60, most = 500): readonly string[] {
  const all = texts
    .flatMap((text) => neutraliseLines(text, most))
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  if (all.length <= lines) return all;
  return [...all.slice(0, lines), `… and ${all.length - lines} more`];
}
