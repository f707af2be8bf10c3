import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
// @ts-expect-error -- a script without types
import { differences, parseSums, sumsOf } from '../../scripts/reproduce.mjs';

const built = new Map([
  ['dist/a.js', 'aa'],
  ['dist/b.js', 'bb'],
]);

test.each<[string, Map<string, string>, string[]]>([
  ['the same files', new Map(built), []],
  ['another content', new Map([...built, ['dist/b.js', 'xx']]), ['dist/b.js: differs from the commit']],
  [
    'a file that is not built',
    new Map([...built, ['dist/c.js', 'cc']]),
    ['dist/c.js: in the commit, but not built'],
  ],
  ['a file that is not committed', new Map([['dist/a.js', 'aa']]), ['dist/b.js: not in the commit']],
  ['nothing', new Map(), ['dist/a.js: not in the commit', 'dist/b.js: not in the commit']],
])('compared with %s', (_, expected, found) => {
  expect(differences(built, expected, 'the commit')).toEqual(found);
});

test('the sums are those of sha256sum, nested folders included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sums-'));
  try {
    mkdirSync(join(folder, 'dist', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'index.js'), 'one');
    writeFileSync(join(folder, 'dist', 'deep', 'two.js'), 'two');
    const theirs = execFileSync('sh', ['-c', 'find dist -type f | LC_ALL=C sort | xargs sha256sum'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(sumsOf(folder)).toEqual(parseSums(theirs));
    expect(sumsOf(folder).size).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
