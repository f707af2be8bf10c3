/**
 * `npm run reproduce -- [TAG] [--sums FILE]`: builds dist/ of a tag (or of HEAD) anew in a folder of its own and
 * compares it, byte for byte, with what is committed there; with `--sums`, also with a release's SHA256SUMS.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @param {string} folder
 * @returns {Map<string, string>} SHA-256 of each file below `folder/dist`, by its path
 */
export function sumsOf(folder) {
  const names = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  return new Map(
    names.toSorted().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** @param {string} text as `sha256sum` writes it */
export function parseSums(text) {
  const rows = [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gmu)];
  return new Map(rows.map(([, sum = '', name = '']) => [name, sum]));
}

/**
 * @param {ReadonlyMap<string, string>} built
 * @param {ReadonlyMap<string, string>} expected
 * @param {string} where the expected ones are from
 * @returns {string[]} a line for each file that differs, is missing, or should not be there
 */
export function differences(built, expected, where) {
  const names = new Set([...built.keys(), ...expected.keys()]);
  return [...names].toSorted().flatMap((name) => {
    if (built.get(name) === expected.get(name)) return [];
    if (!expected.has(name)) return [`${name}: not in ${where}`];
    if (!built.has(name)) return [`${name}: in ${where}, but not built`];
    return [`${name}: differs from ${where}`];
  });
}

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { sums: { type: 'string' } },
  });
  const [tag = 'HEAD'] = positionals;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  const run = (command, ...words) =>
    execFileSync(command, words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    run('git', 'clone', '--quiet', '--no-checkout', root, '.');
    run(
      'git',
      'checkout',
      '--quiet',
      '--detach',
      execFileSync('git', ['rev-parse', `${tag}^{commit}`], { cwd: root, encoding: 'utf8' }).trim(),
    );
    const committed = sumsOf(folder);
    rmSync(join(folder, 'dist'), { recursive: true });
    run('npm', 'ci');
    run('npm', 'run', '--silent', 'build');
    const built = sumsOf(folder);
    const found = [
      ...differences(built, committed, 'the commit'),
      ...(values.sums === undefined
        ? []
        : differences(built, parseSums(readFileSync(values.sums, 'utf8')), values.sums)),
    ];
    for (const [name, sum] of built) process.stdout.write(`${sum}  ${name}\n`);
    process.stdout.write(
      found.length === 0 ? `dist/ of ${tag} is what its sources build.\n` : `${found.join('\n')}\n`,
    );
    return found.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
