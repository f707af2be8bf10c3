import { makeCast } from '../cast.ts';
import { CLEAN_WORLDS, HUNT_NAMES } from './bug.ts';
import type { Catch } from './bug.ts';
import { BUGS } from './bugs.ts';
import { plantBug } from './plant.ts';

/**
 * `node hunt.ts NAME…`: for each planted bug loads a copy of the action with it, and plays worlds until a
 * property notices, and the guard of the models that the bug breaks refuses a trace; a name may also be a kind of worlds, some of which are then played with the action as it
 * is. Prints a `Catch` for each, a line each.
 */
const names = process.argv.slice(2);
/** So many worlds are played in vain before a bug counts as unnoticed. */
const MOST = 400;
const REFUSED_BY = /which the guard ([A-Z_]+) of the model forbids/u;
const cast = await makeCast();

for (const name of names) console.log(JSON.stringify(await hunt(name)));

async function hunt(name: string): Promise<Catch> {
  const bug = BUGS.find((one) => one.name === name);
  const where = bug?.where ?? HUNT_NAMES.find((one) => one === name) ?? 'worlds';
  const { load, files } = plantBug(bug);
  const from = bug?.from ?? 0;
  const most = bug === undefined ? CLEAN_WORLDS : MOST;
  const guards = new Set<string>();
  const isOver = (): boolean => problem !== undefined && (bug?.guard === undefined || guards.has(bug.guard));
  let seed = from;
  let problem: string | undefined;
  try {
    const { HUNTS } = await load();
    for (; seed < from + most && !isOver(); seed += 1) {
      const { problems } = await HUNTS[where](seed, cast);
      problem ??= problems.find((one) => bug?.caughtBy.test(one) ?? true);
      for (const one of problems) guards.add(REFUSED_BY.exec(one)?.[1] ?? '');
    }
  } catch (error) {
    problem = `It threw: ${error instanceof Error ? error.message : String(error)}`;
  }
  return {
    name,
    planted: files(),
    worlds: seed - from,
    seed: problem === undefined ? undefined : seed - 1,
    problem,
    guards: bug === undefined ? undefined : [...guards],
  };
}
