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
