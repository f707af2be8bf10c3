/**
 * `npm run bench`: what the action costs at the defaults people use, as ratios within this one run. `--quick`
 * plays one rotation at each level, and no estate.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openBenchBox } from './box.ts';
import type { BenchBox } from './box.ts';
import { estates, FEW, MANY } from './estates.ts';
import { peers } from './peers.ts';
import { BUNDLE } from './run.ts';
import { startUp } from './start-up.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

function say(text: string): void {
  process.stdout.write(`${text}\n`);
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
    () => estates(values.quick ? FEW.map((one) => [one]) : MANY),
    () => inItsOwn(peers),
  ])
    say(`${await part()}\n`);
} else {
  process.stderr.write('dist/ is missing: run `npm run build` first.\n');
  process.exitCode = 2;
}
