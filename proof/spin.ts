import { execFile } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from './guards.ts';
import type { Search } from './searches.ts';

/** What a search came to. */
export interface Searched {
  readonly search: Search;
  /** `incomplete`: it ran out of memory, depth or time, or did not begin; then it proves nothing. */
  readonly result: 'clean' | 'violation' | 'incomplete';
  readonly states: number;
  readonly depth: number;
  readonly megabytes: number;
  readonly seconds: number;
  /** The path to what was not expected, or why there is no result. */
  readonly story: string;
}

const MOST_MEGABYTES = 8000;
const MOST_DEPTH = 200_000;
const MOST_OUTPUT = 64_000_000;

interface Ran {
  readonly status: number;
  readonly output: string;
}

function run(command: string, args: readonly string[], folder: string): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: folder, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      const why = error !== null && typeof error.code === 'string' ? `${command}: ${error.code}` : '';
      resolve({ status, output: `${stdout}${stderr}${why}` });
    });
  });
}

/** Searches a model in a folder of its own: every state, none left out by hashing. */
export async function search(wanted: Search, parent: string, nth: number): Promise<Searched> {
  const began = performance.now();
  const folder = join(parent, String(nth));
  await mkdir(folder);
  const [file, ...included] = filesOf(wanted.model);
  for (const one of [file, ...included])
    await copyFile(fileURLToPath(new URL(one, import.meta.url)), join(folder, one));
  const defines = Object.entries(wanted.defines).map(([name, value]) => `-D${name}=${value}`);
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['spin', '-a', ...defines, file],
    [
      'gcc',
      wanted.expected === 'clean' ? '-O2' : '-O0',
      '-w',
      '-DSAFETY',
      '-DNOFAIR',
      ...(wanted.packed ? ['-DCOLLAPSE'] : []),
      `-DMEMLIM=${MOST_MEGABYTES}`,
      '-o',
      'pan',
      'pan.c',
    ],
  ];
  for (const [command, ...args] of steps) {
    const { status, output } = await run(command, args, folder);
    if (status !== 0) return ended(wanted, began, 'incomplete', output);
  }
  const { output } = await run('./pan', ['-n', `-m${MOST_DEPTH}`], folder);
  const result = resultOf(output);
  const story =
    result === 'violation' && wanted.expected === 'clean' ? await pathOf(folder, file, defines) : output;
  return ended(wanted, began, result, story, output);
}

function resultOf(output: string): Searched['result'] {
  if (/assertion violated/u.test(output) && /errors: [1-9]/u.test(output)) return 'violation';
  return /errors: 0$/mu.test(output) && !/not completed|too small|out of memory/u.test(output)
    ? 'clean'
    : 'incomplete';
}

/** The steps that lead to a violation, as the model tells them. */
async function pathOf(folder: string, file: string, defines: readonly string[]): Promise<string> {
  const { output } = await run('spin', ['-t', '-T', ...defines, file], folder);
  return output;
}

function ended(
  wanted: Search,
  began: number,
  result: Searched['result'],
  story: string,
  output = '',
): Searched {
  const number = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);
  return {
    search: wanted,
    result,
    states: number(/(\d+(?:\.\d+e\+\d+)?) states, stored/u),
    depth: number(/depth reached (\d+)/u),
    megabytes: number(/([\d.]+)\s+total actual memory usage/u),
    seconds: (performance.now() - began) / 1000,
    story,
  };
}
