import { parseArgs } from 'node:util';
import { makeCast } from './cast.ts';
import { playSeed } from './play.ts';
import { Statistics } from './statistics.ts';

/**
 * `npm run simulate -- --seeds 50000` plays many worlds; `--seed 123` replays one with its trace. Every
 * twentieth world, or with `--staged` each, is played as the whole action; `--plain` leaves out what was
 * added to the worlds later, for seeds of before.
 * Ends with a failure, and the seeds that failed, where a property was violated; in a run of 10,000
 * worlds or more also where a fault was never met.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '2000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    staged: { type: 'boolean' },
    plain: { type: 'boolean', default: false },
  },
});
const LONG = 10_000;
const options = `${values.staged === true ? ' --staged' : ''}${values.plain ? ' --plain' : ''}`;
const cast = await makeCast();

if (values.seed !== undefined) {
  const { problems, world } = await playSeed(Number(values.seed), cast, values.staged, !values.plain);
  console.log(JSON.stringify(world.scenario, null, 2));
  console.log(JSON.stringify(world.model.variants()));
  console.log(world.trace.join('\n'));
  console.log(
    problems.length === 0 ? 'No violation.' : problems.map((problem) => `VIOLATION: ${problem}`).join('\n'),
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  const from = Number(values.from);
  const count = Number(values.seeds);
  const failed: number[] = [];
  const statistics = new Statistics();
  const began = performance.now();
  for (let seed = from; seed < from + count; seed += 1) {
    try {
      const played = await playSeed(seed, cast, values.staged, !values.plain);
      statistics.add(played);
      if (played.problems.length > 0) report(seed, played.problems.slice(0, 2).join(' | '));
    } catch (error) {
      report(seed, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const done = seed - from + 1;
    if (done % 1000 === 0 || done === count) {
      const pace = (done / ((performance.now() - began) / 1000)).toFixed(0);
      console.log(`${done} of ${count} worlds, ${pace} a second, ${failed.length} with a violation`);
    }
  }
  console.log(statistics.lines().join('\n'));
  const missing = count < LONG ? [] : statistics.met.missing();
  if (missing.length > 0) console.log(`Never met: ${missing.join(', ')}`);
  console.log(
    failed.length === 0 ? 'No violation.' : `Violations with the seeds ${failed.slice(0, 50).join(', ')}`,
  );
  process.exitCode = failed.length === 0 && missing.length === 0 ? 0 : 1;

  function report(seed: number, what: string): void {
    failed.push(seed);
    if (failed.length > 40) return;
    console.log(`seed ${seed}: ${what}\n  to replay it: npm run simulate -- --seed ${seed}${options}`);
  }
}
