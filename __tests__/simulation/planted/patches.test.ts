import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BUGS } from './bugs.ts';

/** The hunts say so as well, minutes later. */
test('what each planted bug replaces stands once in its file', () => {
  const elsewhere = BUGS.flatMap(({ name, patches }) =>
    patches
      .filter(({ file, find }) => {
        const source = readFileSync(new URL(`../../../src/${file}`, import.meta.url), 'utf8');
        return source.split(find).length !== 2;
      })
      .map(({ file }) => `${name}: ${file}`),
  );
  expect(elsewhere).toEqual([]);
});
