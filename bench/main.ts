/**
 * `npm run bench`: what the action costs, as ratios within this one run. `--quick` leaves out what takes
 * minutes: the estates that meet the rate limit.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { AS_SEEN, openBenchBox, SHORT } from './box.ts';
import type { BenchBox } from './box.ts';
import { growth } from './growth.ts';
import { peers } from './peers.ts';
import { rotations } from './rotation.ts';
import { BUNDLE } from './run.ts';
import { startUp } from './start-up.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
/** With `stop`, so many zones begin at once. */
const STOPS_AT = 16;
const sizes = values.quick
  ? { zones: [1, 10], hostnames: [1, 100], stopsAt: STOPS_AT }
  : { zones: [1, 10, 100], hostnames: [1, 100, 1000], stopsAt: STOPS_AT };

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function told(title: string, part: Promise<string>): Promise<string> {
  return `${title}\n\n${await part}`;
}

async function inItsOwn(part: (box: BenchBox) => Promise<string>): Promise<string> {
  await using box = await openBenchBox();
  return await part(box);
}

if (existsSync(BUNDLE)) {
  say(`node ${process.version}, ${String(availableParallelism())} cores; every call takes 50 ms.\n`);
  const rounds = values.quick ? 11 : 41;
  for (const part of [
    () => inItsOwn((box) => startUp(box, rounds)),
    () => inItsOwn(rotations),
    () => told('With times shorter than Cloudflare ever is:', growth(sizes, SHORT)),
    ...(values.quick ? [] : [() => told('With times as seen live, on a quick day:', growth(sizes, AS_SEEN))]),
    () => inItsOwn(peers),
  ])
    say(`${await part()}\n`);
} else {
  process.stderr.write('dist/ is missing: run `npm run build` first.\n');
  process.exitCode = 2;
}
