import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { HUNT_NAMES } from './bug.ts';
import type { Catch, PlantedBug } from './bug.ts';
import { BUGS } from './bugs.ts';

/**
 * `node hunt.ts NAME MOST`: loads the action with one planted bug and plays worlds until a property
 * notices; `NAME` may also be a kind of worlds, which are then played with the action as it is. A process
 * of its own, since a module is loaded once. Prints a `Catch`.
 */
const [name = '', most = '0'] = process.argv.slice(2);
const bug = BUGS.find((one) => one.name === name);
const wanted = HUNT_NAMES.find((one) => one === name) ?? 'worlds';
let planted = 0;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (bug === undefined || !url.endsWith(`/src/${bug.file}`)) return loaded;
    planted += 1;
    return { ...loaded, source: plant(bug, readFileSync(fileURLToPath(url), 'utf8')) };
  },
});

function plant({ find, replace, file }: PlantedBug, source: string): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`The text to be replaced does not occur exactly once in src/${file}.`);
  return `${before}${replace}${after}`;
}

// Loaded only now, so that the hook sees the sources.
const { makeCast } = await import('../cast.ts');
const { HUNTS } = await import('./hunts.ts');
const cast = await makeCast();
const where = bug?.where ?? wanted;
const from = bug?.from ?? 1;
let seed = from;
let problem: string | undefined;
for (; seed < from + Number(most) && problem === undefined; seed += 1) {
  try {
    const { problems } = await HUNTS[where](seed, cast);
    problem = problems.find((one) => bug?.caughtBy.test(one) ?? true);
  } catch (error) {
    problem = `It threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}
const caught: Catch = {
  planted,
  worlds: seed - from,
  seed: problem === undefined ? undefined : seed - 1,
  problem,
};
console.log(JSON.stringify(caught));
