// Compiles src/ and bundles it into dist/. Both folders are emptied first, so that what is
// committed in dist/ never holds a chunk that the sources no longer make.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bin = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [bin(script), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });

rmSync('lib', { recursive: true, force: true });
rmSync('dist', { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '--out', 'dist', '--license', 'licenses.txt');
