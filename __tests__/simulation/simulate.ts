import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { playerOf } from './by-number.ts';
import { playLong } from './long-run.ts';
import { GENERATIONS, NEWEST } from './odd-answers.ts';

/**
 * `npm run simulate -- --seeds 50000` plays many worlds; `--seed 123` replays one with its trace. Every
 * twentieth world, or with `--staged` each, is played as the whole action; `--generation 1` to `3` draws them
 * by a former generator, for the seeds found with it. `--issued` plays worlds whose certificate the runs issue,
 * `--year` years of daily runs that do, `--fleet` one to three zones with one to four targets each. Worlds are shared
 * out to as many threads as there are cores, or `--threads`.
 * Ends with a failure, and the seeds that failed, where a property was violated; in a run of 10,000
 * worlds or more also where a fault was never met.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    staged: { type: 'boolean' },
    issued: { type: 'boolean' },
    year: { type: 'boolean' },
    fleet: { type: 'boolean' },
    generation: { type: 'string', default: String(NEWEST) },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const LONG = 10_000;
const MOST_TOLD = 40;
const generation = GENERATIONS.find((one) => String(one) === values.generation);
if (generation === undefined) throw new Error(`There is no generation ${values.generation}.`);
const kind = (['year', 'issued', 'fleet'] as const).find((one) => values[one] === true) ?? 'given';
const options = `${kind === 'given' ? '' : ` --${kind}`}${values.staged === true ? ' --staged' : ''}${generation === NEWEST ? '' : ` --generation ${generation}`}`;
if (values.seed !== undefined) {
  const play = await playerOf({ kind, staged: values.staged, generation });
  const { problems, world } = await play(Number(values.seed));
  console.log(JSON.stringify(world.scenario, null, 2));
  console.log(JSON.stringify(world.model.variants()));
  console.log(world.trace.join('\n'));
  console.log(
    problems.length === 0 ? 'No violation.' : problems.map((problem) => `VIOLATION: ${problem}`).join('\n'),
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  const run = {
    from: Number(values.from),
    count: Number(values.seeds),
    staged: values.staged,
    generation,
    kind,
  } as const;
  let told = 0;
  const { failed, statistics } = await playLong(run, Number(values.threads), console.log, (seed, problem) => {
    told += 1;
    if (told > MOST_TOLD) return;
    console.log(`seed ${seed}: ${problem}\n  to replay it: npm run simulate -- --seed ${seed}${options}`);
  });
  console.log(statistics.lines().join('\n'));
  const missing = run.count < LONG || kind !== 'given' ? [] : statistics.met.missing(generation);
  if (missing.length > 0) console.log(`Never met: ${missing.join(', ')}`);
  console.log(
    failed.length === 0 ? 'No violation.' : `Violations with the seeds ${failed.slice(0, 50).join(', ')}`,
  );
  process.exitCode = failed.length === 0 && missing.length === 0 ? 0 : 1;
}
