// Compiles src/ and bundles it into dist/. Both folders are emptied first, so that what is
// committed in dist/ never holds a chunk that the sources no longer make.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bin = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [bin(script), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '--out', 'dist', '--license', 'licenses.txt');

// One character beyond ASCII makes a file take twice the memory and more time at each start. In a string, a
// template, a pattern and a comment its escape means the same.
for (const name of readdirSync('dist').filter((file) => file.endsWith('.js'))) {
  // Some packages come with CRLF, which git would commit as LF: a fresh build would never be the same.
  const code = readFileSync(`dist/${name}`, 'utf8').replaceAll('\r\n', '\n');
  if (/\\[^\0-\x7F]/u.test(code)) throw new Error(`${name} escapes a character that is not ASCII.`);
  if (/String\.raw`[^`]*[^\0-\x7F]/u.test(code))
    throw new Error(`${name} holds a raw template that is not ASCII.`);
  const escaped = code.replaceAll(
    /[^\0-\x7F]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeFileSync(`dist/${name}`, escaped);
}
