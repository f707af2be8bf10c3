/**
 * `npm run sandbox`: Cloudflare's origin pulls in a box, kept up until it is ended.
 * Standard output has what a user of the box needs; standard error, a line for each call.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announcement, factsOf } from './announce.ts';
import { startBox } from './box.ts';
import { parseOptions, usage, type ServeOptions } from './options.ts';

async function serve(options: ServeOptions): Promise<void> {
  const ended = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const served = await startBox(options, (line) => {
    process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'origin-pull-sandbox-'));
  try {
    const file = join(folder, 'web-authority.pem');
    await writeFile(file, served.box.webAuthority.certificate);
    const facts = factsOf(served, file);
    process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : announcement(facts, served, options));
    await ended;
  } finally {
    await served[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(usage);
    return 0;
  }
  let options: ServeOptions;
  try {
    options = parseOptions(words, () => randomInt(2 ** 32));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  try {
    await serve(options);
    return 0;
  } catch (error) {
    process.stderr.write(
      `The sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
