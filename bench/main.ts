/**
 * `npm run bench`: what the action costs, as ratios within this one run. `--quick` leaves out what takes
 * minutes: the estates that meet the rate limit.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openBenchBox } from './box.ts';
import { growth } from './growth.ts';
import { peers } from './peers.ts';
import { rotations } from './rotation.ts';
import { BUNDLE } from './run.ts';
import { startUp } from './start-up.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const sizes = values.quick
  ? { zones: [1, 10], hostnames: [1, 100] }
  : { zones: [1, 10, 100], hostnames: [1, 100, 1000] };

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (existsSync(BUNDLE)) {
  say(`node ${process.version}, ${String(availableParallelism())} cores; every call takes 50 ms.\n`);
  await using box = await openBenchBox();
  const rounds = values.quick ? 11 : 41;
  for (const part of [
    () => startUp(box, rounds),
    () => rotations(box),
    () => growth(box, sizes),
    () => peers(box),
  ])
    say(`${await part()}\n`);
} else {
  process.stderr.write('dist/ is missing: run `npm run build` first.\n');
  process.exitCode = 2;
}
