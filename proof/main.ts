import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FINDINGS, searches } from './searches.ts';
import { search } from './spin.ts';
import type { Searched } from './spin.ts';

/**
 * `npm run prove` searches the models with SPIN: with every guard no state may violate a property, and with any
 * one taken away some state must. `-- --small` plays what CI plays, `--only WORDS` those whose name has the
 * words, `--threads` so many side by side. Ends with a failure on anything that was not expected.
 */
const { values } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});

const wanted = searches(values.small).filter(({ model, name }) => `${model}: ${name}`.includes(values.only));
if (wanted.length === 0) throw new Error(`No search is named ${values.only}.`);
const folder = await mkdtemp(join(tmpdir(), 'prove-'));
const unexpected: Searched[] = [];
const began = performance.now();

console.log(row(['Model', 'Search', 'States', 'Depth', 'MB', 's', 'Result']));
try {
  const left = [...wanted.entries()];
  await Promise.all(Array.from({ length: Math.min(Number(values.threads), left.length) }, work));
  async function work(): Promise<void> {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [nth, one] = next;
      tell(await search(one, folder, nth));
      await rm(join(folder, String(nth)), { recursive: true });
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

for (const {
  search: { model, name, expected },
  result,
  story,
} of unexpected)
  console.log(`\n${model}: ${name}: ${expected} was expected, ${result} was found.\n${story}`);
const seconds = Math.round((performance.now() - began) / 1000);
console.log(
  `\nSPIN searched ${wanted.length} configurations in ${seconds} s, ${unexpected.length} unexpected.`,
);
process.exitCode = unexpected.length === 0 ? 0 : 1;

function tell(searched: Searched): void {
  const {
    search: { model, name, expected },
    result,
    states,
    depth,
    megabytes,
  } = searched;
  const fine = result === expected;
  if (!fine) unexpected.push(searched);
  const finding = FINDINGS[`${model} ${name.replace('without ', '')}`];
  const told = expected === 'violation' && fine ? `violation, as expected` : result;
  const numbers = [
    states.toLocaleString('en'),
    depth.toLocaleString('en'),
    megabytes.toFixed(0),
    searched.seconds.toFixed(1),
  ];
  console.log(
    row([
      model,
      name,
      ...numbers,
      `${told}${fine ? '' : ' UNEXPECTED'}${finding === undefined ? '' : `: ${finding}`}`,
    ]),
  );
}

function row(cells: readonly string[]): string {
  const widths = [8, 42, 12, 6, 5, 6];
  return cells
    .map((cell, nth) =>
      nth < 2 || nth > 5 ? cell.padEnd(widths[nth] ?? 0) : cell.padStart(widths[nth] ?? 0),
    )
    .join('  ');
}
