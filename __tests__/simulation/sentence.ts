const all: RegExp[] = [];

/**
 * A sentence of the action that a property looks for. Reworded, the property would fall silent: a test holds that runs
 * still say each of them.
 */
export function sentence(words: string): RegExp {
  // oxlint-disable-next-line security/detect-non-literal-regexp -- written in the tests themselves
  const pattern = new RegExp(words, 'u');
  all.push(pattern);
  return pattern;
}

/** What the properties that were loaded look for. */
export const lookedFor: readonly RegExp[] = all;
